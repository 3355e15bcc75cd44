from __future__ import annotations

import pytest

from archive.models import Section
from extract import editions
from extract.grid import Cell, Grid, Paragraph
from extract.narrative import sections

GRID = Grid(((Cell("规章", 0, 0), Cell("3", 0, 1)),), 0, True)


def parted(*texts: str | Grid) -> list[tuple[str | None, str, str]]:
    blocks = [text if isinstance(text, Grid) else Paragraph(text) for text in texts]
    return [(s.number, s.heading, s.text) for s in sections(blocks, editions.load()["2021"])]


def test_prose_stands_under_its_heading_without_the_tables() -> None:
    assert parted("某局年报", "一、总体情况", "全年平稳。", "二、主动公开政府信息情况", GRID, "以上。") == [
        (None, "", "某局年报"),
        ("一", "一、总体情况", "全年平稳。"),
        ("二", "二、主动公开政府信息情况", "以上。"),
    ]


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("收到和处理政府信息公开申请情况", "三"),
        ("1、 总体情况", "一"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四"),
        ("四、政府信息公开行政法复议、行政诉讼情况", "四"),
        ("二、 其他需要报告的事项", "六"),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, number: str) -> None:
    assert parted(heading, "无。") == [(number, heading, "无。")]


@pytest.mark.parametrize(
    "line",
    ["一、主动公开情况", "（二）主动公开政府信息情况", "1. 主动公开情况", "3.总体情况", "二是加强制度建设。"],
)
def test_other_numbered_lines_stay_in_the_section(line: str) -> None:
    assert parted("一、总体情况", line, "正文。") == [("一", "一、总体情况", f"{line}\n正文。")]


def test_an_unknown_heading_counts_where_its_numeral_goes_on() -> None:
    read = parted(
        "四、政府信息公开行政复议、行政诉讼情况", "五、不足之处与下步打算", "无。", "七、附表", "略。"
    )

    assert [(number, heading) for number, heading, _ in read] == [
        ("四", "四、政府信息公开行政复议、行政诉讼情况"),
        ("五", "五、不足之处与下步打算"),
        ("七", "七、附表"),
    ]


def test_a_heading_that_runs_into_its_text_is_parted() -> None:
    text = "一、总体情况。" + "全年主动公开政府信息288条，依申请公开44件，群众满意。" * 3

    ((number, heading, prose),) = parted(text)

    assert (number, heading) == ("一", "一、总体情况")
    assert prose.startswith("全年主动公开")


def test_a_table_of_contents_makes_no_empty_sections() -> None:
    assert parted(
        "一、总体情况", "六、其他需要报告的事项", "一、总体情况", "好。", "六、其他需要报告的事项", "无。"
    ) == [
        ("一", "一、总体情况", "好。"),
        ("六", "六、其他需要报告的事项", "无。"),
    ]


def test_no_prose_no_sections() -> None:
    assert sections([GRID], editions.load()["2019"]) == ()
    assert sections([Paragraph("无")], editions.load()["2019"]) == (Section(None, "", "无"),)


def test_numbered_parts_of_a_section_do_not_take_the_numbers_of_later_ones() -> None:
    read = parted(
        *("一、总体情况", "一、主动公开工作", "好。", "二、依申请公开工作", "少。"),
        *("二、主动公开政府信息情况", GRID, "三、收到和处理政府信息公开申请情况", GRID),
    )

    assert [(number, text) for number, _, text in read] == [
        ("一", "一、主动公开工作\n好。\n二、依申请公开工作\n少。"),
        ("二", ""),
        ("三", ""),
    ]


def test_the_last_line_of_a_table_of_contents_is_no_heading() -> None:
    contents = ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
    found = parted(
        *contents,
        "某局年报",
        "一、总体情况",
        "甲。",
        "五、存在的主要问题及改进情况",
        "乙。",
        contents[2],
        "丙。",
    )
    assert [(number, text) for number, _, text in found] == [
        (None, "六、其他需要报告的事项\n某局年报"), ("一", "甲。"), ("五", "乙。"), ("六", "丙。"),
    ]  # fmt: skip


def test_a_list_of_contents_behind_the_report_takes_no_section_from_it() -> None:
    headings = ("一、总体情况", "六、其他需要报告的事项")

    read = parted(headings[0], "好。", headings[1], "无。", *headings)

    assert [(number, text) for number, _, text in read] == [("一", "好。"), ("六", "无。")]


def test_charges_of_the_earlier_forms_keep_their_heading_and_no_number() -> None:
    read = parted(
        "一、总体情况", "好。", "二、收费及减免情况", "无。", "五、存在的主要问题及改进情况", "少。"
    )

    assert [number for number, _, _ in read] == ["一", None, "五"]
    assert read[1][1:] == ("二、收费及减免情况", "无。")


def test_numerals_may_be_lost_between_two_sections() -> None:
    read = parted("四、政府信息公开行政复议、行政诉讼情况", "无。", "七、需要说明的情况", "无。")

    assert [number for number, _, _ in read] == ["四", "七"]
