"""What each run brought beside the one before: a portal that changed its form must not end in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler.outcomes import PortalOutcome
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
LIST = "/zfxxgknb/"
REPORT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
CHALLENGE = html("<script>document.cookie='__jsl_clearance=1';location.reload()</script>")
REDESIGNED = html("<h1>政府信息公开年报</h1><div id='app'></div>" + "<i></i>" * 60)


def listing(count: int) -> Answer:
    rows = (row(f"/a/{n}.html", title(2008 + n % 17, f"第{n}局")) for n in range(count))
    return html("".join(rows))


def reports(count: int) -> dict[str, Any]:
    return {LIST: listing(count), **{f"/a/{n}.html": html(f"{REPORT}{n}") for n in range(count)}}


def crawl(crawled: Crawl, site: Site, **changes: Any) -> PortalOutcome:
    return crawled(portal(site, **changes))["test"]


def status(crawled: Crawl, *columns: str) -> list[tuple[Any, ...]]:
    return crawled.rows(f"select {', '.join(columns)} from portal_runs order by run_id")


def test_each_run_says_what_is_new_revised_and_as_it_was(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5))
    crawl(crawled, site)
    site.pages |= reports(7) | {"/a/1.html": html(REPORT + "更正")}
    outcome = crawl(crawled, site)
    assert (outcome.found, outcome.new, outcome.revised, outcome.unchanged) == (7, 2, 1, 4)
    counts = ("found_count", "new_count", "revised_count", "unchanged_count", "request_count")
    assert status(crawled, *counts) == [(5, 5, 0, 0, 7), (7, 2, 1, 4, 9)]


def test_a_crawl_is_judged_without_a_word_in_the_log(
    serve: Serve, crawled: Crawl, caplog: pytest.LogCaptureFixture
) -> None:
    site = serve(reports(5))
    crawl(crawled, site)
    site.pages[LIST] = REDESIGNED
    assert crawl(crawled, site).status == "failed"
    assert [record.message for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_a_run_that_is_taken_up_counts_the_same_and_adds_its_requests(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(3))
    first = crawl(crawled, site)
    assert crawled(portal(site), resume=True)["test"] == first
    (sent,) = status(crawled, "request_count")
    assert sent == (len(site.log),)


@pytest.mark.parametrize(
    ("left", "outcome", "codes"),
    [
        (40, "complete", ()),
        (37, "complete", ()),
        (20, "partial", ("yield-fell",)),
        (3, "failed", ("yield-fell",)),
    ],
)
def test_a_yield_that_fell_is_told_by_how_far(
    serve: Serve, crawled: Crawl, left: int, outcome: str, codes: tuple[str, ...]
) -> None:
    site = serve(reports(40))
    assert crawl(crawled, site).status == "complete"
    site.pages[LIST] = listing(left)
    second = crawl(crawled, site)
    assert (second.status, second.codes, second.found) == (outcome, codes, left)
    assert all(str(number) in (second.reason or "") for number in (left, 40) if codes)


def test_a_redesign_to_zero_fails_again_and_again_until_it_is_mended(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5))
    crawl(crawled, site)
    site.pages[LIST] = REDESIGNED
    for _ in range(2):
        broken = crawl(crawled, site)
        assert (broken.status, broken.codes) == ("failed", ("yield-zero",))
    site.pages[LIST] = listing(5)
    assert crawl(crawled, site).status == "complete"
    assert status(crawled, "outcome", "is_yield_normal") == [
        ("complete", 1),
        ("failed", 0),
        ("failed", 0),
        ("complete", 1),
    ]


def test_a_vanished_section_is_a_yield_of_zero(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/": html(f'<a href="{LIST}">政府信息公开年报</a>'), **reports(5)})
    crawl(crawled, site, start_url=site.url + "/")
    del site.pages[LIST]
    outcome = crawl(crawled, site, start_url=site.url + "/")
    assert (outcome.status, outcome.codes) == ("failed", ("yield-zero",))
    assert outcome.missing == 1


def test_a_server_that_is_down_is_unreachable_and_not_redesigned(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5))
    crawl(crawled, site)
    outcome = crawl(crawled, site, start_url="http://127.0.0.1:1/zfxxgknb/")  # nobody listens there
    assert (outcome.status, outcome.codes) == ("failed", ("unreachable",))
    assert outcome.unreachable == 1


def test_pages_that_are_all_blocked_fail_and_one_does_not(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(9))
    crawl(crawled, site)
    site.pages["/a/0.html"] = CHALLENGE
    one = crawl(crawled, site)
    assert (one.status, one.codes, one.blocked) == ("partial", ("blocked",), 1)
    site.pages |= {f"/a/{n}.html": CHALLENGE for n in range(9)}
    every = crawl(crawled, site)
    assert (every.status, every.codes, every.found) == ("failed", ("challenged", "blocked"), 9)
    assert every.blocked + every.deferred == 9


def test_years_that_the_registry_expects_are_missed(serve: Serve, crawled: Crawl) -> None:
    site = serve({LIST: html(row("/a.html", title(2024))), "/a.html": html(REPORT)})
    outcome = crawl(crawled, site, first_year=2010)
    assert (outcome.status, outcome.codes) == ("partial", ("years-missing",))
    assert "2010" in (outcome.reason or "")
    assert crawl(crawled, site, first_year=None).status == "complete"


def test_a_person_may_say_that_fewer_reports_are_right(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(20))
    crawl(crawled, site)
    site.pages[LIST] = listing(4)
    assert crawl(crawled, site).codes == ("yield-fell",)
    told = {"delay": "0", "yield_since": "2099-01-01"}
    assert crawl(crawled, site, options=told).status == "complete"


def test_years_that_are_left_out_are_no_failure(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5))
    outcome = crawled(portal(site), since=2024)["test"]
    assert (outcome.status, outcome.found, outcome.articles) == ("complete", 5, 0)


def test_reports_that_are_not_due_are_found_and_no_loss(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5))
    by_calendar = {"delay": "0", "revisit": "calendar"}
    crawl(crawled, site, options=by_calendar)
    asked = len(site.log)
    second = crawl(crawled, site, options=by_calendar)
    assert (second.status, second.found, second.not_due, second.articles) == ("complete", 5, 5, 0)
    assert site.paths(asked) == ["/robots.txt", LIST]
    site.pages[LIST] = REDESIGNED
    assert crawl(crawled, site, options=by_calendar).codes == ("yield-zero",)


def test_a_portal_that_cannot_start_has_its_row_too(serve: Serve, crawled: Crawl) -> None:
    crawl(crawled, serve({}), platform="no such family")
    assert status(crawled, "outcome", "reason", "finish_reason") == [("failed", "error", "error")]
