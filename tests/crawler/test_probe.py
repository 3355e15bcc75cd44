"""The probe: what it asks for, where it lets a crawl begin, and what it says when it is not sure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from crawler.probing import spider
from crawler.probing.doubts import doubts
from crawler.probing.findings import Findings
from crawler.probing.proposal import row as proposed
from tests.crawler.conftest import row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
TODAY = date(2026, 3, 5)
MOST_REQUESTS = 32  # robots.txt included
TEXT = "<h1>报告</h1>" + "<p>一、总体情况。</p>" * 60


def codes(found: Findings) -> list[str]:
    return [doubt.code for doubt in doubts(found)]


LIST = "".join(row(f"/nb/{year}.html", title(year)) for year in range(2019, 2024))
ARTICLES = {f"/nb/{year}.html": html(TEXT) for year in range(2008, 2025)}
HOME = html('<title>某县人民政府</title><a href="/zfxxgknb/">政府信息公开年报</a>')


def test_a_site_without_a_section_gets_no_row(serve: Serve, probed: Callable[[str], Findings]) -> None:
    found = probed(serve({"/": html('<a href="/news/">要闻</a>')}).url)
    assert proposed(found, TODAY) is None
    assert codes(found) == ["no-section"]


@pytest.mark.parametrize("status", [412, 521, 403])
def test_a_challenge_is_told_with_its_reason_and_nothing_is_proposed(
    serve: Serve, probed: Callable[[str], Findings], status: int
) -> None:
    site = serve({"/": Answer(b"<html><script>var _$ts=1;</script></html>", status)})
    found = probed(site.url)
    assert proposed(found, TODAY) is None
    (doubt,) = doubts(found)
    assert doubt.code == "blocked"
    assert str(status) in doubt.zh
    assert str(status) in doubt.en


def test_what_robots_txt_forbids_is_not_asked_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /zfxxgknb/\nCrawl-delay: 0.2\n")
    site = serve({"/robots.txt": robots, "/": HOME, "/zfxxgknb/": html(LIST)})
    found = probed(site.url)
    assert "/zfxxgknb/" not in site.paths()
    assert proposed(found, TODAY) is None
    assert codes(found)[0] == "robots"
    assert [one.crawl_delay for one in found.evidence.robots] == [0.2]
    sent = [seen for seen in site.log if seen.path != "/robots.txt"]
    assert all(late.began - early.ended >= 0.19 for early, late in pairwise(sent))


def test_several_sections_are_named_and_a_crawl_begins_above_them(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    other = "".join(row(f"/nb/{year}.html", title(year, "某镇")) for year in range(2008, 2012))
    menu = '<a href="zfxxgknb/">政府信息公开年报</a><a href="bmxxgknb/">部门信息公开年报</a>'
    pages = {
        "/": html('<a href="/zwgk/zfxxgk/">政府信息公开</a>'),
        "/zwgk/zfxxgk/": html(menu),
        "/zwgk/zfxxgk/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}"),
        "/zwgk/zfxxgk/bmxxgknb/": html(f"<h1>部门信息公开年报</h1>{other}"),
    }
    site = serve(pages | ARTICLES)
    found = probed(site.url)
    assert "several-sections" in codes(found)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert cells["start_url"] == f"{site.url}/zwgk/zfxxgk/"
    assert cells["first_year"] == "2008"


def test_reports_on_another_host_are_counted_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    foreign = "".join(row(f"http://www.shangji.gov.cn/{year}.html", title(year)) for year in (2016, 2017))
    site = serve({"/": HOME, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}{foreign}"), **ARTICLES})
    found = probed(site.url)
    assert found.foreign_hosts == ("shangji.gov.cn",)
    (doubt,) = [doubt for doubt in doubts(found) if doubt.code == "foreign-hosts"]
    assert "shangji.gov.cn（2）" in doubt.zh


def test_a_section_whose_list_is_made_by_scripts_is_unverified_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    shell = html(
        '<title>政府信息公开年报</title><div id="app"></div><script src="/app.js"></script>' + " " * 400
    )
    found = probed(serve({"/": HOME, "/zfxxgknb/": shell}).url)
    assert "needs-browser" in codes(found)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert (cells["status"], cells["first_year"]) == ("unverified", "")


def test_one_page_an_unknown_publisher_and_an_unknown_place_are_doubts(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    rows = "".join(
        row(f"/nb/t{year}0120_410000.html", f"{year}年政府信息公开工作年度报告") for year in (2022, 2023)
    )
    site = serve({"/": HOME, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{rows}"), **ARTICLES})
    assert {"one-page", "publisher", "division"} <= set(codes(probed(site.url)))


def test_a_long_list_and_a_wide_tree_stay_within_the_purse(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    units = "".join(f'<a href="u{number}/">某{number}局</a>' for number in range(60))
    pages: dict[str, Any] = {
        f"/zfxxgknb/index_{page}.html": html(
            row(f"/nb/{page}.html", title(2023, f"某{page}局"))
            + f'<a href="index_{page + 1}.html">下一页</a>'
        )
        for page in range(1, 40)
    }
    pages |= {f"/zfxxgknb/u{number}/": html(row(f"/nb/u{number}.html", title(2023))) for number in range(60)}
    pages["/zfxxgknb/"] = html(f'<h1>政府信息公开年报</h1>{units}{LIST}<a href="index_1.html">下一页</a>')
    site = serve({"/": HOME, **pages, **ARTICLES})
    found = probed(site.url)
    assert len(site.log) <= MOST_REQUESTS
    assert "not-all-read" in codes(found)


def test_a_site_that_does_not_answer_is_no_site_without_a_section(
    probed: Callable[[str], Findings],
) -> None:
    with Site({}) as gone:
        url = gone.url
    found = probed(url)
    assert proposed(found, TODAY) is None
    assert codes(found) == ["unreachable"]


def test_a_code_that_the_name_contradicts_is_a_doubt(serve: Serve, probed: Callable[[str], Findings]) -> None:
    meta = (
        '<meta name="SiteName" content="盐城市亭湖区人民政府"><meta name="SiteIDCode" content="1101050001">'
    )
    found = probed(
        serve({"/": HOME, "/zfxxgknb/": html(f"{meta}<h1>政府信息公开年报</h1>{LIST}"), **ARTICLES}).url
    )
    assert any(doubt.code == "division" and "亭湖区" in doubt.zh for doubt in doubts(found))


def test_a_department_tree_begins_at_the_page_that_lists_the_units(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    units = [f"{name}局" for name in ("财政", "民政", "水务", "教育", "审计", "司法", "统计", "林业")]
    menu = "".join(f'<a href="u{number}/">{unit}</a>' for number, unit in enumerate(units))
    pages = {
        "/": html('<a href="/zfxxgk/">政府信息公开</a>'),
        "/zfxxgk/": html(f"<h1>政府信息公开</h1>{menu}"),
    }
    for number, unit in enumerate(units):
        folder = f"/zfxxgk/u{number}/"
        listed = "".join(row(f"t{year}0120_{number}1000.html", title(year, "")) for year in (2022, 2023))
        pages[folder] = html(f"<h1>{unit}</h1><a href='zfxxgknb/'>政府信息公开年报</a>{TEXT}")
        pages[f"{folder}zfxxgknb/"] = html(f"<h1>{unit}政府信息公开年报</h1>{listed}")
    site = serve(pages)
    found = probed(site.url)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert cells["start_url"] == f"{site.url}/zfxxgk/"
    assert {"财政局", "民政局"} < set(found.publishers)
    assert {"several-sections", "not-all-read"} <= set(codes(found))


def test_a_redirect_to_another_site_is_told_with_where_it_leads(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    elsewhere = serve({"/": HOME})
    site = serve({"/": Answer(b"", 302, {"Location": elsewhere.url + "/"})})
    found = probed(site.url)
    assert proposed(found, TODAY) is None
    (doubt,) = doubts(found)
    assert "redirect-to-foreign-host" in doubt.en
    assert f"{elsewhere.url}/" in doubt.zh
    assert elsewhere.log == []


def test_other_hosts_of_the_same_registrable_domain_are_walked_and_no_others() -> None:
    names = ("xxgk.tinghu.gov.cn", "tinghu.gov.cn", "www.shangji.gov.cn", "files.tinghu.gov.cn")
    siblings = spider._siblings(spider.stranger("http://www.tinghu.gov.cn/"), names)
    assert siblings == ("files.tinghu.gov.cn", "xxgk.tinghu.gov.cn")


def test_a_probe_ends_in_time_and_says_that_it_did_not_see_all(
    serve: Serve, probed: Callable[[str], Findings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(spider.ProbeSpider.custom_settings, "CLOSESPIDER_TIMEOUT", 1)
    slow = {f"/zfxxgknb/index_{number}.html": following(number, wait_s=0.4) for number in range(1, 20)}
    site = serve({"/": HOME, "/zfxxgknb/": following(0), **slow, **ARTICLES})
    found = probed(site.url)
    assert "unfinished" in codes(found)
    assert len(site.log) < len(slow)


def following(number: int, **options: Any) -> Answer:
    listed = row(f"/nb/t2024012{number}_410000.html", title(2023, f"第{number}局"))
    text = f'<h1>政府信息公开年报</h1>{listed}<a href="/zfxxgknb/index_{number + 1}.html">下一页</a>'
    return html(text, **options)


def test_a_url_that_is_a_report_itself_is_told(serve: Serve, probed: Callable[[str], Findings]) -> None:
    heading = title(2023, "某县人民政府")
    site = serve({"/zfxxgknb/2023.html": html(f"<h1>{heading}</h1>{TEXT}")})
    assert "one-report" in codes(probed(f"{site.url}/zfxxgknb/2023.html"))


def test_a_list_without_marks_borrows_the_family_of_the_site_and_says_so(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    news = '<a href="/zwgk/202301/t20230130_4410021.html">要闻</a>'
    home = html(f'<a href="/zfxxgknb/">政府信息公开年报</a>{news}')
    site = serve({"/": home, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}"), **ARTICLES})
    found = probed(site.url)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert (cells["platform"], cells["status"]) == ("trs", "unverified")
    assert "family" in codes(found)


def test_a_page_that_lies_about_its_charset_is_told_with_both(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    text = f"<html><head><title>政府信息公开年报</title></head><body>{LIST}</body></html>"
    lying = Answer(text.encode("gb18030"), headers={"Content-Type": "text/html; charset=utf-8"})
    found = probed(serve({"/": HOME, "/zfxxgknb/": lying, **ARTICLES}).url)
    (doubt,) = [doubt for doubt in doubts(found) if doubt.code == "charset"]
    assert "utf-8" in doubt.zh
    assert "gb18030" in doubt.zh


def test_gb2312_that_is_gb18030_is_no_lie(serve: Serve, probed: Callable[[str], Findings]) -> None:
    text = (
        f"<html><head><meta charset=gb2312><title>政府信息公开年报</title></head><body>{LIST}</body></html>"
    )
    old = Answer(text.encode("gb18030"), headers={"Content-Type": "text/html"})
    found = probed(serve({"/": HOME, "/zfxxgknb/": old, **ARTICLES}).url)
    assert found.charset is not None
    assert (found.charset.declared, found.charset.actual) == ("gb2312", "gb18030")
    assert "charset" not in codes(found)


@pytest.mark.parametrize("body", [b"%PDF-1.7 ...", b'{"rows": []}', b"\x00" * 500])
def test_what_is_no_page_of_links_gets_no_row_and_says_why(
    serve: Serve, probed: Callable[[str], Findings], body: bytes
) -> None:
    site = serve({"/nb.pdf": Answer(body, headers={"Content-Type": "application/octet-stream"})})
    found = probed(f"{site.url}/nb.pdf")
    assert proposed(found, TODAY) is None
    assert doubts(found)


def test_a_home_page_with_news_of_reports_is_not_taken_for_the_section(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    news = "".join(row(f"/nb/{year}.html", title(year, "某局")) for year in (2008, 2009, 2010))
    home = html(f'<title>某县人民政府</title><a href="/zfxxgknb/">政府信息公开年报</a>{news}')
    site = serve({"/": home, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}"), **ARTICLES})
    cells = proposed(probed(site.url), TODAY)
    assert cells is not None
    assert cells["start_url"] == f"{site.url}/zfxxgknb/"
    alone = probed(serve({"/": html(f"<title>某县</title>{news}"), **ARTICLES}).url)
    assert "front-only" in codes(alone)
    assert (proposed(alone, TODAY) or {})["status"] == "unverified"
