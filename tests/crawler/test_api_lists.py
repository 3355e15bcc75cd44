"""Lists behind APIs, over HTTP: walked to their end, asked again, resumed after SIGKILL, bounded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import runs
from archive.models import CaptureKind, Portal
from archive.store import Archive
from crawler.errand import Errand
from crawler.page import Page
from crawler.walk import Step, Walk
from tests.crawler.apis import HEX, MECHANISMS, PAGES, TEXT, ApiSite, Mechanism, Script, rows_of
from tests.crawler.conftest import Crawl, portal
from tests.crawler.server import Answer, Site, html

ROOT = Path(__file__).parent.parent.parent
Serve = Callable[[Script], ApiSite]
Pages = Callable[[dict[str, Any]], Site]
REPORTS = sorted(url for number in range(1, PAGES + 1) for url, *_ in rows_of(number))


@pytest.fixture(params=MECHANISMS, ids=str)
def mechanism(request: pytest.FixtureRequest) -> Mechanism:
    found: Mechanism = request.param
    return found


@pytest.fixture
def serve_api(mechanism: Mechanism) -> Iterator[Serve]:
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(ApiSite(mechanism, script))


def row(site: ApiSite, **options: str) -> Portal:
    told = {"delay": "0", "revisit": "always", **options}
    return portal(site, site.mechanism.start, platform=site.mechanism.platform, options=told)


def articles(crawled: Crawl) -> list[str]:
    return sorted(path for path, (kind, *_) in crawled.captured().items() if kind == "article")


def test_a_list_behind_an_api_is_walked_to_its_end(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script())
    outcome = crawled(row(site))["test"]
    assert (outcome.status, outcome.lists, outcome.articles) == ("complete", 1 + PAGES, 6)
    assert site.asked() == [1, 2, 3]
    assert articles(crawled) == REPORTS
    assert crawled.issues() == []


def test_each_answer_is_a_capture_under_the_name_of_its_question(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script())
    crawled(row(site))
    names = [path for path in crawled.captured() if path.startswith(site.mechanism.api)]
    assert names == [path for path in site.paths() if path.startswith(site.mechanism.api)]
    assert len(set(names)) == PAGES
    assert all(("__wb_method=POST&" in name) == (site.mechanism.method == "POST") for name in names)
    parents = crawled.rows("select distinct parent_url from captures where kind = 'article' order by id")
    assert [parent for (parent,) in parents] == [site.url + name for name in names]


def test_a_second_run_is_conditional_where_it_can_be(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script())
    crawled(row(site))
    first = len(site.log)
    outcome = crawled(row(site))["test"]
    again = site.log[first:]
    assert site.asked(first) == [1, 2, 3]
    unconditional = {seen.path for seen in again if not seen.is_conditional}
    assert all("__wb_method=POST&" in path for path in unconditional)
    assert len(unconditional) == (PAGES if site.mechanism.method == "POST" else 0)
    assert (outcome.status, outcome.new_documents) == ("complete", 0)


def test_a_report_that_joins_the_list_is_found_by_the_next_run(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script())
    crawled(row(site))
    new = ("/r/new.html", "某局2026年政府信息公开工作年度报告", "2027-01-10")
    site.script.rows = lambda number: [new, *rows_of(1)] if number == 1 else rows_of(number)
    assert crawled(row(site))["test"].new_documents == 1


_SCRIPT = """
import json, sys
from pathlib import Path
from archive.models import Portal
from crawler.run import crawl
start, platform = sys.argv[3:]
portal = Portal("test", "测试", "990101", "county", start, platform, {"delay": "0.03"}, (), None, "active",
                "loopback")
crawl([portal], data=Path(sys.argv[1]), run_id=sys.argv[2])
"""


def test_a_killed_crawl_asks_for_no_page_that_it_has(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script())
    crawled.data.mkdir()
    archive = Archive.open(crawled.data)
    run = runs.begin(archive, "crawl")
    archive.close()
    command = [sys.executable, "-c", _SCRIPT, str(crawled.data), run.id]
    process = subprocess.Popen([*command, site.url + site.mechanism.start, site.mechanism.platform], cwd=ROOT)
    deadline = time.monotonic() + 20
    while not site.asked()[1:] and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    held = {path for path in crawled.captured_of(run.id) if path.startswith(site.mechanism.api)}
    before = len(site.log)
    assert held
    assert 2 <= len(site.asked()) < PAGES + 1
    outcome = crawled(row(site), resume=True)["test"]
    assert crawled.run_id == run.id
    assert (outcome.status, outcome.lists, outcome.articles) == ("complete", 1 + PAGES, 6)
    assert not held & set(site.paths(before))
    assert articles(crawled) == REPORTS


def test_a_list_without_end_ends_at_the_bound_of_the_walk(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script(pages=10**9, rows=rows_of))
    outcome = crawled(row(site, max_pages="5"))["test"]
    assert max(site.asked()) <= 5
    assert outcome.status == "partial"
    assert "too-many-pages" in crawled.issues()


def test_an_api_that_answers_the_same_page_for_ever_is_asked_twice(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script(pages=10**9, rows=lambda _: rows_of(1)))
    outcome = crawled(row(site))["test"]
    assert site.asked() == [1, 2]
    assert (outcome.status, outcome.articles) == ("partial", 2)
    assert crawled.issues() == ["pagination-loop"]


def test_a_total_that_the_rows_do_not_bear_out_is_told(serve_api: Serve, crawled: Crawl) -> None:
    site = serve_api(Script(pages=10**9))
    outcome = crawled(row(site))["test"]
    assert site.asked() == [1, 2, 3, 4]
    assert outcome.articles == 6
    assert crawled.issues() == ["empty-list"]


_JSON = {"Content-Type": "application/json"}
BROKEN = {
    "broken off": Answer(b'{"data": {"list": [{"URL": "/r/9.html"', headers=_JSON),
    "an error page": html("<h1>500</h1><p>系统繁忙，请稍后再试。</p>" + "<p>请联系管理员。</p>" * 40),
    "no list": Answer(b'{"code": 500, "message": "busy"}', headers=_JSON),
    "a number": Answer(b"404", headers=_JSON),
    "nested beyond reason": Answer(b"[" * 200_000, headers=_JSON),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_an_answer_that_is_none_is_an_issue_and_loses_nothing(
    serve_api: Serve, crawled: Crawl, fault: str
) -> None:
    site = serve_api(Script(instead={2: BROKEN[fault]}))
    outcome = crawled(row(site))["test"]
    assert site.asked() == [1, 2]
    assert (outcome.status, outcome.articles) == ("partial", 2)
    assert crawled.issues() == ["unreadable-list"]
    assert articles(crawled) == REPORTS[:2]


def test_a_shell_that_shows_the_first_rows_itself_is_no_loop(crawled: Crawl) -> None:
    """福建's quickMode: the first page is static, and the search answers its rows again."""
    trsapi = next(mechanism for mechanism in MECHANISMS if mechanism.platform == "trsapi")
    rows = "".join(f"<li><a href='{url}'>{name}</a><span>{day}</span></li>" for url, name, day in rows_of(1))
    with ApiSite(replace(trsapi, shell=f"<ul>{rows}</ul>{trsapi.shell}"), Script()) as site:
        outcome = crawled(row(site))["test"]
        assert site.asked() == [1, 2, 3]
    assert (outcome.status, outcome.articles) == ("complete", 6)
    assert crawled.issues() == []


def test_a_search_on_a_foreign_host_is_not_asked(crawled: Crawl) -> None:
    trsapi = next(mechanism for mechanism in MECHANISMS if mechanism.platform == "trsapi")
    with ApiSite(trsapi, Script()) as site, ApiSite(trsapi, Script()) as other:
        crawled(row(site, api=f"{other.url}/fjdzapp/search"))
        assert (site.asked(), other.log) == ([], [])
        assert "foreign-host" in crawled.issues()
        told = replace(
            row(site, api=f"{other.url}/fjdzapp/search"), hosts=(other.url.removeprefix("http://"),)
        )
        crawled(told)
        assert other.asked() == [1, 2, 3]


def test_a_menu_of_a_script_is_followed_only_as_far_as_a_county_has_publishers() -> None:
    nodes = [{"id": number, "name": f"第{number}局"} for number in range(1, 1000)]
    tree = json.dumps([{"id": 20765, "name": "政府信息公开年报", "children": nodes}])
    gkmlpt = next(mechanism for mechanism in MECHANISMS if mechanism.platform == "gkmlpt")
    with ApiSite(gkmlpt, Script()) as site:
        walk, first = Walk(row(site), None), Step(site.url, Errand(CaptureKind.LIST))
        page = Page(
            site.url + gkmlpt.start, f"<script>window._CONFIG = {{ SID: '7', TREE: {tree} }};</script>"
        )
        steps = list(walk.onward(page, walk.look(page, first), first))
    assert len(steps) == 200
    assert [issue.code for issue, _ in walk.issues.issues] == ["too-many-leads"]


REPORT_PAGE = "/module/xxgk/xxgkAnnualReport.jsp"


def test_years_and_publishers_of_a_report_page_are_walked_once_each(serve: Pages, crawled: Crawl) -> None:
    """大汉 xxgk: the parameters come in either order, and one report is one URL."""

    def report(area: str, name: str, *years: int) -> Answer:
        jsp = f"xxgkAnnualReport.jsp?area={area}"
        links = "".join(f'<li><a href="{jsp}&fbtime={year}">{year}年</a></li>' for year in years[1:])
        links += f'<li><a href="xxgkAnnualReport.jsp?fbtime={years[0]}&area={area}">{years[0]}年</a></li>'
        units = '<li><a href="xxgkAnnualReport.jsp?area=113300B">县财政局</a></li>' if area[-1] == "A" else ""
        return html(f"<ul>{units}</ul><ul>{links}</ul><h2>{name}政府信息公开工作年度报告</h2>{TEXT}")

    county, office = f"{REPORT_PAGE}?area=113300A", f"{REPORT_PAGE}?area=113300B"
    pages = {
        county: report("113300A", "某县", 2023, 2022),
        f"{county}&fbtime=2023": report("113300A", "某县2023年", 2023, 2022),
        f"{county}&fbtime=2022": report("113300A", "某县2022年", 2023, 2022),
        office: report("113300B", "县财政局", 2023),
        f"{office}&fbtime=2023": report("113300B", "县财政局2023年", 2023),
    }
    site = serve(pages)
    options = {"delay": "0", "revisit": "always"}
    start = portal(site, county, platform="jcmsxxgk", options=options)
    outcome = crawled(start)["test"]
    assert sorted(site.paths()[1:]) == sorted(pages)
    assert (outcome.status, outcome.articles) == ("complete", 3)


def test_a_menu_that_a_script_fetches_leads_to_the_section(serve: Pages, crawled: Crawl) -> None:
    """开普: the menu is JSONP, and its annual-report node a placeholder."""
    script = f"var projectName = 'zs', channelId = '{HEX}'; get('/u/channel/treeNew/' + projectName)"
    nodes = [
        {"name": "统计信息", "url": "/zs/tj/xlist.shtml"},
        {"name": "政府信息公开年报", "url": "/zs/gknb/null.shtml"},
    ]
    tree = f"null({json.dumps({'list': nodes}, ensure_ascii=False)});"
    rows = "".join(f"<li><a href='{url}'>{name}</a><span>{day}</span></li>" for url, name, day in rows_of(1))
    site = serve(
        {
            "/zs/xxgk/": html(f"<p>{'目录。' * 200}</p><script>{script}</script>"),
            f"/u/channel/treeNew/zs?level=1&channelId={HEX}": Answer(
                tree.encode(), headers={"Content-Type": "application/javascript"}
            ),
            "/zs/gknb/xlist.shtml": html(f"<ul>{rows}</ul>"),
            **{url: html(TEXT + url) for url, *_ in rows_of(1)},
        }
    )
    options = {"delay": "0", "revisit": "always"}
    outcome = crawled(portal(site, "/zs/xxgk/", platform="ucap", options=options))["test"]
    assert outcome.articles == 2
    assert "/zs/tj/xlist.shtml" not in site.paths()
