"""Shapes of portals that no family owns: department trees, years, refreshes, twins, calendars, sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler import walk
from crawler.page import Page
from crawler.refresh import refresh_target
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
UNITS = (
    "柳树乡", "清水镇", "石桥街道", "白云乡", "青山镇", "云溪镇",
    "区教育局", "区民政局", "区财政局", "区水利局", "区司法局", "区卫生健康局",
)  # fmt: skip
YEARS = (2021, 2022, 2023)


def page(heading: str, body: str) -> Answer:
    text = f"<html><head><meta charset='utf-8'><title>{heading}</title></head><body>{body}</body></html>"
    return Answer(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def refresh(target: str) -> Answer:
    stub = f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head></html>'
    return Answer(stub.encode(), headers={"Content-Type": "text/html"})


def link(href: str, text: str) -> str:
    return f'<li><a href="{href}">{text}</a></li>'


def articles(crawled: Crawl) -> list[str]:
    found = crawled.captured().items()
    return sorted(path for path, (kind, came, _) in found if (kind, came) == ("article", "ok"))


def tree() -> dict[str, Answer]:
    """A county: a list of units, below each its own page, its 年报 and there a folder for each year."""
    menu = "".join(link(f"/gk/u{number}/", unit) for number, unit in enumerate(UNITS))
    pages = {
        "/": page("某区人民政府", link("/gk/", "政府信息公开") + link("/ld/", "区长信箱")),
        "/gk/": page("政府信息公开", menu),
    }
    for number, unit in enumerate(UNITS):
        home, nb = f"/gk/u{number}/", f"/gk/u{number}/nb/"
        pages[home] = page(unit, menu + link(nb, "政府信息公开年报") + link(f"{home}zc/", "政策文件"))
        pages[nb] = page("政府信息公开年报", "".join(link(f"{nb}{year}/", f"{year}年") for year in YEARS))
        for year in YEARS:
            listed = row("./t20240120_100.html", f"{year}年政府信息公开工作年度报告", f"{year + 1}-01-20")
            pages[f"{nb}{year}/"] = page("政府信息公开年报", f"<ul>{listed}</ul>")
            pages[f"{nb}{year}/t20240120_100.html"] = html(f"{TEXT}{unit}{year}")
    return pages


def test_a_department_tree_gives_every_unit_s_reports_under_its_name(serve: Serve, crawled: Crawl) -> None:
    site = serve(tree())
    outcome = crawled(portal(site, "/"))["test"]
    assert (outcome.status, outcome.articles) == ("complete", len(UNITS) * len(YEARS))
    titles = crawled.rows("select url, link_title from captures where kind = 'article' order by id")
    named = {f"{unit}{year}年政府信息公开工作年度报告" for unit in UNITS for year in YEARS}
    assert {name for _, name in titles} == named
    for url, name in titles:
        assert name.startswith(UNITS[int(url.partition("/u")[2].partition("/")[0])])
    assert not [path for path in site.paths() if "zc" in path or "ld" in path]
    assert len(site.log) == len(set(site.paths()))


def test_a_list_shared_by_all_units_is_nobody_s_own(serve: Serve, crawled: Crawl) -> None:
    menu = "".join(link(f"/gk/u{number}/", unit) for number, unit in enumerate(UNITS[:3]))
    shared = link("/nb/", "政府信息公开年报")
    units = {f"/gk/u{number}/": page(unit, shared) for number, unit in enumerate(UNITS[:3])}
    listed = row("/a.html", "2023年政府信息公开工作年度报告")
    crawled(
        portal(
            serve(
                {"/gk/": page("政府信息公开", menu), "/nb/": page("年报", listed), "/a.html": html(TEXT)}
                | units
            ),
            "/gk/",
        )
    )
    sql = "select link_title from captures where kind = 'article'"
    assert crawled.rows(sql) == [("2023年政府信息公开工作年度报告",)]


def test_an_archive_beside_the_section_for_each_year_is_walked(serve: Serve, crawled: Crawl) -> None:
    years = range(2008, 2024)
    site = serve(
        {
            "/zwgk/gknb/index.html": page("政府信息公开年报", link("/zwgk/gknb2023/index.html", "2023年")),
            **{
                f"/zwgk/gknb{year}/index.html": page(
                    "政府信息公开年报",
                    row(f"/{year}.html", title(year)) + link(f"/zwgk/gknb{year - 1}/index.html", "上一年"),
                )
                for year in years
            },
            **{f"/{year}.html": html(f"{TEXT}{year}") for year in years},
        }
    )
    crawled(portal(site, "/zwgk/gknb/index.html"))
    assert articles(crawled) == [f"/{year}.html" for year in years]


def test_a_chain_of_refreshes_is_followed_one_step_at_a_time(serve: Serve, crawled: Crawl) -> None:
    site = serve(
        {
            "/": refresh("/index.html"),
            "/index.html": refresh("./portal/"),
            "/portal/": refresh("/portal/home.html"),
            "/portal/home.html": page("某区人民政府", link("/nb/", "政府信息公开年报")),
            "/nb/": page("年报", row("/a.html", title(2023))),
            "/a.html": html(TEXT),
        }
    )
    assert crawled(portal(site, "/"))["test"].status == "complete"
    assert articles(crawled) == ["/a.html"]


@pytest.mark.parametrize(
    "pages",
    [
        {"/": refresh("/a/"), "/a/": refresh("/b/"), "/b/": refresh("/a/")},
        {"/": refresh("/")},
        {"/": refresh("/r0"), **{f"/r{number}": refresh(f"/r{number + 1}") for number in range(50)}},
    ],
    ids=["round", "itself", "endless"],
)
def test_refreshes_that_never_arrive_are_left_and_told(
    serve: Serve, crawled: Crawl, pages: dict[str, Answer]
) -> None:
    site = serve(pages)
    crawled(portal(site, "/"))
    assert "refresh-loop" in crawled.issues()
    assert len(site.log) < 8


def test_a_refresh_for_readers_without_scripts_is_none() -> None:
    shell = '<noscript><meta http-equiv="refresh" content="0;url=/old.html"></noscript><div id="app"></div>'
    assert refresh_target(Page("http://a.gov.cn/", f"<html><head>{shell}")) is None


def test_a_refresh_does_not_leave_the_portal(serve: Serve, crawled: Crawl) -> None:
    elsewhere = serve({"/": html("<a href='/x/'>政府信息公开年报</a>")})
    crawled(portal(serve({"/": refresh(f"{elsewhere.url}/")}), "/"))
    assert "foreign-host" in crawled.issues()
    assert elsewhere.log == []


def test_an_article_that_only_sends_on_is_followed_and_one_that_was_removed_is_not(
    serve: Serve, crawled: Crawl
) -> None:
    site = serve(
        {
            "/nb/": page("年报", row("./a.html", title(2023)) + row("./b.html", title(2022))),
            "/nb/a.html": refresh("/files/real.html"),
            "/nb/b.html": refresh("../"),
            "/files/real.html": html(TEXT),
        }
    )
    outcome = crawled(portal(site, "/nb/"))["test"]
    assert "/files/real.html" in articles(crawled)
    assert crawled.captured()["/nb/b.html"] == ("article", "missing", "removed-document")
    assert outcome.missing == 1


def test_a_section_that_was_removed_is_told_and_not_taken_for_its_parent(
    serve: Serve, crawled: Crawl
) -> None:
    site = serve({"/gk/nb/": refresh("../"), "/gk/": page("公开", link("/gk/x/", "新闻"))})
    crawled(portal(site, "/gk/nb/", options={"delay": "0", "section_url": f"{site.url}/gk/nb/"}))
    assert "section-removed" in crawled.issues()
    assert "/gk/x/" not in site.paths()


def test_the_copy_for_telephones_is_not_fetched(serve: Serve, crawled: Crawl) -> None:
    listed = row("./t20240117_1_wap.html", title(2023)) + row("./t20240117_1.html", title(2023))
    later = row("./t20240117_1_wap.html", title(2023)) + row("./t20230117_2.html", title(2022))
    site = serve(
        {
            "/nb/": page("年报", listed + '<a href="index_2.html">下一页</a>'),
            "/nb/index_2.html": page("年报", later),
            "/nb/t20240117_1.html": html(TEXT),
            "/nb/t20230117_2.html": html(TEXT + "2"),
        }
    )
    assert crawled(portal(site, "/nb/"))["test"].status == "complete"
    assert articles(crawled) == ["/nb/t20230117_2.html", "/nb/t20240117_1.html"]
    assert not [path for path in site.paths() if "wap" in path]


def test_a_copy_for_telephones_that_stands_alone_is_taken(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/nb/": page("年报", row("./t1_wap.html", title(2023))), "/nb/t1_wap.html": html(TEXT)})
    crawled(portal(site, "/nb/"))
    assert articles(crawled) == ["/nb/t1_wap.html"]


def test_a_calendar_without_end_is_left_at_the_limit_of_pages(serve: Serve, crawled: Crawl) -> None:
    class Calendar(dict[str, Any]):
        def get(self, path: str, default: Any = None) -> Any:
            if "?m=" not in path:
                return super().get(path, default)
            month = int(path.partition("=")[2])
            days = "".join(f'<a href="?m={month}&d={day}">{day}</a>' for day in range(2, 29))
            return page("年报", f'{days}<a href="?m={month + 1}">›</a>')

    site = serve(
        {"/nb/": page("年报", row("/a.html", title(2023)) + link("?m=1", "›")), "/a.html": html(TEXT)}
    )
    site.pages = Calendar(site.pages)
    outcome = crawled(portal(site, "/nb/", options={"delay": "0", "max_pages": "20"}))["test"]
    assert len([path for path in site.paths() if "?m=" in path]) < 20
    assert "too-many-pages" in crawled.issues()
    assert (outcome.status, outcome.articles) == ("partial", 1)


def test_a_tree_without_reports_is_given_up(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Endless(dict[str, Any]):
        def get(self, path: str, default: Any = None) -> Any:
            branches = "".join(link(f"{path}{number}/", f"第{number}栏") for number in range(10))
            return page("年报", branches) if path.startswith("/nb/") else super().get(path, default)

    monkeypatch.setattr(walk, "MAX_BARREN_PAGES", 30)
    site = serve({})
    site.pages = Endless(site.pages)
    crawled(portal(site, "/nb/"))
    assert "barren-walk" in crawled.issues()
    assert len(site.log) < 1000


def test_one_page_under_many_spellings_is_fetched_once(serve: Serve, crawled: Crawl) -> None:
    session = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    spellings = (
        "/nb/a.html", "/nb/./a.html", "/x/../nb/a.html", "/nb/a.html#top", "/nb/a.html;jsessionid=0A1F",
        f"/nb/a.html?sid={session}", f"/nb/a.html?PHPSESSID={session[::-1]}",
    )  # fmt: skip
    listed = "".join(row(spelling, title(2023)) for spelling in spellings)
    site = serve({})
    pages = {
        "/nb/": page(
            "年报", listed + row(site.url.upper().replace("HTTP", "http") + "/nb/a.html", title(2023))
        )
    }
    site.pages |= pages | {"/nb/a.html": html(TEXT)}
    outcome = crawled(portal(site, "/nb/"))["test"]
    assert sorted(site.paths()) == ["/nb/", "/nb/a.html", "/robots.txt"]
    assert (outcome.status, outcome.articles, outcome.candidates) == ("complete", 1, 1)


def test_a_pager_that_carries_a_session_is_the_same_pager_next_time(serve: Serve, crawled: Crawl) -> None:
    listed = [row(f"/a{number}.html", title(2020 + number)) for number in range(2)]
    site = serve({f"/a{number}.html": html(f"{TEXT}{number}") for number in range(2)})
    for visit in ("6A0F", "77BC"):
        site.pages["/nb/"] = page("年报", listed[0] + f'<a href="/nb/p2.jsp;jsessionid={visit}">下一页</a>')
        site.pages["/nb/p2.jsp"] = page("年报", listed[1])
        assert crawled(portal(site, "/nb/"))["test"].articles == 2
    urls = crawled.rows("select distinct url from captures where kind = 'list'")
    assert sorted(urls) == [(f"{site.url}/nb/",), (f"{site.url}/nb/p2.jsp",)]
