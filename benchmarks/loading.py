"""Taking readings into the archive against `sqlite3.executemany` of the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import extract
from archive import captures, readings, runs
from archive.models import Capture, CaptureKind, Disposition, Reading
from archive.store import Archive
from benchmarks.measure import Line, against, best_times
from benchmarks.pages import article_pages
from nianbao import checking


def lines() -> Iterator[Line]:
    """Time to load the readings of every page."""
    read = [extract.read(page) for page in article_pages()]
    ours, peer = best_times([lambda: _ours(read), lambda: _bare(read)], runs=3)
    yield against(f"load {sum(len(r.observations) for r in read)} figures", ours, peer, "executemany", "≤ 2")


def _ours(read: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = _prepared(Path(folder))
        for reading in read:
            readings.take_in(archive, reading)
        archive.close()


def _bare(read: list[Reading]) -> None:
    """The same rows into the same tables, a transaction a document, with nothing kept in step."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _prepared(Path(folder))
        archive.close()
        connection = sqlite3.connect(Path(folder) / "archive.db")
        connection.execute("pragma synchronous = normal")
        for number, reading in enumerate(read):
            _insert(connection, number, reading)
            connection.commit()
        connection.close()


def _insert(connection: sqlite3.Connection, number: int, reading: Reading) -> None:
    report = f"report-{number}"
    connection.executemany(
        f"insert into observations values ({','.join('?' * 14)})",
        (
            (
                number,
                report,
                o.table,
                o.row,
                o.column,
                o.value,
                o.status,
                o.raw,
                o.unit,
                *o.locator,
                1,
            )
            for o in reading.observations
        ),
    )
    connection.executemany(
        "insert into sections values (?, ?, ?, ?, ?, ?, ?, 1)",
        ((number * 64 + i, number, report, i, *astuple(s)) for i, s in enumerate(reading.sections)),
    )
    connection.executemany(
        "insert into check_results values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            (
                number * 128 + i,
                number,
                report,
                c.check,
                c.version,
                c.outcome,
                c.left,
                c.right,
                str(c.cells),
                c.message,
            )
            for i, c in enumerate(reading.checks)
        ),
    )


def _prepared(folder: Path) -> Archive:
    archive = Archive.open(folder)
    checking.write_catalogue(archive)
    run = runs.begin(archive, "import")
    for number, page in enumerate(article_pages()):
        url = f"http://localhost/{number}"
        captures.record(
            archive, Capture(run.id, None, url, captures.now(), CaptureKind.ARTICLE, Disposition.OK), page
        )
    return archive
