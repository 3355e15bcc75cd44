"""What the crawl tests share: servers, rows for them, and a crawl into a fresh archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from archive import runs
from archive.models import Portal
from archive.store import Archive
from crawler.probing.findings import Findings, probe
from crawler.run import PortalOutcome, crawl
from tests.crawler.server import Answer, Site

ROBOTS = Answer(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"})


@dataclass
class Crawl:
    """Crawls of one data root; each is a run of its own unless it is told to go on with the last."""

    data: Path
    run_id: str = ""

    def __call__(self, *portals: Portal, resume: bool = False, **options: Any) -> dict[str, PortalOutcome]:
        archive = Archive.open(self.data)
        run = runs.begin(archive, "crawl")
        if not resume and run.is_resumed:
            runs.finish(archive, run, "complete", {})
            run = runs.begin(archive, "crawl")
        archive.close()
        self.run_id = run.id
        return crawl(portals, data=self.data, run_id=run.id, **options)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        archive = Archive.open(self.data)
        rows = archive.db.conn.execute(sql, parameters).fetchall()
        archive.close()
        return rows

    def captured(self) -> dict[str, tuple[str, str, str | None]]:
        """Path → kind, disposition and reason of the last run."""
        return self.captured_of(self.run_id)

    def captured_of(self, run_id: str) -> dict[str, tuple[str, str, str | None]]:
        """The same of any run."""
        sql = "select url, kind, disposition, reason from captures where run_id = ? order by id"
        rows = self.rows(sql, run_id)
        return {"/" + url.split("/", 3)[3]: (kind, came, reason) for url, kind, came, reason in rows}

    def issues(self) -> list[str]:
        return [code for (code,) in self.rows("select code from issues order by id")]


@pytest.fixture
def crawled(tmp_path: Path) -> Crawl:
    return Crawl(tmp_path / "var")


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, Any]], Site]]:
    with ExitStack() as stack:
        yield lambda pages: stack.enter_context(Site({"/robots.txt": ROBOTS} | pages))


@pytest.fixture
def probed(tmp_path: Path) -> Callable[[str], Findings]:
    """Probe a URL within an archive of its own."""

    def run(url: str) -> Findings:
        archive = Archive.open(tmp_path / f"probe-{len(list(tmp_path.iterdir()))}")
        try:
            return probe(url, archive, runs.begin(archive, "probe").id)
        finally:
            archive.close()

    return run


def portal(site: Site, path: str = "/zfxxgknb/", **changes: Any) -> Portal:
    row = Portal(
        id="test",
        name="测试",
        division_code="990101",
        level="county",
        start_url=site.url + path,
        platform="generic",
        options={"delay": "0", "revisit": "always"},
        hosts=(),
        first_year=None,
        status="active",
        note="loopback",
    )
    return replace(row, **changes)


def row(href: str, title: str, day: str = "2024-01-20") -> str:
    return f'<li><a href="{href}" title="{title}">{title}</a><span>{day}</span></li>'


def title(year: int, unit: str = "某局") -> str:
    return f"{unit}{year}年政府信息公开工作年度报告"
