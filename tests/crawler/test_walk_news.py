"""What looks like a section and is none, and the other way round: home pages with news, years' lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Site, html

Serve = Callable[[dict[str, Any]], Site]
UNITS = {"czj": "财政局", "jyj": "教育局", "mzj": "民政局", "slj": "水利局", "ls": "柳树乡人民政府"}
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60


def fetched(crawled: Crawl, kind: str) -> set[str]:
    return {path for path, (what, came, _) in crawled.captured().items() if (what, came) == (kind, "ok")}


NEWS = "".join(row(f"/xw/{n}.html", f"某县召开第{n}次工作会议部署重点任务") for n in range(12))
REPORTED = "".join(row(f"/xw/t{year}0120_100{year}.html", title(year)) for year in (2021, 2022, 2023))
COLUMNS = "".join(f'<a href="/column{n}/">第{n}栏</a>' for n in range(30))


@pytest.mark.parametrize(
    ("start", "news"),
    [("/", ""), ("/", NEWS), ("/index.html", ""), ("/portal/", NEWS), ("/xw/index.html", NEWS)],
)
def test_reports_among_news_are_taken_and_the_columns_beside_them_left_alone(
    serve: Serve, crawled: Crawl, start: str, news: str
) -> None:
    columns = COLUMNS.replace('"/', f'"{start.rpartition("/")[0]}/')
    reports = {f"/xw/t{year}0120_100{year}.html": html(TEXT + str(year)) for year in (2021, 2022, 2023)}
    site = serve({start: html(f"<title>某县</title>{columns}{news}{REPORTED}"), **reports})
    outcome = crawled(portal(site, start))["test"]
    assert fetched(crawled, "article") == set(reports)
    assert sorted(site.paths()) == sorted(["/robots.txt", start, *reports])
    is_home = start in ("/", "/index.html")
    assert crawled.issues() == (["front-only"] if is_home else [])
    assert outcome.status == ("partial" if is_home else "complete")


def test_undated_news_make_no_section_either(serve: Serve, crawled: Crawl) -> None:
    news = "".join(
        f'<a href="/xw/2024/t20240120_2000{n}.html">某县召开第{n}次重点工作会议</a>' for n in range(9)
    )
    reports = {f"/xw/t{year}0120_100{year}.html": html(TEXT + str(year)) for year in (2021, 2022, 2023)}
    site = serve({"/cn/": html(COLUMNS.replace("/col", "/cn/col") + news + REPORTED), **reports})
    crawled(portal(site, "/cn/"))
    assert sorted(site.paths()) == sorted(["/robots.txt", "/cn/", *reports])


def test_the_section_is_still_looked_for_where_a_home_page_shows_reports(
    serve: Serve, crawled: Crawl
) -> None:
    menu = '<a href="/zwgk/zfxxgk/">政府信息公开</a>'
    reports = {f"/xw/t{year}0120_100{year}.html": html(TEXT + str(year)) for year in (2021, 2022, 2023)}
    site = serve(
        {
            "/": html(f"{menu}{COLUMNS}{NEWS}{REPORTED}"),
            "/zwgk/zfxxgk/": html('<a href="zfxxgknb/">政府信息公开年报</a>'),
            "/zwgk/zfxxgk/zfxxgknb/": html(row("/b.html", title(2020))),
            "/b.html": html(TEXT),
            **reports,
        }
    )
    assert crawled(portal(site, "/"))["test"].status == "complete"
    assert fetched(crawled, "article") == {"/b.html", *reports}
    assert not [path for path in site.paths() if path.startswith("/column")]


def test_the_pager_of_a_list_of_all_disclosures_is_followed(serve: Serve, crawled: Crawl) -> None:
    pages = {
        f"/gk/?p={n}": html(
            NEWS.replace("/xw/", f"/xw{n}/")
            + "".join(row(f"/a{n}{unit}.html", title(2023, f"{unit}局")) for unit in "甲乙丙"[: 3 - n])
            + COLUMNS.replace('"/', '"/gk/')
            + (f'<a href="?p={n + 1}">下一页</a>' if n < 2 else "")
        )
        for n in range(3)
    }
    listed = {f"/a{n}{unit}.html": html(TEXT + f"{n}{unit}") for n in range(3) for unit in "甲乙丙"[: 3 - n]}
    quoted = {quote(path): page for path, page in listed.items()}
    site = serve({**pages, **quoted})
    crawled(portal(site, "/gk/?p=0"))
    assert sorted(site.paths()) == sorted(["/robots.txt", *pages, *quoted])


def test_a_unit_s_list_with_news_beside_it_is_read_to_its_end(serve: Serve, crawled: Crawl) -> None:
    header = '<a href="/gknb/">政府信息公开年报</a>'
    units = "".join(f'<a href="/{key}/">{name}</a>' for key, name in UNITS.items())
    lists = {
        f"/{key}/{page}": html(
            header
            + NEWS.replace("/xw/", f"/{key}/xw/")
            + "".join(row(f"/{key}/a{year}.html", title(year, name)) for year in years)
            + more
        )
        for key, name in UNITS.items()
        for page, years, more in (
            ("", (2021, 2022, 2023), '<a href="?p=1">下一页</a>'),
            ("?p=1", (2019, 2020), ""),
        )
    }
    reports = {
        f"/{key}/a{year}.html": html(f"{TEXT}{key}{year}") for key in UNITS for year in range(2019, 2024)
    }
    site = serve(
        {"/xxgk/": html(f"<h1>部门信息公开</h1>{header}{units}"), "/gknb/": html(""), **lists, **reports}
    )
    crawled(portal(site, "/xxgk/"))
    assert fetched(crawled, "article") == set(reports)


WHOLE = "2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("address", ["/zfxxgknb/2022.html", "/zfxxgknb/2022/", "/nb/2022/"])
def test_a_whole_title_with_a_year_may_be_that_of_a_report(
    serve: Serve, crawled: Crawl, address: str
) -> None:
    body = html(f"<title>某县人民政府</title>{TEXT * 4}")
    site = serve({"/zfxxgknb/": html(row(address, WHOLE)), address: body})
    outcome = crawled(portal(site))["test"]
    assert (outcome.articles, outcome.new_documents, crawled.issues()) == (1, 1, [])


@pytest.mark.parametrize("address", ["/zfxxgknb/2022.html", "/zfxxgknb/2022/", "/nb/2022/"])
def test_a_whole_title_with_a_year_may_be_that_of_a_year_s_list(
    serve: Serve, crawled: Crawl, address: str
) -> None:
    units = {f"/x/t20230120_10000{n}.html": html(TEXT + str(n)) for n in range(4)}
    listed = "".join(row(path, title(2022, f"第{n}局")) for n, path in enumerate(units))
    site = serve(
        {"/zfxxgknb/": html(row(address, WHOLE)), address: html(f"<h1>{WHOLE}</h1>{listed}"), **units}
    )
    crawled(portal(site))
    assert set(units) <= fetched(crawled, "article")
