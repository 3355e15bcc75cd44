"""From a home page to the reports: menus, pagers, judging, attachments, and what the operator is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler.outcomes import PortalProgress
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
DOCX = Answer(b"PK\x03\x04 a document", headers={"Content-Type": "application/octet-stream"})


def fetched(crawled: Crawl, kind: str) -> set[str]:
    return {path for path, (what, came, _) in crawled.captured().items() if (what, came) == (kind, "ok")}


def test_the_section_is_found_through_the_menus_of_a_home_page(serve: Serve, crawled: Crawl) -> None:
    site = serve(
        {
            "/": html('<a href="/news/">要闻</a><a href="/zwgk/zfxxgk/">政府信息公开</a>'),
            "/zwgk/zfxxgk/": html('<a href="zfxxgkzn/">指南</a><a href="zfxxgknb/">政府信息公开年报</a>'),
            "/zwgk/zfxxgk/zfxxgknb/": html(f"<ul>{row('./202401/t20240120_100001.html', title(2023))}</ul>"),
            "/zwgk/zfxxgk/zfxxgknb/202401/t20240120_100001.html": html(TEXT),
        }
    )
    outcome = crawled(portal(site, "/"))["test"]
    assert fetched(crawled, "article") == {"/zwgk/zfxxgk/zfxxgknb/202401/t20240120_100001.html"}
    assert "/news/" not in site.paths()
    assert (outcome.status, outcome.lists, outcome.articles) == ("complete", 3, 1)


def test_a_home_page_that_only_refreshes_to_another_is_followed(serve: Serve, crawled: Crawl) -> None:
    site = serve(
        {
            "/": Answer(
                b'<html><head><meta http-equiv="refresh" content="0;url=/zfxxgknb/"></head></html>',
                headers={"Content-Type": "text/html"},
            ),
            "/zfxxgknb/": html(row("/a.html", title(2023))),
            "/a.html": html(TEXT),
        }
    )
    assert crawled(portal(site, "/"))["test"].articles == 1


def test_years_and_units_below_the_section_are_walked(serve: Serve, crawled: Crawl) -> None:
    site = serve(
        {
            "/zfxxgknb/": html(
                '<a href="2023/">2023年</a><a href="xz/">乡镇街道</a><a href="/x/">网站地图</a>'
            ),
            "/zfxxgknb/2023/": html(row("/a1.html", title(2023))),
            "/zfxxgknb/xz/": html('<a href="ls/">柳树乡</a>'),
            "/zfxxgknb/xz/ls/": html(row("/a2.html", title(2023, "柳树乡人民政府"))),
            "/a1.html": html(TEXT),
            "/a2.html": html(TEXT + "2"),
        }
    )
    outcome = crawled(portal(site))["test"]
    assert fetched(crawled, "article") == {"/a1.html", "/a2.html"}
    assert "/x/" not in site.paths()
    assert outcome.status == "complete"


def test_near_misses_are_counted_and_not_fetched(serve: Serve, crawled: Crawl) -> None:
    misses = (
        "某区2023年法治政府建设年度报告",
        "某区2024年政务公开工作要点",
        "关于做好2023年政府信息公开工作年度报告编制工作的通知",
    )
    listed = "".join(row(f"/m{number}.html", miss) for number, miss in enumerate(misses))
    site = serve({"/zfxxgknb/": html(listed + row("/a.html", title(2023))), "/a.html": html(TEXT)})
    outcome = crawled(portal(site))["test"]
    assert (outcome.candidates, outcome.near_misses, outcome.articles) == (4, 3, 1)
    assert not [path for path in site.paths() if path.startswith("/m")]


@pytest.mark.parametrize(
    "shown", ["某区水利局2023年政府信息公...", "某区水利局2023年政府信息公开工作…", "某区水利局2023年..."]
)
def test_a_title_that_is_cut_before_it_says_what_it_is_is_followed(
    serve: Serve, crawled: Crawl, shown: str
) -> None:
    site = serve({"/zfxxgknb/": html(row("/info/1/200001.htm", shown)), "/info/1/200001.htm": html(TEXT)})
    assert crawled(portal(site))["test"].articles == 1


def test_the_link_and_its_date_are_kept_with_the_capture(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html(row("/a.html", title(2023), "2024年1月9日")), "/a.html": html(TEXT)})
    crawled(portal(site))
    sql = "select link_title, listed_on, parent_url, media_type from captures where url like '%/a.html'"
    media_type = "text/html; charset=utf-8"
    assert crawled.rows(sql) == [(title(2023), "2024-01-09", site.url + "/zfxxgknb/", media_type)]


def test_the_files_of_an_article_are_taken_and_those_of_the_page_are_not(
    serve: Serve, crawled: Crawl
) -> None:
    body = f'<div class="TRS_Editor">{TEXT}<a href="./P020240120.docx">附件：报告.docx</a></div>'
    download = "/module/download/downfile.jsp?classid=0&filename=0a1b.pdf"
    attached = f'<ul class="fujian"><li><a href="{download}">图解</a></li></ul>'
    furniture = '<div class="footer"><a href="/app.doc">申请表</a></div><nav><a href="/b.pdf">手册</a></nav>'
    site = serve(
        {
            "/zfxxgknb/": html(row("/x/a.html", title(2023))),
            "/x/a.html": html(body + attached + furniture + '<a href="/loose.zip">下载专区</a>'),
            "/x/P020240120.docx": DOCX,
            download: DOCX,
        }
    )
    outcome = crawled(portal(site))["test"]
    assert fetched(crawled, "attachment") == {"/x/P020240120.docx", download}
    assert outcome.attachments == 2
    parents = crawled.rows("select distinct parent_url from captures where kind = 'attachment'")
    assert parents == [(site.url + "/x/a.html",)]
    assert outcome.new_documents == 2  # the page, and one file at two URLs


def test_a_report_at_the_list_url_itself_is_a_document(serve: Serve, crawled: Crawl) -> None:
    page = html(f'<h1>{title(2023, "大兴乡人民政府")}</h1>{TEXT}<a href="?nbYear=2022">2022</a>')
    site = serve({"/zfxxgknb.html?nbYear=2023": page, "/zfxxgknb.html?nbYear=2022": page})
    for _ in range(2):
        crawled(portal(site, "/zfxxgknb.html?nbYear=2023"))
        kinds = crawled.rows(
            "select kind, document_sha256 is not null from captures"
            " where run_id = ? and url like '%=2023' order by id",
            crawled.run_id,
        )
        assert kinds == [("list", 0), ("article", 1)]


def test_years_before_the_one_asked_for_are_left_out(serve: Serve, crawled: Crawl) -> None:
    listed = "".join(row(f"/{year}.html", title(year)) for year in (2021, 2022, 2023))
    site = serve({"/zfxxgknb/": html(listed), **{f"/{year}.html": html(TEXT) for year in range(2021, 2024)}})
    assert crawled(portal(site), since=2022)["test"].articles == 2
    assert "/2021.html" not in site.paths()


def test_a_link_to_another_host_is_dropped_and_told(serve: Serve, crawled: Crawl) -> None:
    elsewhere, site = serve({"/a.html": html(TEXT)}), serve({"/b.html": html(TEXT)})
    site.pages["/zfxxgknb/"] = html(
        row(elsewhere.url + "/a.html", title(2023))
        + row("/b.html", title(2022))
        + '<a href="http://ad.test/">广告</a>'
    )
    crawled(portal(site))
    assert elsewhere.log == []
    ((code, message, url),) = crawled.rows("select code, message, url from issues where portal_id = 'test'")
    assert (code, url) == ("foreign-host", site.url + "/zfxxgknb/")
    assert elsewhere.url in message


def test_a_section_on_a_host_that_the_row_does_not_name_is_told(serve: Serve, crawled: Crawl) -> None:
    elsewhere = serve({"/nb/": html(row("/a.html", title(2023)))})
    menu = f"<a href='{elsewhere.url}/nb/'>政府信息公开年报</a><a href='{elsewhere.url}/'>政府信息公开</a>"
    site = serve({"/": html(f"<title>某县</title>{menu}")})
    assert crawled(portal(site, "/"))["test"].status == "failed"
    assert crawled.issues() == ["foreign-host", "section-not-found"]
    assert elsewhere.log == []


@pytest.mark.parametrize("port", ["80abc", "99999"])
def test_a_link_with_a_port_that_is_none_costs_no_other_link(serve: Serve, crawled: Crawl, port: str) -> None:
    site = serve({"/b.html": html(TEXT)})
    broken = row(f"http://127.0.0.1:{port}/a.html", title(2023))
    site.pages["/zfxxgknb/"] = html(broken + row("/b.html", title(2022)))
    assert crawled(portal(site))["test"].articles == 1
    assert crawled.issues() == ["foreign-host"]


def test_a_host_that_the_row_names_is_the_portal_s_own(serve: Serve, crawled: Crawl) -> None:
    files, site = serve({"/a.html": html(TEXT)}), serve({})
    site.pages["/zfxxgknb/"] = html(row(files.url + "/a.html", title(2023)))
    hosts = (files.url.removeprefix("http://"),)
    assert crawled(portal(site, hosts=hosts))["test"].articles == 1
    assert crawled.issues() == []


def test_a_pager_that_shows_the_same_page_again_is_left(serve: Serve, crawled: Crawl) -> None:
    page = row("/a.html", title(2023))
    pages = {f"/zfxxgknb/?p={n}": html(f'{page}<a href="?p={n + 1}">下一页</a>') for n in range(60)}
    site = serve({"/zfxxgknb/": html(page + '<a href="?p=1">下一页</a>'), "/a.html": html(TEXT), **pages})
    outcome = crawled(portal(site))["test"]
    assert len(site.log) < 6
    assert crawled.issues() == ["pagination-loop"]
    assert outcome.status == "partial"


def test_an_endless_pager_is_left_at_the_row_s_limit(serve: Serve, crawled: Crawl) -> None:
    pages = {
        f"/zfxxgknb/?p={n}": html(row(f"/m{n}.html", "工作动态") + f'<a href="?p={n + 1}">下一页</a>')
        for n in range(60)
    }
    site = serve(pages)
    crawled(portal(site, "/zfxxgknb/?p=0", options={"delay": "0", "max_pages": "5"}))
    assert len([path for path in site.paths() if "?p=" in path]) == 5
    assert "too-many-pages" in crawled.issues()


def test_a_portal_without_a_section_is_told_once_and_fails(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/": html('<a href="/news/">要闻</a>')})
    for _ in range(2):
        outcome = crawled(portal(site, "/"))["test"]
        assert (outcome.status, outcome.codes) == ("failed", ("no-report",))
        assert crawled.issues() == ["section-not-found"]


def test_a_start_page_that_cannot_be_read_is_told(serve: Serve, crawled: Crawl) -> None:
    outcome = crawled(portal(serve({}), "/"))["test"]
    assert (outcome.status, outcome.missing) == ("failed", 1)
    assert crawled.issues() == ["start-page-unusable"]


def test_a_section_under_two_addresses_is_no_pager_gone_round(serve: Serve, crawled: Crawl) -> None:
    listed = html(row("/a.html", title(2023)))
    menu = '<a href="/zfxxgknb/">政府信息公开年报</a><a href="/zfxxgknb/index.html">信息公开年报</a>'
    site = serve(
        {"/": html(menu), "/zfxxgknb/": listed, "/zfxxgknb/index.html": listed, "/a.html": html(TEXT)}
    )
    assert crawled(portal(site, "/"))["test"].status == "complete"
    assert crawled.issues() == []


def test_a_section_that_shows_nothing_is_told(serve: Serve, crawled: Crawl) -> None:
    crawled(portal(serve({"/zfxxgknb/": html("<h1>政府信息公开年报</h1><p>加载中</p>" + "<i></i>" * 60)})))
    assert crawled.issues() == ["empty-list"]


def test_an_issue_goes_once_its_reason_is_gone(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html("<h1>政府信息公开年报</h1>" + "<i></i>" * 60), "/a.html": html(TEXT)})
    crawled(portal(site))
    site.pages["/zfxxgknb/"] = html(row("/a.html", title(2023)))
    crawled(portal(site))
    assert crawled.issues() == []


def test_one_portal_that_cannot_start_does_not_stop_the_others(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": html(TEXT)})
    outcomes = crawled(portal(site, id="bad", platform="no such family"), portal(site, id="good"))
    assert outcomes["bad"].status == "failed"
    assert "KeyError" in (outcomes["bad"].reason or "")
    assert outcomes["good"].status == "complete"


def test_progress_is_told_page_by_page_and_portal_by_portal(serve: Serve, crawled: Crawl) -> None:
    states: list[PortalProgress] = []
    pages = {"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": html(TEXT)}
    one, two = serve(pages), serve(pages)
    crawled(portal(one, id="one"), portal(two, id="two"), on_progress=states.append)
    assert [state.pages for state in states] == sorted(state.pages for state in states)
    assert (states[-1].pages, states[-1].done, states[-1].total) == (6, 2, 2)


def test_a_page_that_two_rows_lead_to_is_fetched_once_and_counts_for_both(
    serve: Serve, crawled: Crawl
) -> None:
    site = serve({"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": html(TEXT)})
    outcomes = crawled(portal(site, id="one"), portal(site, id="two"))
    assert sorted(site.paths()) == ["/a.html", "/robots.txt", "/zfxxgknb/"]
    assert [outcome.articles for outcome in outcomes.values()] == [1, 1]


def test_gbk_pages_are_read_whatever_their_header_says(serve: Serve, crawled: Crawl) -> None:
    body = f"<html><body><ul>{row('/a.html', title(2023, '䶮县水利局'))}</ul></body></html>".encode("gb18030")
    listing = Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})
    site = serve({"/zfxxgknb/": listing, "/a.html": html(TEXT)})
    assert crawled(portal(site))["test"].articles == 1
    assert crawled.rows("select link_title from captures where kind = 'article'") == [
        (title(2023, "䶮县水利局"),)
    ]
