"""Lists of indicators in grids: whatever the labels, codes, units and columns, the figures read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from archive.cells import form_cells
from archive.models import Hints, Outcome, Reading, Status
from extract import editions
from extract.editions.model import LIST
from extract.grid import Cell, Grid
from extract.indicators import Indicators, core_of
from extract.lexicon import Lexicon
from extract.match import match

MADE_UP = """
code = "2032"
first_year = 2032
[source]
document = "国办公开办函〔2032〕1号"
title = "关于统计表的通知"
date = "2032-01-01"
basis = "条例第四十九条"
[[tables]]
code = "services"
title = "便民服务统计表"
layout = "list"
stubs = ["名称"]
[[tables.blocks]]
code = "services"
columns = [{ code = "year", label = "本年" }, { code = "before", label = "上年", is_optional = true }]
rows = [
  { code = "windows", label = "服务窗口数" },
  { code = "visits", label = "来访人次", is_background = true },
  { code = "fees", label = "工本费" },
]
"""
FIGURES = st.one_of(st.integers(0, 3_000_000).map(str), st.sampled_from(["", "0", "—", "1,036", "约三"]))
VALUES = {"": None, "—": None, "约三": None, "1,036": 1036}
ROWS: Sequence[tuple[str, str, str, str]] = (
    ("01", "主动公开信息数", "条", "proactive_disclosed"),
    ("02", "其中：全文电子化的主动公开信息数", "条", "proactive_digital"),
    ("06", "现场接待人数", "人次", "visitors_received"),
    ("10", "申请总数", "条", "requests_received"),
    ("11", "其中：1.当面申请数", "条", "requests_in_person"),
    ("14", "4.网上申请数", "条", "requests_online"),
    ("32", "行政复议数", "件", "reconsiderations"),
)


def read(text: str, name: str = "report.html") -> Reading:
    return extract.read(text.encode(), Hints(filename=name))


def test_a_label_is_compared_without_what_is_printed_around_it() -> None:
    for printed in (
        "其中：1．网站公开",
        "2、 网站公开数",
        "（一）网站公开总数",
        "网站公开（条）",
        "网 站公开数量",
    ):
        assert core_of(printed) == "网站公开"


def test_what_differs_by_one_character_is_never_taken_for_the_other() -> None:
    labels = Indicators(editions.load().values())

    assert {word.code for word in labels.rows("同意公开数")} == {"answers_granted"}
    assert {word.code for word in labels.rows("不同意公开数")} == {"answers_refused"}
    assert labels.rows("未同意公开数") == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(FIGURES, FIGURES), min_size=len(ROWS), max_size=len(ROWS)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["html", "txt"]),
)
def test_a_printed_list_reads_back(
    figures: list[tuple[str, str]], has_codes: bool, has_cumulative: bool, style: str
) -> None:
    width = 2 if has_cumulative else 1
    head = [*(["代码"] if has_codes else []), "指标名称", "计量单位", *("2012年度", "历年累计")[:width]]
    lines = [
        [*([code] if has_codes else []), label, unit, *pair[:width]]
        for (code, label, unit, _), pair in zip(ROWS, figures, strict=True)
    ]

    reading = read(_printed([head, *lines], style), f"report.{style}")

    truth = {
        (row[3], column): VALUES[text] if text in VALUES else int(text)
        for row, pair in zip(ROWS, figures, strict=True)
        for column, text in zip(("year", "cumulative"), pair[:width], strict=False)
    }
    assert {(o.row, o.column): o.value for o in reading.observations} == truth
    assert Status.AMBIGUOUS not in {o.status for o in reading.observations}
    assert reading.edition == "2008"


def _printed(rows: Sequence[Sequence[str]], style: str) -> str:
    title = "某区某局2012年政府信息公开工作年度报告"
    if style == "txt":
        return f"{title}\n" + "\n".join("\t".join(row) for row in rows) + "\n"
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return (
        f"<html><head><meta charset='utf-8'></head><body><p>{title}</p><table>{cells}</table></body></html>"
    )


def test_two_years_side_by_side_are_not_told_apart_in_silence() -> None:
    head = ["指标名称", "计量单位", "2011年", "2012年"]
    rows = [[label, unit, "3", "4"] for _, label, unit, _ in ROWS]

    reading = read(_printed([head, *rows], "html"))

    assert {o.status for o in reading.observations} == {Status.AMBIGUOUS}
    assert [issue.code for issue in reading.issues].count("surplus-cells") == len(ROWS)


def test_sums_of_the_national_table_are_checked() -> None:
    rows = [["（一）收到申请数", "件", "9"], ["1.当面申请数", "件", "4"], ["2.传真申请数", "件", "0"]]
    rows += [["3.网络申请数", "件", "3"], ["4.信函申请数", "件", "1"], ["六、举报投诉数量", "件", "0"]]

    reading = read(_printed([["统计指标", "单位", "统计数"], *rows], "html"))

    assert reading.edition == "2014"
    failed = [check for check in reading.checks if check.outcome is Outcome.FAIL]
    assert [(check.check, check.left, check.right) for check in failed] == [("request-channels", 8, 9)]


@pytest.mark.parametrize(("code", "rows"), [("2008", 41), ("2014", 58)])
def test_every_cell_of_the_lists_has_a_name_in_the_archive(code: str, rows: int) -> None:
    (table,) = editions.load()[code].tables
    (block,) = table.blocks

    assert (table.layout, len(block.rows)) == (LIST, rows)
    assert {("statistics", row.code, column.code) for row in block.rows for column in block.columns} <= set(
        form_cells()
    )


def test_the_codes_of_the_numbered_form_are_35_and_what_is_doubtful_is_marked() -> None:
    old, national = (editions.load()[code].tables[0].blocks[0].rows for code in ("2008", "2014"))

    assert sorted(row.number for row in old if row.number) == [f"{n:02}" for n in range(1, 36)]
    assert [row.code for row in national if not row.is_background] == [
        "proactive_disclosed",
        "normative_documents_disclosed",
        "normative_documents_issued",
        "concerns_answered",
    ]


def test_a_made_up_list_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "2032.toml").write_text(MADE_UP, encoding="utf-8")
    known = editions.load_folder(tmp_path)
    rows: Sequence[Sequence[str]] = (
        ("名称", "单位", "本年", "上年"),
        ("1、服务窗口数", "个", "4", "3"),
        ("来访", "人次", "9", "8"),
    )
    rows = (*rows, ("其中：来访人次", "人次", "70", ""), ("工本费", "元", "25", "/"))
    grid = Grid(tuple(tuple(Cell(t, r, c) for c, t in enumerate(row)) for r, row in enumerate(rows)), 0, True)

    found = match([grid], known, Lexicon(known.values()), 2032)

    assert {(o.row, o.column): (o.value, o.unit) for o in found.observations} == {
        ("windows", "year"): (4, "个"),
        ("windows", "before"): (3, "个"),
        ("label:来访", "year"): (9, "人次"),
        ("label:来访", "before"): (8, "人次"),
        ("visits", "year"): (70, "人次"),
        ("visits", "before"): (None, "人次"),
        ("fees", "year"): (0.0025, "元"),
        ("fees", "before"): (None, "元"),
    }
    assert [issue.code for issue in found.issues] == ["unmatched-label"]
