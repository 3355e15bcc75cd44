"""What the archive holds after each fault: the documented outcome, nothing lost, nothing false."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from archive.models import Portal
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.fault_server import Answers, FaultServer, answer
from tests.crawler.faults import FAULTS, REPORT, ROBOTS_FAULTS, Fault, RobotsFault
from tests.crawler.portal_faults import PORTAL_FAULTS, PortalFault

LINKS = row("/good.html", title(2022)) + row("/fault.html", title(2023)) + row("/last.html", title(2021))
PAGES: Mapping[str, Answers] = {
    "/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n"),
    "/zfxxgknb/": answer(f"<html><body><ul>{LINKS}</ul></body></html>"),
    "/good.html": answer(REPORT + "<p>2022</p>"),
    "/last.html": answer(REPORT + "<p>2021</p>"),
}


def row_of(site: FaultServer) -> Portal:
    return portal(site, "/zfxxgknb/")  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_a_page_has_its_outcome(
    crawled: Crawl, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    for name, value in fault.settings.items():
        monkeypatch.setattr(f"crawler.settings.{name}", value)
    with FaultServer({**PAGES, **fault.more, "/fault.html": fault.answers}) as site:
        outcome = crawled(row_of(site))["test"]
        asked = site.paths().count("/fault.html")
    captured = crawled.captured()
    kind, disposition, reason = captured["/fault.html"]
    assert (kind, disposition) == ("article", fault.disposition)
    assert (reason or "").split(" after ")[0] == (fault.reason or "")
    assert asked == fault.asked
    beside = {captured[path][1] for path in ("/good.html", "/last.html")}
    assert fault.other in beside <= {"ok", fault.other}
    came = [path for path, (_, what, _) in captured.items() if what == "ok" and path.endswith(".html")]
    documents = crawled.rows("select count(*) from captures where document_sha256 is not null")
    assert documents == [(len(came),)]
    assert outcome.articles == len(came)
    assert (outcome.status == "complete") == (disposition in ("ok", "missing") and fault.other == "ok")


@pytest.mark.parametrize("fault", ROBOTS_FAULTS, ids=lambda fault: fault.name)
def test_an_oddity_of_robots_txt_has_its_outcome(crawled: Crawl, fault: RobotsFault) -> None:
    with FaultServer({**PAGES, "/fault.html": answer(REPORT), "/robots.txt": fault.answers}) as site:
        crawled(row_of(site))
        paths = site.paths()
    captured = crawled.captured()
    refused = fault.disposition not in ("ok", "robots")
    assert captured["/zfxxgknb/" if refused else "/good.html"][1:] == (fault.disposition, fault.reason)
    assert paths.count("/robots.txt") == fault.asked
    assert ("/good.html" in paths) == (fault.disposition == "ok")
    assert "/robots.txt" in captured


@pytest.mark.parametrize("fault", PORTAL_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_a_portal_is_told(crawled: Crawl, fault: PortalFault) -> None:
    robots = {"/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n")}
    with FaultServer({**robots, **fault.pages}) as site:
        options = {"delay": "0", **fault.options}
        row = portal(site, fault.start, options=options, platform=fault.platform)  # type: ignore[arg-type]
        outcome = crawled(row)["test"]
        asked = len(site.paths())
    assert (outcome.status, outcome.articles) == (fault.status, fault.reports)
    assert set(fault.issues) <= set(crawled.issues())
    assert asked <= fault.most


def test_a_hijacked_portal_is_shown_to_a_person(crawled: Crawl) -> None:
    (fault,) = (fault for fault in FAULTS if fault.name == "hijacked-for-bets")
    with FaultServer({**PAGES, "/fault.html": fault.answers}) as site:
        crawled(row_of(site))
    assert crawled.rows("select severity from issues where code = 'hijacked'") == [("error",)]


def test_requests_never_overlap_whatever_happens(crawled: Crawl) -> None:
    pages = {
        f"/{name}.html": next(fault.answers for fault in FAULTS if fault.name == name)
        for name in ("500-storm", "truncated", "reset-midway", "redirect-circle", "gzip-broken")
    }
    listed = "".join(row(path, title(2000 + number)) for number, path in enumerate(pages, start=8))
    with FaultServer({**PAGES, **pages, "/zfxxgknb/": answer(f"<ul>{listed}</ul>")}) as site:
        crawled(row_of(site))
        spans = sorted((asked.began, asked.ended) for asked in site.log)
    assert len(spans) > 10
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(spans))
