"""One page with several reports: the first is read, and the others are told of."""

from __future__ import annotations

import pytest

import extract
from archive.models import Reading
from tests.extract.form import Key, Table, keys, tables

FIRST, OTHER = "云岭区水务局2023年政府信息公开工作年度报告", "云岭区水务局2020年政府信息公开工作年度报告"


def markup(table: Table) -> str:
    rows = (
        "".join(f"<td colspan={box.colspan} rowspan={box.rowspan}>{box.text}</td>" for box in line)
        for line in table
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def report(title: str, edition: str, value: str, prose: str = "全年工作平稳。") -> str:
    blocks, applications, challenges = tables(edition, dict.fromkeys(keys(edition), value))
    return (
        f"<h1>{title}</h1><p>一、总体情况</p><p>{prose}</p><p>二、主动公开政府信息情况</p>"
        f"{''.join(map(markup, blocks))}<p>三、收到和处理政府信息公开申请情况</p>{markup(applications)}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{markup(challenges)}"
    )


def read(page: str) -> tuple[Reading, set[Key], set[int | float | None]]:
    reading = extract.read(f"<html><body>{page}</body></html>".encode())
    cells = {(o.table, o.row, o.column) for o in reading.observations}
    return reading, cells, {o.value for o in reading.observations}


def codes(reading: Reading) -> set[str]:
    return {issue.code for issue in reading.issues}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("title", [OTHER, "云岭区教育局2023年政府信息公开工作年度报告"])
def test_no_figure_of_the_second_report_becomes_one_of_the_first(edition: str, title: str) -> None:
    second = report(title, edition, "7", "本年收到政府信息公开申请7件。")
    reading, cells, values = read(report(FIRST, "2021", "0") + second)

    assert (reading.title, reading.year, reading.publisher) == (FIRST, 2023, "云岭区水务局")
    assert cells == set(keys("2021"))
    assert values == {0}
    assert reading.mentions == ()
    assert codes(reading) == {"several-reports"}


@pytest.mark.parametrize(
    "below",
    [
        report(FIRST, "2021", "0"),
        report("云岭区水务局政府信息公开工作年度报告", "2021", "0"),
        f"<p>上一篇：{OTHER}</p><table><tr><td>索引号</td><td>1</td></tr></table>",
    ],
)
def test_a_report_printed_twice_or_a_link_to_another_is_none(below: str) -> None:
    reading, cells, _ = read(report(FIRST, "2021", "0") + below)

    assert cells == set(keys("2021"))
    assert "several-reports" not in codes(reading)


def test_titles_of_other_years_above_the_report_are_no_reports() -> None:
    assert "several-reports" not in codes(read(f"<p>{OTHER}</p>" + report(FIRST, "2021", "0"))[0])
