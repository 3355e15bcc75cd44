"""Taking readings into the archive against `sqlite3.executemany` of the same rows.

The empty archive and the captures that both begin with are timed as well, and subtracted from both.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extract
from archive import captures, readings, runs
from archive.models import Capture, CaptureKind, Disposition, Reading
from archive.store import Archive
from benchmarks.measure import Line, against, best_times
from benchmarks.pages import article_pages
from nianbao import checking

TABLES = ("observations", "sections", "mentions", "check_results")
Rows = dict[str, list[tuple[Any, ...]]]


def lines() -> Iterator[Line]:
    """Time to load the readings of every page."""
    read = [extract.read(page) for page in article_pages()]
    rows = _rows_of(read)
    ours, peer, begun = best_times([lambda: _ours(read), lambda: _bare(rows), _nothing], runs=3)
    what = f"load {sum(len(r.observations) for r in read)} figures"
    yield against(what, ours - begun, peer - begun, "executemany", "≤ 2")


def _ours(read: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = _prepared(Path(folder))
        for reading in read:
            readings.take_in(archive, reading)
        archive.close()


def _rows_of(read: list[Reading]) -> list[Rows]:
    """The very rows that our loading writes, document by document."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _prepared(Path(folder))
        for reading in read:
            readings.take_in(archive, reading)
        execute = archive.db.conn.execute
        versions = [version for (version,) in execute("select id from report_versions order by id")]
        found = [
            {t: execute(f"select * from {t} where version_id = ?", (v,)).fetchall() for t in TABLES}
            for v in versions
        ]
        archive.close()
    return found


def _bare(documents: list[Rows]) -> None:
    """The same rows into the same tables, a transaction a document, with nothing kept in step."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _prepared(Path(folder))
        archive.close()
        connection = sqlite3.connect(Path(folder) / "archive.db")
        connection.execute("pragma synchronous = normal")
        for document in documents:
            for table, rows in filter(all, document.items()):
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"insert into {table} values ({marks})", rows)
            connection.commit()
        connection.close()


def _nothing() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _prepared(Path(folder)).close()


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
