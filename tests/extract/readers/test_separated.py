"""Comma-separated tables: quotation marks, padding, damage."""

from __future__ import annotations

from extract.grid import Grid, Paragraph
from extract.readers import read_content
from extract.readers.separated import read_separated


def rows_of(data: str) -> list[list[str]]:
    (grid,) = [block for block in read_separated(data.encode()).blocks if isinstance(block, Grid)]
    return [[cell.text for cell in row if cell] for row in grid.rows]


def test_a_quoted_cell_may_hold_commas_quotation_marks_and_line_breaks() -> None:
    assert rows_of('"规章,""甲""",本年新\n规范,"本年\n增/减",0\n') == [
        ['规章,"甲"', "本年新"],
        ["规范", "本年增/减", "0"],
    ]


def test_a_row_of_one_cell_is_a_paragraph() -> None:
    label, content = read_content("2019年年度报告\n规章,1,2,3\n规范性文件,4,5,6\n".encode(), "text/csv")

    assert label.startswith("csv/")
    assert content.blocks[0] == Paragraph("2019年年度报告")


def test_a_row_too_wide_and_too_many_rows_are_cut_with_an_issue() -> None:
    content = read_separated(("1," * 300 + "\n").encode() * 3_000)

    assert [issue.code for issue in content.issues] == ["bound-hit"]


def test_a_quotation_mark_that_nothing_closes_ends_the_reading_with_an_issue() -> None:
    content = read_separated(('规章,1,2\n"' + "甲" * 200_000).encode())

    assert [issue.code for issue in content.issues] == ["bound-hit"]
