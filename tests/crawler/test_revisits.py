"""The calendar at work: what is not due is not asked for, and counts as seen and known."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import visits
from archive.models import Disposition
from archive.store import Archive
from crawler.calendar import Calendar, Revisit, china_today
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
REPORT = "<h1>年度报告</h1><p>一、总体情况。</p>" + "<p>正文。</p>" * 60
CALENDAR = {"delay": "0"}  # no `revisit`: what a row of the registry says that says nothing
FILE = Answer(b"PK\x03\x04" + b"0" * 600, headers={"Content-Type": "application/msword"})


def pages(count: int = 3, day: str = "2024-01-20") -> dict[str, Any]:
    listed = "".join(row(f"/a/{n}.html", title(2023, f"第{n}局"), day) for n in range(count))
    articles = {f"/a/{n}.html": html(REPORT + str(n)) for n in range(count)}
    articles["/a/0.html"] = html(f'<div class="TRS_Editor">{REPORT}<a href="/f/0.doc">附件</a></div>')
    return {"/zfxxgknb/": html(f"<ul>{listed}</ul>"), **articles, "/f/0.doc": FILE}


def in_days(days: int) -> Calendar:
    return Calendar(china_today() + timedelta(days=days))


def test_only_the_list_is_asked_for_while_nothing_is_due(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages())
    first = crawled(portal(site, options=CALENDAR))["test"]
    asked = len(site.log)
    second = crawled(portal(site, options=CALENDAR))["test"]
    assert sorted(site.paths(asked)) == ["/robots.txt", "/zfxxgknb/"]
    assert (first.status, first.found, first.not_due) == ("complete", 3, 0)
    assert (second.status, second.found, second.not_due) == ("complete", 3, 4)  # three pages and a file
    assert (second.missing, second.new, second.articles) == (0, 0, 0)


def test_after_a_week_new_reports_are_asked_for_with_their_files(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages())
    crawled(portal(site, options=CALENDAR))
    asked = len(site.log)
    outcome = crawled(portal(site, options=CALENDAR), calendar=in_days(7))["test"]
    assert sorted(site.paths(asked)) == sorted(set(site.paths()[:asked]))
    assert all(seen.status == 304 for seen in site.log[asked:])
    assert (outcome.not_due, outcome.not_modified) == (0, 5)


def test_a_new_report_is_fetched_beside_those_that_are_not_due(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages(2))
    crawled(portal(site, options=CALENDAR))
    asked = len(site.log)
    site.pages |= pages(3)
    outcome = crawled(portal(site, options=CALENDAR))["test"]
    assert site.paths(asked) == ["/robots.txt", "/zfxxgknb/", "/a/2.html"]
    assert (outcome.new, outcome.not_due) == (1, 3)


def test_a_date_that_changed_on_the_list_makes_its_report_due_once(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages())
    crawled(portal(site, options=CALENDAR))
    site.pages |= pages(day="2024-03-02")
    asked = len(site.log)
    crawled(portal(site, options=CALENDAR))
    assert sorted(site.paths(asked))[:3] == ["/a/0.html", "/a/1.html", "/a/2.html"]
    asked = len(site.log)
    crawled(portal(site, options=CALENDAR))
    assert sorted(site.paths(asked)) == ["/robots.txt", "/zfxxgknb/"]


def test_a_report_that_was_blocked_is_tried_again_by_the_next_run(serve: Serve, crawled: Crawl) -> None:
    blocked = html("<script>document.cookie='a=1'</script>", status=521)
    site = serve({**pages(), "/a/1.html": blocked})
    crawled(portal(site, options=CALENDAR))
    site.pages["/a/1.html"] = html(REPORT + "一")
    asked = len(site.log)
    outcome = crawled(portal(site, options=CALENDAR))["test"]
    assert site.paths(asked)[2:] == ["/a/1.html"]
    assert (outcome.status, outcome.new) == ("complete", 1)


def test_an_attachment_that_failed_is_tried_again_with_its_article(serve: Serve, crawled: Crawl) -> None:
    site = serve({**pages(), "/f/0.doc": Answer(b"", 403, has_validators=False)})
    crawled(portal(site, options=CALENDAR))
    site.pages["/f/0.doc"] = FILE
    asked = len(site.log)
    outcome = crawled(portal(site, options=CALENDAR))["test"]
    assert site.paths(asked)[2:] == ["/a/0.html", "/f/0.doc"]
    assert (outcome.new, outcome.not_due) == (1, 2)


@pytest.mark.parametrize("how", ["row", "call"])
def test_a_row_or_the_operator_may_ask_for_all_of_it(serve: Serve, crawled: Crawl, how: str) -> None:
    site = serve(pages())
    crawled(portal(site, options=CALENDAR))
    asked = len(site.log)
    if how == "row":
        crawled(portal(site, options=CALENDAR | {"revisit": "always"}))
    else:
        crawled(portal(site, options=CALENDAR), calendar=Calendar(china_today(), Revisit.ALWAYS))
    assert sorted(site.paths(asked)) == sorted(set(site.paths()))


def test_a_report_that_is_its_own_list_is_read_and_its_file_left_alone(serve: Serve, crawled: Crawl) -> None:
    heading = f"<title>{title(2023)}</title><h1>{title(2023)}</h1>"
    body = f'{heading}<div class="TRS_Editor">{REPORT}<a href="/f/0.doc">附件</a></div>'
    site = serve({"/zfxxgknb/": html(body), "/f/0.doc": FILE})
    crawled(portal(site, options=CALENDAR))
    asked = len(site.log)
    outcome = crawled(portal(site, options=CALENDAR))["test"]
    assert site.paths(asked) == ["/robots.txt", "/zfxxgknb/"]
    assert (outcome.not_due, outcome.status) == (1, "complete")


def test_what_is_not_due_is_no_gap_in_coverage(serve: Serve, crawled: Crawl) -> None:
    crawled(portal(site := serve(pages()), options=CALENDAR))
    crawled(portal(site, options=CALENDAR))
    lost = "select count(*) from captures where disposition not in ('ok', 'not-modified')"
    assert crawled.rows(lost) == [(0,)]


def test_a_page_costs_one_query_by_index_whatever_the_archive_holds(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "var")
    connection = archive.db.conn
    with archive.db.atomic():
        connection.execute(
            "insert into runs (id, command, started_at, outcome) values ('r', 'c', '', 'done')"
        )
        connection.executemany(
            "insert into captures (run_id, url, fetched_at, kind, disposition, parent_url, body_sha256)"
            " values ('r', ?, '2024-01-20T00:00:00Z', 'article', 'ok', 'http://x/list', 'a')",
            ((f"http://x/a/{number}",) for number in range(100_000)),
        )
    plan = connection.execute(f"explain query plan {visits._OF_PAGE}", {"url": "http://x/a/5"}).fetchall()
    assert not [step[3] for step in plan if step[3].startswith("SCAN captures")]
    began = time.perf_counter()
    for number in range(1000):
        visits.of_page(archive, f"http://x/a/{number}", "now")
    assert time.perf_counter() - began < 1.0  # a millisecond a page; measured: 0.02 ms
    archive.close()


def test_the_forecast_reads_a_portal_s_pages_with_their_visits(crawled: Crawl, serve: Serve) -> None:
    crawled(portal(serve(pages()), options=CALENDAR))
    archive = Archive.open(crawled.data)
    known = list(visits.of_portal(archive, "test"))
    archive.close()
    assert sorted(kind.value for kind, _ in known) == ["article", "article", "article", "attachment"]
    assert {seen.came for _, seen in known} == {Disposition.OK}
    assert {Calendar(date(2999, 8, 1)).by_date(seen).value for _, seen in known} == {"august"}


def test_a_redirected_article_still_knows_its_files(serve: Serve, crawled: Crawl) -> None:
    moved = Answer(b"", 301, {"Location": "/b/0.html"}, has_validators=False)
    site = serve({**pages(), "/a/0.html": moved, "/b/0.html": pages()["/a/0.html"]})
    crawled(portal(site, options=CALENDAR))
    outcome = crawled(portal(site, options=CALENDAR))["test"]
    assert outcome.not_due == 4
