"""Pages, rows, links and hosts: what holds for any of them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import CaptureKind, Portal
from crawler.attachments import attachments, is_file
from crawler.blocking import judge
from crawler.hosts import host, lanes, own_hosts, site
from crawler.listing import survey
from crawler.page import Page, decode
from crawler.platforms import FAMILIES
from crawler.rows import candidates
from crawler.sections import Lead, is_section, menus

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4)


@given(HAN)
def test_chinese_text_is_read_in_either_encoding(text: str) -> None:
    page = f"<p>{text}，政府信息公开工作年度报告</p>"
    assert (
        decode(page.encode())
        == decode(page.encode("gb18030"))
        == decode(b"\xef\xbb\xbf" + page.encode())
        == page
    )


FORMS = (
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS))
def test_a_date_beside_a_link_is_read_however_it_is_written(day: date, form: str) -> None:
    shown = form.format(day)
    page = Page("http://a.gov.cn/", f"<ul><li><a href='/1.html'>标题</a><span>[{shown}]</span></li></ul>")
    assert [candidate.listed_on for candidate in candidates(page)] == [day.isoformat()]


def test_a_date_inside_the_link_is_no_part_of_its_title() -> None:
    page = Page("http://a.gov.cn/", "<li><a href='/1.html'>年度报告（图片版）[2024-01-20]</a></li>")
    (candidate,) = candidates(page)
    assert (candidate.title, candidate.listed_on) == ("年度报告（图片版）", "2024-01-20")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./a.html", "http://a.gov.cn/x/a.html"),
        ("../x/./a.html#top", "http://a.gov.cn/x/a.html"),
        (" /a b.html\n", "http://a.gov.cn/ab.html"),
        ("//b.gov.cn/a", "http://b.gov.cn/a"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("#top", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_to_another_page_or_nowhere(href: str, url: str | None) -> None:
    assert Page("http://a.gov.cn/x/index.html", "").resolve(href) == url


def test_relative_links_heed_the_base_of_the_page() -> None:
    page = Page("http://a.gov.cn/x/", "<head><base href='/y/'></head><a href='1.html'>一</a>")
    assert [link.url for link in page.links] == ["http://a.gov.cn/y/1.html"]


@pytest.mark.parametrize(
    "text", ["", " ", "<!-- -->", "\x00", "<?xml version='1.0' encoding='gb2312'?><a href='/1'>一</a>"]
)
def test_a_page_that_is_hardly_one_has_a_tree_all_the_same(text: str) -> None:
    page = Page("http://a.gov.cn/", text)
    assert len(page.links) == text.count("href")
    assert page.heading == ""


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ('<a href="/1" title="某局2023年度报告">某局2023...</a>', "某局2023年度报告"),
        ('<a href="/1" title="">某局2023...</a>', "某局2023..."),
        ('<a href="/1" title="点击查看">某局2023年度报告</a>', "某局2023年度报告"),
        ('<a href="/1" title="某局2023年度报告"><img src="a.png"></a>', "某局2023年度报告"),
    ],
)
def test_the_title_of_a_link_is_the_fullest_that_it_has(anchor: str, title: str) -> None:
    assert Page("http://a.gov.cn/", anchor).links[0].title == title


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.gov.cn/P0202401.PDF", True),
        ("http://a.gov.cn/%E6%8A%A5%E5%91%8A.docx", True),
        ("http://a.gov.cn/module/download/downfile.jsp?classid=0&filename=ab12.wps", True),
        ("http://a.gov.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=7", True),
        ("http://a.gov.cn/download.jsp", False),
        ("http://a.gov.cn/a.html?from=pdf", False),
        ("http://a.gov.cn/W020.jpg", False),
    ],
)
def test_a_file_is_known_by_its_address(url: str, expected: bool) -> None:
    assert is_file(url) is expected


@pytest.mark.parametrize(
    "suffix",
    [
        *("pdf", "doc", "docx", "wps", "xls", "xlsx", "et"),
        *("rtf", "ofd", "odt", "ods", "csv", "zip", "rar", "7z"),
    ],
)
def test_files_of_every_format_that_is_read_are_found(suffix: str) -> None:
    page = Page("http://a.gov.cn/nb/1.html", f"<p><a href='/f/P02.{suffix}'>附件</a></p>")
    assert [link.url for link in attachments(page)] == [f"http://a.gov.cn/f/P02.{suffix}"]


def test_where_no_body_is_marked_every_file_outside_the_furniture_counts_once() -> None:
    page = Page(
        "http://a.gov.cn/",
        "<header><a href='/h.doc'>表</a></header><p><a href='/a.doc'>报告</a><a href='/a.doc'>下载</a></p>"
        "<div class='foot-links footer'><a href='/f.doc'>表</a></div>",
    )
    assert [link.url for link in attachments(page)] == ["http://a.gov.cn/a.doc"]


@pytest.mark.parametrize(
    "body",
    [
        "class='a TRS_Editor'",
        "id=UCAP-CONTENT",
        "id=Zoom",
        "id=vsb_content_2",
        "class=zc_article_con",
        "class='zw-content w100'",
    ],
)
def test_where_a_body_is_marked_only_its_files_count(body: str) -> None:
    page = Page("http://a.gov.cn/", f"<a href='/h.doc'>表</a><div {body}><a href='/a.doc'>报告</a></div>")
    assert [link.url for link in attachments(page)] == ["http://a.gov.cn/a.doc"]


@pytest.mark.parametrize(
    "href",
    [
        "./P0202401.PDF",
        "P0202401%2Epdf",
        "P0202401&#46;pdf",
        "/module/downfile.jsp?filename=ab12",
        "/system/DownloadAttach?wbfileid=7",
        "/get?name=a.wps&amp;v=1",
    ],
)
def test_a_file_is_found_however_its_link_is_spelt(href: str) -> None:
    page = Page("http://a.gov.cn/nb/1.html", f"<p><a href='{href}'>附件</a></p>")
    assert len(list(attachments(page))) == 1


def test_a_script_that_counts_visits_is_no_sign_of_files() -> None:
    page = Page("http://a.gov.cn/nb/1.html", "<script src='/module/visitcount/articlehits.jsp'></script><p>1")
    assert list(attachments(page)) == []
    assert "tree" not in vars(page), "a page without files is not parsed for them: it takes milliseconds"


@pytest.mark.parametrize("href", ["http://[::1/", "javascript:void(0)", "data:,", "about:blank"])
def test_a_base_that_is_no_address_counts_for_nothing(href: str) -> None:
    page = Page("http://a.gov.cn/nb/", f"<base href='{href}'><a href='1.html'>报告</a>")
    assert [link.url for link in page.links] == ["http://a.gov.cn/nb/1.html"]


@pytest.mark.parametrize("url", ["http://a%5B.gov.cn/1.pdf", "http://a.gov.cn%EF%BC%8F/1.pdf"])
def test_a_file_at_no_address_costs_no_other_file(url: str) -> None:
    page = Page("http://a.gov.cn/", f"<p><a href='{url}'>甲</a><a href='/2.pdf'>乙</a></p>")
    assert "http://a.gov.cn/2.pdf" in [link.url for link in attachments(page)]


def test_menus_lead_to_the_section_before_anything_else() -> None:
    page = Page(
        "http://a.gov.cn/",
        "<a href='/zfxxgk/'>政府信息公开</a><a href='/nb/'>年报</a><a href='/zfxxgknb/'>信息</a>"
        "<a href='/t20240101_12345.html'>某局2023年政府信息公开工作年度报告</a>"
        "<a href='/fz/'>法治政府建设年度报告</a>",
    )
    assert [(menu.url, menu.lead) for menu in menus(page, in_section=False)] == [
        ("http://a.gov.cn/nb/", Lead.ANNUAL),
        ("http://a.gov.cn/zfxxgknb/", Lead.ANNUAL),
    ]


def test_a_section_is_known_by_its_address_or_its_column() -> None:
    named = "<meta content='政府信息公开年报' NAME='columnname'>"
    assert is_section(Page("http://a.gov.cn/c1/", f"<html><head>{named}</head></html>"))
    assert is_section(Page("http://a.gov.cn/zwgk/zfxxgknb_478/index_1.html", ""))
    assert not is_section(Page("http://a.gov.cn/", "<title>某区人民政府</title>"))


def portal(start_url: str, *hosts: str) -> Portal:
    row = Portal("a", "", "", "", start_url, "trs", {}, hosts, None, "active", "")
    return replace(row, id=start_url)


@pytest.mark.parametrize(
    ("url", "name", "registrable"),
    [
        ("http://www.A.gov.cn:80/x", "a.gov.cn", "a.gov.cn"),
        ("https://zwgk.changchun.gov.cn/", "zwgk.changchun.gov.cn", "changchun.gov.cn"),
        ("http://122.137.242.24:8080/", "122.137.242.24:8080", "122.137.242.24:8080"),
        ("http://www.a.gov.cn:80x/", "www.a.gov.cn:80x", "a.gov.cn"),
        ("http://[::1/a", "[::1", "[::1"),
    ],
)
def test_hosts_are_compared_without_www_and_default_port(url: str, name: str, registrable: str) -> None:
    assert host(url) == name
    assert site(name) == registrable


def test_portals_that_share_a_site_in_any_way_share_a_lane() -> None:
    rows = [
        portal("http://www.a.gov.cn/"),
        portal("http://b.gov.cn/"),
        portal("http://c.gov.cn/", "xxgk.a.gov.cn", "x.b.gov.cn"),
        portal("http://d.gov.cn/"),
    ]
    assert [{row.id for row in lane} for lane in lanes(rows)] == [
        {"http://www.a.gov.cn/", "http://b.gov.cn/", "http://c.gov.cn/"},
        {"http://d.gov.cn/"},
    ]
    assert own_hosts(rows[2]) == {"c.gov.cn", "xxgk.a.gov.cn", "x.b.gov.cn"}


HOSTILE = (
    "<record><![CDATA[",
    "<a href=/1>" + "." * 5000,
    "createPageHTML(" + " " * 500,
    "<meta http-equiv=refresh ",
    "<script>",
    "<li><a href=/1>政府信息公开</a>",
    "<input type=",
    "perPage : ",
    "信息公开工作情况的年度报" * 40 + "<a>",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_page_takes_long_to_read_however_it_is_made(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.perf_counter()
    page = Page("http://a.gov.cn/zfxxgknb/index.html", text)
    for family in FAMILIES.values():
        family.fingerprint(text)
        list(family({}).next_pages(page))
    survey(FAMILIES["jcms"]({}), page)
    list(menus(page, in_section=False))
    list(attachments(page))
    judge(200, text.encode(), CaptureKind.ARTICLE)
    judge(200, text[:4000].encode(), CaptureKind.ARTICLE)
    assert time.perf_counter() - began < 5
