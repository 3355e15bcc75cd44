"""A column that counts the rows of a table is no column of figures."""

from __future__ import annotations

import pytest

import extract
from extract.grid import Cell, Grid
from extract.row_numbers import without_row_numbers
from tests.extract.form import Box, Table, keys, tables

FIGURES = {key: str(number) for number, key in enumerate(keys("2021"), 100)}


def markup(table: Table, first: int) -> str:
    """The table with a first column that counts the rows from ``first`` on."""
    rows = [[Box("序号", 1, first), *table[0]], *table[1:first]]
    rows += [[Box(str(number)), *line] for number, line in enumerate(table[first:], 1)]
    lines = (
        "".join(f"<td colspan={box.colspan} rowspan={box.rowspan}>{box.text}</td>" for box in line)
        for line in rows
    )
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def test_figures_beside_row_numbers_are_read() -> None:
    blocks, applications, challenges = tables("2021", FIGURES)
    page = "".join(markup(table, 1) for table in blocks) + markup(applications, 3) + markup(challenges, 3)

    reading = extract.read(f"<html><body><p>2023年年度报告</p>{page}</body></html>".encode())

    assert {(o.table, o.row, o.column): o.raw for o in reading.observations} == FIGURES


@pytest.mark.parametrize(
    "column", [["序号", "1", "3"], ["序号", ""], ["件数", "1", "2"], ["序号", "甲", "乙"]]
)
def test_a_column_that_does_not_count_stays(column: list[str]) -> None:
    rows = tuple((Cell(text, n, 0), Cell("0", n, 1)) for n, text in enumerate(column))
    grid = Grid(rows, 0, is_aligned=True)

    assert without_row_numbers((grid,)) == (grid,)
