"""A row of ``portal_runs`` as a crawl would have written it."""

from __future__ import annotations

from typing import Any

from archive.schema import tables

_COUNTS = [column.name for column in tables()["portal_runs"].columns if column.name.endswith("_count")]


def portal_run(run_id: str, portal_id: str, **columns: Any) -> dict[str, Any]:
    """One portal's part in one run: complete, with a page missing, one blocked and one unreachable."""
    return {
        **dict.fromkeys(_COUNTS, 0),
        "run_id": run_id,
        "portal_id": portal_id,
        "started_at": "2025-03-01T00:00:00Z",
        "finished_at": "2025-03-01T01:00:00Z",
        "outcome": "complete",
        "reason": None,
        "message": None,
        "finish_reason": "finished",
        "is_yield_normal": 1,
        "found_count": 48,
        "missing_count": 1,
        "blocked_count": 1,
        "unreachable_count": 1,
        "vantage": None,
        **columns,
    }
