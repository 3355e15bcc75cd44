"""What single families promise beyond their saved pages; those are in test_families."""

from __future__ import annotations

import pytest

from archive.models import Candidate
from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms import FAMILIES, detect
from tests.crawler.test_families import PORTALS, saved


def test_a_link_to_an_article_elsewhere_does_not_make_a_page_that_family_s() -> None:
    page = saved(PORTALS / "jcms-inline")
    link = '<a href="http://www.yunxi.gov.cn/zwgk/202301/t20230130_4410021.html">转载</a>'
    assert detect(page.text + link) == "jcms"


def test_the_whole_title_is_taken_where_the_visible_one_is_cut() -> None:
    page = saved(PORTALS / "trs-plain")
    titles = [candidate.title for candidate in FAMILIES["trs"]({}).candidates(page)]
    assert "云溪区交通运输局2022年政府信息公开工作年度报告" in titles


def test_a_window_asked_for_by_the_row_sets_the_size_of_the_requests() -> None:
    page = saved(PORTALS / "jcms-inline")
    (asked,) = FAMILIES["jcms"]({"window": "1"}).next_pages(page)
    assert Ask.of(asked).url.endswith("startrecord=4&endrecord=4&perpage=1")


@pytest.mark.parametrize("family", ["generic", "openness", "vsb", "encodedpager"])
def test_the_text_of_a_next_link_may_be_named_by_the_row(family: str) -> None:
    html = '共3页<a href="/a2.jsp">后面还有</a><a href="/a9.jsp">下一页</a>'
    pages = FAMILIES[family]({"next_text": "后面还有"}).next_pages(Page("http://a.gov.cn/a1.jsp", html))
    assert list(pages) == ["http://a.gov.cn/a2.jsp"]


def test_an_impossible_date_is_no_date() -> None:
    page = saved(PORTALS / "generic-numbers")
    candidates: list[Candidate] = list(FAMILIES["generic"]({}).candidates(page))
    assert [candidate.listed_on for candidate in candidates[:2]] == ["2024-01-19", None]


@pytest.mark.parametrize("address", ["http://[::1", "javascript:go()", "#"])
def test_a_proxy_without_an_address_ends_the_list(address: str) -> None:
    html = f"proxyUrl:'{address}', perPage:15, totalRecord:31"
    assert list(FAMILIES["jcms"]({}).next_pages(Page("http://a.gov.cn/col/col1/index.html", html))) == []
