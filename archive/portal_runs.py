"""What each run brought from each portal: written when its crawl ends, read to judge the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.schema import quote, tables
from archive.store import Archive

_COLUMNS = tables()["portal_runs"].column_names
_KEPT = ("started_at", "request_count")  # a resumed run began when it first began
_RECORD = (
    f"insert into portal_runs ({', '.join(_COLUMNS)}) values ({', '.join(':' + c for c in _COLUMNS)}) "
    "on conflict (run_id, portal_id) do update set "
    + ", ".join(f"{quote(c)} = excluded.{quote(c)}" for c in _COLUMNS[2:] if c not in _KEPT)
    + ", request_count = request_count + excluded.request_count"
)
_OF_RUN = "select * from portal_runs where run_id = ? order by portal_id"
_BEFORE = """
select * from portal_runs where portal_id = ? and run_id < ? order by run_id desc limit 1"""
_NORMAL = """
select found_count from portal_runs
where portal_id = ? and run_id < ? and is_yield_normal = 1 and started_at >= ?
order by run_id desc limit 1"""
_REJUDGE = """
update portal_runs set outcome = :outcome, reason = :reason, message = :message,
  fetched_count = :fetched_count, unread_count = :unread_count
where run_id = :run_id and portal_id = :portal_id"""


def record(archive: Archive, row: Mapping[str, Any]) -> None:
    """Write one portal's row of one run, every column of it; a resumed run writes the same row again."""
    with archive.db.atomic():
        archive.db.conn.execute(_RECORD, dict(row))


def rejudge(archive: Archive, row: Mapping[str, Any]) -> None:
    """Write what reading the documents has added to a portal's outcome."""
    with archive.db.atomic():
        archive.db.conn.execute(_REJUDGE, dict(row))


def of_run(archive: Archive, run_id: str) -> list[dict[str, Any]]:
    """The rows of a run, by portal."""
    return archive.rows(_OF_RUN, (run_id,))


def before(archive: Archive, portal_id: str, run_id: str) -> dict[str, Any] | None:
    """The row of the portal's run before this one, however it ended."""
    return next(iter(archive.rows(_BEFORE, (portal_id, run_id))), None)


def normal_yield(archive: Archive, portal_id: str, run_id: str, since: str) -> int | None:
    """How many reports the last run found whose yield was as expected; None where there is none.

    A run whose yield fell is none: else the second visit to a portal that broke would find it in order.
    ``since`` is an ISO date; runs before it count no longer.
    """
    found = archive.db.conn.execute(_NORMAL, (portal_id, run_id, since)).fetchone()
    return int(found[0]) if found else None
