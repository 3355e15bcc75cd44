"""Preview a portal: crawl it into a throw-away archive and say what was found."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from archive import runs
from archive.models import Portal
from archive.store import Archive
from archive.titles import read_link
from crawler.run import crawl
from nianbao import divisions

_FOUND = """
select distinct url, link_title from captures where kind = 'article' and disposition = 'ok' order by url"""


@dataclass(frozen=True, slots=True)
class Preview:
    """The reports that a crawl of one portal would take in, and what went wrong."""

    rows: tuple[tuple[int | None, str | None, str | None, str], ...]
    failures: tuple[str, ...]


def preview(portal: Portal) -> Preview:
    """Crawl one portal politely; everything that was stored goes when the preview ends."""
    with tempfile.TemporaryDirectory(prefix="nianbao-preview-") as folder:
        archive = Archive.open(Path(folder))
        divisions.sync(archive)
        run = runs.begin(archive, "preview")
        outcome = crawl((portal,), data=archive.root, run_id=run.id)[portal.id]
        found = archive.db.conn.execute(_FOUND).fetchall()
        archive.close()
    failures = () if outcome.status == "complete" else (f"{portal.id}: {outcome.status} ({outcome.reason})",)
    return Preview(tuple(_row(url, title) for url, title in found), failures)


def _row(url: str, title: str | None) -> tuple[int | None, str | None, str | None, str]:
    link = read_link(url, title or "")
    return link.year, link.publisher, title, url
