"""The bundled demo portals, crawled whole: every rendition of every report is found, and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive import runs
from archive.models import CaptureKind, Disposition
from archive.store import Archive
from crawler import registry
from crawler.page import decode
from crawler.platforms import detect
from crawler.run import PortalOutcome, crawl
from nianbao.demo import DemoPortals, LoggedRequest, manifest

Captured = dict[tuple[str, str], tuple[str, str]]


class Visits:
    """Two crawls of the demo, the second after some of it has changed."""

    def __init__(self, data: Path) -> None:
        self.outcomes: list[dict[str, PortalOutcome]] = []
        self.requests: list[list[LoggedRequest]] = []
        self.captured: list[Captured] = []
        self.issues: list[list[tuple[str, str]]] = []
        self.detected: dict[str, str] = {}
        self.platforms: dict[str, str] = {}
        ports = None
        for visit in (1, 2):
            with DemoPortals(visit=visit, ports=ports) as portals:
                ports = portals.ports
                self._crawl(data, portals)

    def _crawl(self, data: Path, portals: DemoPortals) -> None:
        path, rows = data / "portals.csv", portals.registry_rows()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        archive = Archive.open(data)
        run = runs.begin(archive, "demo")
        self.outcomes.append(crawl(registry.load(path), data=data, run_id=run.id))
        self.requests.append(list(portals.requests))
        self.captured.append(_captured(archive, run.id))
        self.issues.append(archive.db.conn.execute("select portal_id, code from issues").fetchall())
        self._detect(archive, rows)
        runs.finish(archive, run, "complete", {})
        archive.close()

    def _detect(self, archive: Archive, rows: list[dict[str, str]]) -> None:
        """What family each portal's section page bears the marks of."""
        self.platforms = {row["id"]: row["platform"] for row in rows}
        for portal_id, sha256 in archive.db.conn.execute(_SECTIONS):
            self.detected[portal_id] = detect(decode(archive.blobs.get(sha256)))


# The page of each portal that led to most articles.
_SECTIONS = """
select a.portal_id, l.body_sha256 from captures a join captures l on l.url = a.parent_url
where a.kind = 'article' and l.kind = 'list' and l.body_sha256 is not null
group by a.portal_id, l.url order by count(*)"""


def _captured(archive: Archive, run_id: str) -> Captured:
    rows = archive.db.conn.execute(
        "select portal_id, url, kind, disposition from captures where run_id = ? order by id", (run_id,)
    )
    return {(portal, _path(url)): (kind, came) for portal, url, kind, came in rows}


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    return Visits(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("visit", [1, 2])
def test_every_rendition_is_captured_for_what_it_is(visits: Visits, visit: int) -> None:
    expected = {
        (report.portal_id, rendition.listed_path or rendition.path): rendition.kind
        for report in manifest().reports_on(visit)
        for rendition in report.renditions
    }
    captured = visits.captured[visit - 1]
    usable = (Disposition.OK, Disposition.NOT_MODIFIED)
    assert {key: CaptureKind(captured[key][0]) for key in expected if key in captured} == expected
    assert {key for key in expected if captured[key][1] not in usable} == set()


def test_nothing_but_reports_is_fetched_as_a_document(visits: Visits) -> None:
    fetches = manifest()
    expected = {
        (report.portal_id, rendition.listed_path or rendition.path)
        for report in fetches.reports_on(1)
        for rendition in report.renditions
    } | {(fetch.portal_id, fetch.path) for fetch in fetches.refused}
    documents = {key for key, (kind, _) in visits.captured[0].items() if kind in ("article", "attachment")}
    assert documents == expected


def test_what_cannot_be_had_is_recorded_with_its_reason(visits: Visits) -> None:
    for captured in visits.captured:
        came = {key: Disposition(captured[key][1]) for key in _refused()}
        assert came == _refused()


def _refused() -> dict[tuple[str, str], Disposition]:
    return {(fetch.portal_id, fetch.path): fetch.disposition for fetch in manifest().refused}


def test_each_portal_is_recognised_by_its_section_page(visits: Visits) -> None:
    assert visits.detected == visits.platforms


def test_near_misses_are_counted_and_not_fetched(visits: Visits) -> None:
    for outcomes in visits.outcomes:
        assert {key: outcome.near_misses for key, outcome in outcomes.items()} == dict(manifest().near_misses)


def test_a_second_visit_asks_conditionally_for_all_it_knows(visits: Visits) -> None:
    first = {(request.portal_id, request.path) for request in visits.requests[0] if request.status != 301}
    again = [request for request in visits.requests[1] if (request.portal_id, request.path) in first]
    assert again
    assert [request for request in again if not request.is_conditional] == []


def test_a_url_is_asked_for_once_a_visit(visits: Visits) -> None:
    for requests in visits.requests:
        asked = [(request.portal_id, request.path) for request in requests]
        assert len(asked) == len(set(asked))


def test_the_operator_is_told_of_nothing_that_is_in_order(visits: Visits) -> None:
    assert visits.issues == [[], []]
    refused = {fetch.portal_id for fetch in manifest().refused if fetch.disposition == "blocked"}
    for outcomes in visits.outcomes:
        assert {key for key, outcome in outcomes.items() if outcome.status == "partial"} == refused
        assert {outcome.status for outcome in outcomes.values()} <= {"partial", "complete"}
