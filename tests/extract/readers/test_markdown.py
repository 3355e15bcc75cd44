"""Markdown: pipe tables, headings, embedded HTML."""

from __future__ import annotations

import pytest

from extract.grid import Grid
from extract.readers.sniffing import MARKDOWN
from tests.extract.readers.reading import grids, kinds, prose, read

TABLE = "| 信息内容 | 本年制发件数 |\n|:--|--:|\n| 规章 | 0 |\n"


def aligned(document: str) -> list[bool]:
    return [block.is_aligned for block in read(document, MARKDOWN).blocks if isinstance(block, Grid)]


def test_headings_lose_their_marks_and_tables_become_grids() -> None:
    content = read(f"# 年度报告 #\n\n## 二、主动公开\n{TABLE}\n**说明**：无。\n", MARKDOWN)
    assert kinds(content) == ["年度报告", "二、主动公开", "grid", "说明：无。"]
    assert grids(content) == [[["信息内容", "本年制发件数"], ["规章", "0"]]]


def test_tables_that_follow_one_another_stay_separate() -> None:
    assert len(grids(read(f"{TABLE}\n{TABLE}", MARKDOWN))) == 2


def test_alignment_tells_whether_the_rows_have_one_width() -> None:
    assert aligned(TABLE) == [True]
    assert aligned(TABLE + "| 文件 |\n") == [False]


def test_only_the_rule_row_is_dropped() -> None:
    content = read("| 甲 | - |\n|---|---|\n| - | - |\n| --- | --- |\n| 乙 | 1 |\n", MARKDOWN)
    assert grids(content) == [[["甲", "-"], ["-", "-"], ["乙", "1"]]]


def test_blank_cells_escapes_and_breaks() -> None:
    content = read("| 复议 | | 总计 |\n|---|---|---|\n| a\\|b | 本年新<br>制作 | &nbsp; |\n", MARKDOWN)
    assert grids(content) == [[["复议", "", "总计"], ["a|b", "本年新制作", ""]]]


def test_a_table_without_outer_pipes_or_without_a_rule() -> None:
    assert grids(read("甲 | 1\n--- | ---\n乙 | 2\n", MARKDOWN)) == [[["甲", "1"], ["乙", "2"]]]
    assert grids(read("| 甲 | 1 |\n| 乙 | 2 |\n", MARKDOWN)) == [[["甲", "1"], ["乙", "2"]]]


def test_a_pipe_in_prose_is_no_table() -> None:
    assert prose(read("来源：某局 | 时间：2020-01-06\n", MARKDOWN)) == ["来源：某局 | 时间：2020-01-06"]


def test_html_tables_in_the_text_are_read_with_their_spans() -> None:
    table = "<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"
    content = read(f"# 报告\n{table}\n{TABLE}下文\n", MARKDOWN)
    assert kinds(content) == ["报告", "grid", "grid", "下文"]
    assert grids(content)[0] == [["甲", "1"], ["甲", "2"]]
    assert [block.index for block in content.blocks if isinstance(block, Grid)] == [0, 1]


@pytest.mark.parametrize(
    "line", ["|", "||\n", "| - |\n", "a|\n-|\n", "<table", "<table>\n", " |" * 9 + "\n", "#\n", "\\|"]
)
def test_the_time_grows_with_the_length_alone(line: str) -> None:
    assert {issue.code for issue in read(line * 30_000, MARKDOWN).issues} <= {"bound-hit"}
