"""Whose report, of which year, published when: documents of the kinds that portals hold, all invented."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Hints
from extract.grid import Cell, Content, Grid, Paragraph
from extract.identity import Identification, identify

NO_HINTS = Hints()
LAW = "根据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。"


def read(*paragraphs: str, hints: Hints = NO_HINTS, title: str | None = None, **meta: str) -> Identification:
    return identify(Content(tuple(map(Paragraph, paragraphs)), title, meta), hints)


def codes(found: Identification) -> set[str]:
    return {issue.code for issue in found.issues}


def test_one_line_of_title_tells_everything() -> None:
    found = read("首页", "浙江省金华市婺城区财政局2022年政府信息公开工作年度报告", LAW)
    assert (found.publisher, found.division, found.year) == ("婺城区财政局", "浙江省金华市婺城区", 2022)
    assert found.title == "浙江省金华市婺城区财政局2022年政府信息公开工作年度报告"
    assert found.issues == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("金华市婺城区白龙桥镇", "2020年政府信息公开工作年度报告"),
        ("金华市婺城区白龙桥镇2020年", "政府信息公开工作年度报告"),
        ("金华市婺城区白龙桥镇", "2020年度", "政府信息公开工作年度报告"),
        ("金华市婺城区白龙桥镇", "关于2020年政府信息公开工作的年度报告"),
        ("[bookmark: _GoBack]金华市婺城区白龙桥镇2020年政府信息公开工作年度报告",),
        ("# 金华市婺城区白龙桥镇2020年政府信息公开工作年度报告",),
        ("标题: 金华市婺城区白龙桥镇2020年政府信息公开工作年度报告",),
    ],
)
def test_a_title_broken_over_lines_is_read_whole(lines: tuple[str, ...]) -> None:
    found = read("发布时间：2021-01-15", *lines, LAW)
    assert (found.publisher, found.division, found.year) == ("白龙桥镇", "浙江省金华市婺城区", 2020)
    assert found.title is not None
    assert found.title.startswith("金华市婺城区白龙桥镇")
    assert found.title.endswith("年度报告")


def test_the_signature_gives_a_towns_name_in_full() -> None:
    found = read(
        "婺城区白龙桥镇2020年政府信息公开工作年度报告", LAW, "金华市婺城区白龙桥镇人民政府", "2021年1月12日"
    )
    assert found.publisher == "白龙桥镇人民政府"
    assert "publisher-contradiction" not in codes(found)


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (Content((Paragraph(LAW),), "沭阳县水利局2021年政府信息公开工作年度报告_沭阳县人民政府"), "<title>"),
        (
            Content((Paragraph(LAW),), None, {"articletitle": "沭阳县水利局2021年政府信息公开工作年度报告"}),
            "meta",
        ),
        (Content((Paragraph("现将《沭阳县水利局2021年政府信息公开工作年度报告》予以公布。"),)), "quoted"),
        (Content((Paragraph("按照要求编制沭阳县水利局2021年政府信息公开工作年度报告。"),)), "lead"),
    ],
)
def test_titles_outside_the_text_are_found(content: Content, source: str) -> None:
    found = identify(content, NO_HINTS)
    assert (found.publisher, found.year, found.title) == (
        "沭阳县水利局",
        2021,
        "沭阳县水利局2021年政府信息公开工作年度报告",
    ), source


def test_the_line_that_the_metadata_confirm_leads_over_a_neighbours_report() -> None:
    found = read(
        "沭阳县民政局2021年政府信息公开工作年度报告",
        "沭阳县水利局2021年政府信息公开工作年度报告",
        LAW,
        articletitle="沭阳县水利局2021年政府信息公开工作年度报告",
    )
    assert found.publisher == "沭阳县水利局"


def test_of_several_years_beside_the_text_the_one_that_was_linked_leads() -> None:
    years = [f"沭阳县水利局{year}年政府信息公开工作年度报告" for year in (2023, 2022, 2021)]
    assert read(*years, LAW, hints=Hints(title=years[1])).year == 2022


def test_the_name_of_a_file_tells_what_the_text_does_not() -> None:
    found = read(LAW, hints=Hints(filename="上海市黄浦区人民政府2023年政府信息公开工作年度报告.pdf"))
    assert (found.publisher, found.year) == ("黄浦区人民政府", 2023)


def test_a_title_of_few_words_counts_only_where_no_other_tells_more() -> None:
    short = "政府信息公开工作年度报告"
    assert read(short, LAW).title == short
    assert read(short, LAW, title="沭阳县水利局2021年政府信息公开工作年度报告").publisher == "沭阳县水利局"


def test_without_a_title_the_rules_that_a_body_cites_as_its_own_name_it() -> None:
    found = read(
        LAW,
        "一、总体情况",
        "2019年，我乡落实《朝阳区2019年政务公开工作要点》。",
        "修订《高碑乡政务公开管理制度》《高碑乡政府信息公开申请办理办法》，执行《北京市政府信息公开规定》。",
        "本报告所列数据的统计期限，自 2019 年 1 月 1 日起至 12 月 31 日止。",
    )
    assert (found.publisher, found.division, found.year) == ("高碑乡", "北京市朝阳区", 2019)
    assert found.title is None


def test_what_the_document_does_not_tell_the_crawl_does() -> None:
    hints = Hints(
        title="水利局2021年政府信息公开工作年度报告",
        publisher="江苏省沭阳县水利局",
        division="江苏省宿迁市沭阳县",
        listed_on="2022-01-18",
    )
    found = read(LAW, "我局全年主动公开信息120条。", hints=hints)
    assert (found.publisher, found.division, found.year) == ("沭阳县水利局", "江苏省宿迁市沭阳县", 2021)
    assert (found.published_on, found.published_on_source) == ("2022-01-18", "list")


def test_the_crawl_never_overrules_the_document() -> None:
    hints = Hints(publisher="北京市朝阳区人民政府", division="北京市朝阳区", title="2018年政府信息公开年报")
    found = read("沭阳县水利局2021年政府信息公开工作年度报告", LAW, hints=hints)
    assert (found.publisher, found.division, found.year) == ("沭阳县水利局", "江苏省宿迁市沭阳县", 2021)
    assert codes(found) == {"year-contradiction"}


def test_a_body_that_only_the_registry_names_is_marked_as_assumed() -> None:
    found = read(LAW, hints=Hints(publisher="北京市朝阳区人民政府", division="北京市朝阳区"))
    assert (found.publisher, found.division) == ("朝阳区人民政府", "北京市朝阳区")
    assert "assumed-publisher" in codes(found)


def test_the_registry_decides_between_namesakes() -> None:
    lines = ("鼓楼区民政局2021年政府信息公开工作年度报告", LAW)
    assert read(*lines).division is None
    assert read(*lines, hints=Hints(division="福建省福州市")).division == "福建省福州市鼓楼区"


def test_a_province_named_in_the_text_decides_between_namesakes() -> None:
    found = read("鼓楼区民政局2021年政府信息公开工作年度报告", "落实《南京市2021年政务公开要点》。")
    assert found.division == "江苏省南京市鼓楼区"


@pytest.mark.parametrize("name", ["我局", "本机关", "本单位", "我乡"])
def test_a_pronoun_is_no_name(name: str) -> None:
    found = read(f"{name}2021年政府信息公开工作年度报告", LAW)
    assert found.publisher is None
    assert "no-publisher" in codes(found)


def test_nothing_told_is_nothing_taken() -> None:
    found = read(LAW, hints=Hints(url="http://x.gov.cn/zfxxgknb/202301/t20230118_1.html"))
    assert (found.publisher, found.year) == (None, None)
    assert codes(found) == {"no-publisher", "no-year"}
    assert (found.published_on, found.published_on_source) == ("2023-01-18", "url")


@pytest.mark.parametrize(
    ("url", "year"),
    [
        ("http://x.gov.cn/xxgkAnnualReport.jsp?fbtime=2017&area=1", 2017),
        ("http://x.gov.cn/art/2018/1/11/art_1_2.html", None),
    ],
)
def test_an_address_tells_the_year_only_where_it_names_the_reports(url: str, year: int | None) -> None:
    assert read(LAW, hints=Hints(url=url)).year == year


@pytest.mark.parametrize(
    ("statement", "year"),
    [
        ("本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。", 2019),
        ("统计期限：2019-01-01至2019-12-31。", 2019),
        ("数据统计截止时间为2019年12月31日。", 2019),
        ("统计期限自2018年1月5日起至2019年1月6日止。", 2018),
        ("统计期限自二〇一六年一月一日起至十二月三十一日止。", None),
        ("数据统计截至2020年1月20日。", None),
    ],
)
def test_the_statistical_period_tells_the_year(statement: str, year: int | None) -> None:
    assert read(LAW, statement).year == year


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("重庆市市场监督管理局机关2023年政府信息公开工作年度报告", "office"),
        ("沭阳县水利局2023年政府信息公开工作年度报告（本机关）", "office"),
        ("沭阳县水利局系统2023年政府信息公开工作年度报告", "system"),
        ("沭阳县水利局2023年政府信息公开工作年度报告（系统汇总）", "system"),
        ("沭阳县机关事务管理局2023年政府信息公开工作年度报告", None),
        ("沭阳县水利局2023年政府信息公开工作年度报告", None),
    ],
)
def test_the_scope_stands_in_the_title(title: str, scope: str | None) -> None:
    assert read(title, LAW).scope == scope


def test_the_trail_above_the_text_names_the_body_of_an_untitled_report() -> None:
    found = read(
        "当前位置：首页 > 政务公开 > 沭阳县水利局 > 政府信息公开年报", "2021年政府信息公开年度报告", LAW
    )
    assert found.publisher == "沭阳县水利局"


def test_the_body_that_says_it_made_the_report_is_its_publisher() -> None:
    found = read(
        "首页 > 乡镇街道 > 年报", "本报告由永嘉县溪上乡人民政府编制，统计期限自2022年1月1日起至12月31日止。"
    )
    assert (found.publisher, found.division, found.year) == ("溪上乡人民政府", "浙江省温州市永嘉县", 2022)


def test_a_trail_without_a_label_names_the_body_too() -> None:
    assert read("首页 > 乡镇街道 > 溪上乡", LAW).publisher == "溪上乡"


def test_tables_are_not_asked() -> None:
    cell = Cell("沭阳县水利局2021年政府信息公开工作年度报告", 0, 0)
    found = identify(Content((Grid(((cell,),), 0, True),)), NO_HINTS)
    assert found.title is None


@given(st.lists(st.text(max_size=80), max_size=12), st.text(max_size=40))
def test_any_document_is_answered(paragraphs: list[str], link: str) -> None:
    found = read(*paragraphs, hints=Hints(title=link, url=link, listed_on=link))
    assert found.publisher is not None or "no-publisher" in codes(found)


@pytest.mark.parametrize(
    "unit",
    [
        "统计2020年1月1日至",
        "《政府信息公开》",
        "发布时间:",
        "2020年",
        "编制信息公开",
        "（）",
        "由甲编",
        "首页>",
    ],
)
def test_hostile_paragraphs_cost_no_time(unit: str) -> None:
    began = process_time()
    read(*[unit * 2_000] * 20)
    assert process_time() - began < 2


SHARED = Path(__file__).parents[3] / "shared"
EXPECTED = [
    ("seeds/000_8c1caefbbdb1553e.txt", "王四营乡", "北京市朝阳区", 2019, set()),
    ("seeds/001_2b7d248cc963afc5.txt", "朝阳区人民政府", "北京市朝阳区", 2019, set()),
    ("seeds/002_28302dd473b12879.txt", "太师屯镇人民政府", "北京市密云区", 2019, {"early-signature"}),
    ("seeds/003_faf2576bdefa9143.txt", "王家街道办事处", "重庆市渝北区", 2019, {"year-contradiction"}),
    ("seeds/004_ea843a2474ea6bbc.txt", "小红门地区办事处", "北京市朝阳区", 2022, set()),
    ("corpus/reports/pingtan-2014.txt", "平潭综合实验区管委会", "福建省福州市平潭县", 2014, set()),
    ("corpus/reports/pingtan-czj-2009.txt", "平潭县财政局", "福建省福州市平潭县", 2009, set()),
]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collected reports are not on this machine")
@pytest.mark.parametrize(("name", "publisher", "division", "year", "issues"), EXPECTED)
def test_real_reports_are_identified(
    name: str, publisher: str, division: str, year: int, issues: set[str]
) -> None:
    text = (SHARED / name).read_text(encoding="utf-8", errors="replace")
    found = read(*filter(None, (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())))
    assert (found.publisher, found.division, found.year, codes(found)) == (publisher, division, year, issues)
