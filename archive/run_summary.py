"""The summary of a run as JSON: what came from each portal beside what the run before it brought.

It stands in ``runs.summary``, as a file in ``runs/``, and is what a webhook is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archive import portal_runs, runs
from archive.captures import now
from archive.store import Archive

COUNTS: Mapping[str, tuple[str, str]] = {  # column of portal_runs -> its names in a table
    "found_count": ("找到", "found"),
    "new_count": ("新增", "new"),
    "revised_count": ("改动", "revised"),
    "unchanged_count": ("未变", "unchanged"),
    "not_due_count": ("未到期", "not due"),
    "deferred_count": ("留待下次", "deferred"),
    "blocked_count": ("被拦", "blocked"),
    "robots_count": ("禁止", "robots"),
    "missing_count": ("不存在", "missing"),
    "unreachable_count": ("连不上", "unreachable"),
    "failed_count": ("失败", "failed"),
    "unread_count": ("读不出", "unread"),
}
_COUNTED: Mapping[str, str] = {  # a count of the run or of the archive after it -> how it is counted
    "portals": "select count(distinct portal_id) from captures where run_id = :run",
    "captures": "select count(*) from captures where run_id = :run",
    "conditional_unchanged": """
        select count(*) from captures where run_id = :run and disposition = 'not-modified'""",
    "new_documents": """
        select count(distinct document_sha256) from captures c where run_id = :run and not exists (
          select 1 from captures e where e.document_sha256 = c.document_sha256 and e.run_id < :run)""",
    "duplicate_documents": """
        select count(distinct url) - count(distinct document_sha256) from captures
        where run_id = :run and document_sha256 is not null""",
    "blocked_or_missing": """
        select count(*) from captures where run_id = :run
        and disposition in ('blocked', 'missing', 'robots', 'unreachable', 'failed')""",
    "reports": "select count(*) from reports",
    "revised_reports": "select count(*) from reports where version_count > 1",
    "figures": "select sum(figure_count) from reports",
    "failed_checks": "select sum(failed_check_count) from reports",
    "questions": "select sum(question_count) from reports",
    "issues": "select count(*) from issues",
}
_RUN = "select command, started_at from runs where id = ?"
_NAMES = "select id, name from portals"


def portals_of(archive: Archive, run_id: str) -> list[dict[str, Any]]:
    """One object a portal of the run: outcome, reasons, counts, and the same of its run before (or null)."""
    names = dict(archive.db.conn.execute(_NAMES).fetchall())
    return [
        {
            "portal_id": row["portal_id"],
            "portal": names[row["portal_id"]],
            **_said(row),
            "before": _before(archive, row),
        }
        for row in portal_runs.of_run(archive, run_id)
    ]


def close(
    archive: Archive, run: runs.Run, outcome: str, reason: str | None, needs_person: Sequence[str]
) -> dict[str, Any]:
    """Finish a run of crawls and write its summary down; ``needs_person``: the lines printed for one."""
    command, started_at = archive.db.conn.execute(_RUN, (run.id,)).fetchone()
    summary = {
        "run_id": run.id,
        "command": command,
        "started_at": started_at,
        "finished_at": now(),
        "outcome": outcome,
        "reason": reason,
        "needs_person": [*needs_person],
        "counts": _counts(archive, run.id),
        "portals": portals_of(archive, run.id),
    }
    _write(archive, summary)
    runs.finish(archive, run, outcome, summary, reason)
    return summary


def _counts(archive: Archive, run_id: str) -> dict[str, int]:
    found = ((name, archive.db.conn.execute(sql, {"run": run_id})) for name, sql in _COUNTED.items())
    return {name: rows.fetchone()[0] or 0 for name, rows in found}


def _write(archive: Archive, summary: Mapping[str, Any]) -> None:
    """Write the summary to ``runs/`` under the data root, whole or not at all."""
    path = archive.root / "runs" / f"{summary['run_id']}.json"
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(path)


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outcome": row["outcome"],
        "reasons": (row["reason"] or "").split(),
        "message": row["message"],
        "finish_reason": row["finish_reason"],
        "started_at": row["started_at"],
        "finished_at": row["finished_at"],
        "vantage": row["vantage"],
        "request_count": row["request_count"],
        **{name: row[name] for name in COUNTS},
    }


def _before(archive: Archive, row: Mapping[str, Any]) -> dict[str, Any] | None:
    before = portal_runs.before(archive, row["portal_id"], row["run_id"])
    return {"run_id": before["run_id"], **_said(before)} if before else None
