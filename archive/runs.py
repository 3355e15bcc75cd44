"""Runs: what was asked, when, and how it ended.  A killed run is resumed, not begun again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from filelock import FileLock, Timeout

from archive.captures import now
from archive.store import Archive

RESUMED_WITHIN = timedelta(days=2)
_UNFINISHED = """
select id, coalesce((select max(fetched_at) from captures where run_id = runs.id), started_at)
from runs where command = :command and outcome = 'running' order by id desc limit 1"""


class ArchiveBusy(RuntimeError):
    """Raised by `lock` when another process is writing to the same data root."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run; ``is_resumed`` where the process before it was killed."""

    id: str
    command: str
    is_resumed: bool


@contextmanager
def lock(archive: Archive) -> Iterator[None]:
    """Hold the data root for writing; the lock goes with the process, however it ends.

    Raises:
        ArchiveBusy: where another process holds it.
    """
    guard = FileLock(archive.root / "lock")
    try:
        guard.acquire(timeout=0)
    except Timeout as error:
        raise ArchiveBusy(
            f"另一个进程正在写入 {archive.root}，请等它结束，或用 --data 另选一处"
            f" · another process is writing to {archive.root}; wait for it or choose another --data"
        ) from error
    try:
        yield
    finally:
        guard.release()


def begin(archive: Archive, command: str) -> Run:
    """Take up the unfinished run of a command, or start one.

    What a run has fetched it does not fetch again; so one that has long been dead is not taken up, or a
    list page of last week would hide what is new on it.  It stays on record as failed.
    """
    unfinished = archive.db.conn.execute(_UNFINISHED, {"command": command}).fetchone()
    if unfinished:
        run = Run(unfinished[0], command, is_resumed=True)
        archive.blobs.sweep()
        _mend(archive, run.id)
        if not _is_over(unfinished[1]):
            return run
        finish(archive, run, "failed", {}, f"no sign of life since {unfinished[1]}; a new run was begun")
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{command}"
    with archive.db.atomic():
        archive.db.conn.execute(
            "insert into runs (id, command, started_at, outcome) values (?, ?, ?, 'running')",
            (run_id, command, now()),
        )
    return Run(run_id, command, is_resumed=False)


def finish(
    archive: Archive, run: Run, outcome: str, summary: Mapping[str, Any], reason: str | None = None
) -> None:
    """Close a run as complete, partial or failed, with its counts, once its documents are on the disk."""
    archive.blobs.wait()
    with archive.db.atomic():
        archive.db.conn.execute(
            "update runs set finished_at = ?, outcome = ?, reason = ?, summary = ? where id = ?",
            (now(), outcome, reason, json.dumps(summary, ensure_ascii=False), run.id),
        )


def _mend(archive: Archive, run_id: str) -> None:
    from archive.warc.mending import mend_run  # warcio is needed by few commands

    mend_run(archive, run_id)


def _is_over(last_sign_at: str) -> bool:
    return datetime.now(UTC) - datetime.fromisoformat(last_sign_at) > RESUMED_WITHIN


def completed_count(archive: Archive, command: str) -> int:
    """How many runs of a command came to their end."""
    row = archive.db.conn.execute(
        "select count(*) from runs where command = ? and outcome <> 'running'", (command,)
    ).fetchone()
    return int(row[0])
