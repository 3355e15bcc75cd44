"""Whose part of a portal a page lies in, and what a link is called there."""

from __future__ import annotations

import pytest

from crawler.page import Page
from crawler.sections import Lead, menus
from crawler.twins import Twins, article_key
from crawler.units import Unit, unit_of
from crawler.year_pages import other_years, with_year

SITE = "http://www.yunxi.gov.cn"


@pytest.mark.parametrize(
    "name", ["柳树乡", "清水镇人民政府", "区教育局", "高新区管委会", "石桥街道", "云溪区卫生健康委"]
)
def test_a_menu_entry_that_is_a_publisher_s_name_is_a_unit(name: str) -> None:
    assert unit_of(name, f"{SITE}/x/") == Unit(name, f"{SITE}/x/")


@pytest.mark.parametrize(
    "text", ["要闻动态", "乡镇街道", "机构职能", "2023年", "年报", "政府信息公开", "", "财政局2023年度预算"]
)
def test_any_other_menu_entry_is_none(text: str) -> None:
    assert unit_of(text, f"{SITE}/x/") is None


@pytest.mark.parametrize(
    ("home", "url", "is_own"),
    [
        ("/gk/ls/", "/gk/ls/nb/2023/", True),
        ("/gk/ls/index.html", "/gk/ls/nb/", True),
        ("/gk/ls.html", "/gk/ls/nb.html", True),
        ("/public/column/24601", "/public/column/24601?action=list", True),
        ("/gk/ls/", "/gk/lsz/nb/", False),
        ("/gk/ls/", "/nb/", False),
        ("/", "/nb/", False),
    ],
)
def test_a_unit_holds_what_lies_below_its_address(home: str, url: str, is_own: bool) -> None:
    assert Unit("柳树乡", SITE + home).holds(SITE + url) is is_own
    assert not Unit("柳树乡", SITE + home).holds(f"http://www.other.gov.cn{url}")


def test_a_page_elsewhere_is_the_unit_s_where_it_says_so() -> None:
    unit = Unit("区教育局", f"{SITE}/col/col12/index.html")
    named = Page(f"{SITE}/col/col77/index.html", "<title>年报-云溪区教育局-云溪区人民政府</title>")
    assert unit.covers(named)
    assert not unit.covers(Page(f"{SITE}/col/col78/index.html", "<title>年报</title>"))


def test_a_title_that_names_its_publisher_keeps_it() -> None:
    unit = Unit("柳树乡", f"{SITE}/ls/")
    assert (
        unit.entitle(f"{SITE}/ls/a", "2023年政府信息公开工作年度报告")
        == "柳树乡2023年政府信息公开工作年度报告"
    )
    whole = "云溪区水利局2023年政府信息公开工作年度报告"
    assert unit.entitle(f"{SITE}/ls/a", whole) == whole


def test_units_in_the_header_of_a_home_page_are_not_followed() -> None:
    entries = "".join(f'<a href="/bm/{unit}/">区{unit}局</a>' for unit in ("教育", "民政", "水利", "财政"))
    home = Page(f"{SITE}/", f"<title>云溪区人民政府</title>{entries}")
    tree = Page(f"{SITE}/gk/", f"<title>政府信息公开</title>{entries}")
    assert list(menus(home, in_section=False)) == []
    assert [menu.lead for menu in menus(tree, in_section=False)] == [Lead.UNIT] * 4


def test_copies_for_telephones_come_last_and_articles_stay_in_order() -> None:
    urls = [f"{SITE}/{name}" for name in ("b_wap.html", "a.html", "c.html", "b.html", "wap/c.html")]
    assert list(Twins().drop((url, url) for url in urls)) == [urls[1], urls[2], urls[3]]


def test_an_article_of_another_number_is_no_twin() -> None:
    assert article_key(f"{SITE}/t1_wap.html") == article_key("https://yunxi.gov.cn/t1.html")
    assert article_key(f"{SITE}/x?id=1") != article_key(f"{SITE}/x?id=2")
    assert article_key(f"{SITE}/wap.html") == "http://yunxi.gov.cn/wap.html"


def test_another_year_keeps_every_other_parameter() -> None:
    assert with_year(f"{SITE}/d.aspx?dept=58&year=2022", "2021") == f"{SITE}/d.aspx?dept=58&year=2021"
    assert with_year(f"{SITE}/d?q=&n=%B9%AB&year=2022", "2021") == f"{SITE}/d?q=&n=%B9%AB&year=2021"
    page = Page(
        f"{SITE}/d.aspx?dept=58&year=2022",
        '<a href="?dept=58&year=2021">2021</a><a href="?dept=59&year=2021">2021</a><a href="?d=1">全</a>'
        "<select><option>2022年</option><option>2020年</option><option>全部</option></select>",
    )
    found = [candidate.url.removeprefix(SITE) for candidate in other_years(page)]
    assert found == ["/d.aspx?dept=58&year=2021", "/d.aspx?dept=58&year=2020"]
