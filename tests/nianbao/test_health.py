"""A portal that breaks: the run fails and says so; what was published stays as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from crawler.registry.rules import COLUMNS
from tests.crawler.conftest import ROBOTS, row, title
from tests.crawler.server import Answer, Site, html
from tests.nianbao.conftest import nianbao

LIST = "/zfxxgknb/"
BODY = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
GONE = html("<h1>政府信息公开年报</h1><div id='app'></div>" + "<i></i>" * 60)
Serve = Callable[[dict[str, Any]], Site]


def report(year: int, *, requests: int | None = 12) -> Answer:
    said = f"<p>{year}年，新收到政府信息公开申请{requests}件。</p>" if requests is not None else ""
    return html(f"<h1>{title(year, '清河县人民政府')}</h1>{BODY}{said}")


def pages(*years: int) -> dict[str, Any]:
    listed = html("".join(row(f"/{year}.html", title(year, "清河县人民政府")) for year in years))
    return {"/robots.txt": ROBOTS, LIST: listed, **{f"/{year}.html": report(year) for year in years}}


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(Site(answers))


class Operator:
    """A person with a registry and a data root, who calls the program."""

    def __init__(self, folder: Path, **portals: Site) -> None:
        self.data, self._registry = folder / "var", folder / "portals.csv"
        with self._registry.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for key, site in portals.items():
                start = site.url + LIST
                options = "delay=0;revisit=always"
                rest = "generic", options, "", "", "active", "loopback"
                writer.writerow((key, f"{key}县人民政府", "990101", "county", start, *rest))

    def update(self, **environment: str) -> Any:
        return nianbao("update", "--registry", self._registry, "--data", self.data, **environment)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        archive = Archive.open(self.data)
        rows = archive.db.conn.execute(sql).fetchall()
        archive.close()
        return rows

    def summary(self) -> dict[str, Any]:
        path = max((self.data / "runs").iterdir())
        summary: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return summary


PUBLISHED = (
    "select id, title, year, url, fetched_at, document_sha256 from reports order by id",
    "select report_id, text, value from mentions order by report_id, start",
    "select report_id, first_seen_at, kind, is_current from report_versions order by id",
    "select report_id, publisher, year, url, fetched_at from reports_wide order by report_id",
)


@pytest.mark.parametrize(
    ("change", "reason", "said"),
    [
        ({LIST: GONE}, "yield-zero", "一份年报也没有找到"),
        ({LIST: Answer(b"", 404, has_validators=False)}, "yield-zero", "一份年报也没有找到"),
        ({LIST: html(row("/2023.html", title(2023)))}, "yield-fell", "只找到 1 份年报"),
    ],
    ids=["redesigned", "vanished", "fell"],
)
def test_a_broken_portal_fails_and_what_was_published_stays(
    tmp_path: Path, serve: Serve, change: dict[str, Answer], reason: str, said: str
) -> None:
    site = serve(pages(*range(2018, 2024)))
    operator = Operator(tmp_path, qinghe=site)
    first = operator.update()
    assert first.returncode == 0, first.stderr
    before = [operator.rows(sql) for sql in PUBLISHED]
    assert [len(rows) for rows in before] == [6, 6, 6, 6]

    site.pages |= change
    second = operator.update()
    assert second.returncode == 1
    assert said in second.stderr
    assert [operator.rows(sql) for sql in PUBLISHED] == before
    nianbao("export", "--format", "csv", "--data", operator.data)
    exported = (operator.data / "exports" / "reports.csv").read_text("utf-8")
    assert all(fetched_at in exported for *_, fetched_at, _ in before[0])

    (ended,) = operator.rows("select outcome, reason from runs order by id desc limit 1")
    assert (ended[0], said in ended[1]) == ("failed", True)
    status = "select health, reason, failed_run_count, last_good_found_count, report_count from portal_status"
    assert operator.rows(status) == [("broken", reason, 1, 6, 6)]
    since = "select broken_since = (select max(started_at) from portal_runs), last_good_at from portal_status"
    assert operator.rows(since) == [(1, operator.rows("select min(started_at) from portal_runs")[0][0])]


def test_the_summary_stands_in_the_table_and_as_a_file_beside_the_last_run(
    tmp_path: Path, serve: Serve
) -> None:
    well, broken = serve(pages(2021, 2022)), serve(pages(*range(2018, 2024)))
    operator = Operator(tmp_path, qinghe=well, luting=broken)
    operator.update()
    well.pages |= pages(2021, 2022, 2023) | {"/2022.html": report(2022, requests=13)}
    broken.pages[LIST] = GONE
    assert operator.update().returncode == 1
    summary = operator.summary()
    assert summary == json.loads(operator.rows("select summary from runs order by id desc limit 1")[0][0])
    assert summary["outcome"] == "partial"
    assert [line.partition(":")[0] for line in summary["needs_person"]] == ["luting"]
    found = {portal["portal_id"]: portal for portal in summary["portals"]}
    counts = ("found_count", "new_count", "revised_count", "unchanged_count")
    assert [found["qinghe"][name] for name in counts] == [3, 1, 1, 1]
    assert [found["qinghe"]["before"][name] for name in counts] == [2, 2, 0, 0]
    assert (found["luting"]["outcome"], found["luting"]["reasons"]) == ("failed", ["yield-zero"])
    assert found["luting"]["before"]["found_count"] == 6


def test_articles_that_show_no_figure_are_told_after_reading(tmp_path: Path, serve: Serve) -> None:
    site = serve(pages(*range(2016, 2024)))
    operator = Operator(tmp_path, qinghe=site)
    operator.update()
    site.pages |= {f"/{year}.html": report(year, requests=None) for year in range(2016, 2024)}
    assert operator.update().returncode == 1
    assert operator.summary()["portals"][0]["reasons"] == ["unread"]
    assert operator.rows("select fetched_count, unread_count from portal_runs order by run_id") == [
        (8, 0),
        (8, 8),
    ]
