"""A whole report in the rows of one table: who, when and the prose are read out of it."""

from __future__ import annotations

import pytest

import extract
from archive.models import Outcome, Reading
from extract import editions
from extract.grid import Cell, Grid
from extract.one_table import laid_open
from tests.extract.form import Table, keys, tables

TITLE = "云岭区水务局2023年政府信息公开工作年度报告"
NUMBERS = [None, "一", "二", "三", "四", "五", "六"]


def rows(table: Table) -> str:
    return "".join(
        "<tr>"
        + "".join(f"<td colspan={box.colspan} rowspan={box.rowspan}>{box.text}</td>" for box in line)
        + "</tr>"
        for line in table
    )


def line(text: str) -> str:
    return f"<tr><td colspan=10><p>{text}</p></td></tr>"


def read(prose: str, *, is_joined: bool) -> Reading:
    blocks, applications, challenges = tables("2021", dict.fromkeys(keys("2021"), "0"))
    overview = [f"一、总体情况<br>{prose}"] if is_joined else ["一、总体情况", prose]
    parts = [
        *map(line, [TITLE, *overview, "二、主动公开政府信息情况"]), *map(rows, blocks),
        line("三、收到和处理政府信息公开申请情况"), rows(applications),
        line("四、政府信息公开行政复议、行政诉讼情况"), rows(challenges),
        *map(line, ["五、存在的主要问题及改进情况", "解读形式单一。"]),
        *map(line, ["六、其他需要报告的事项", "未收取信息处理费。"]),
    ]  # fmt: skip
    return extract.read(f"<html><body><table>{''.join(parts)}</table></body></html>".encode())


@pytest.mark.parametrize("is_joined", [True, False])
def test_title_sections_and_contradictions_are_found(is_joined: bool) -> None:
    prose = "本年收到政府信息公开申请7件，均已答复。"
    reading = read(prose, is_joined=is_joined)

    assert (reading.title, reading.year, reading.publisher) == (TITLE, 2023, "云岭区水务局")
    assert [section.number for section in reading.sections] == NUMBERS
    texts = {section.number: section.text for section in reading.sections}
    assert (texts["一"], texts["二"], texts["六"]) == (prose, "", "未收取信息处理费。")
    failed = [(c.left, c.right) for c in reading.checks if c.outcome is Outcome.FAIL]
    assert failed == [(7, 0)]


@pytest.mark.parametrize("is_joined", [True, False])
def test_every_figure_keeps_its_place_in_the_table(is_joined: bool) -> None:
    reading = read("全年工作平稳。", is_joined=is_joined)

    assert {(o.table, o.row, o.column) for o in reading.observations} == set(keys("2021"))
    assert {o.locator.table for o in reading.observations} == {0}
    places = [(o.locator.row, o.locator.column) for o in reading.observations]
    assert len(set(places)) == len(places)


def test_a_table_without_headings_stays_one() -> None:
    cells = tuple((Cell("规章", n, 0), Cell("0", n, 1)) for n in range(50))
    grid = Grid((*cells, (Cell("一、总体情况", 50, 0), None)), 0, is_aligned=True)

    assert laid_open((grid,), editions.load()) == (grid,)
