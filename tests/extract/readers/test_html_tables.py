"""Tables of HTML pages: spans, layout, the text of cells."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extract.grid import Cell, Grid
from tests.extract.readers.reading import codes, grids, kinds, prose, read

ROWS = "<tr><td>规章</td><td>1</td><td>2</td></tr><tr><td>规范性文件</td><td>3</td><td>4</td></tr>"


def test_a_spanning_cell_stands_at_every_position_it_covers_and_knows_its_origin() -> None:
    content = read(
        "<table><tr><td colspan=2 rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>乙</td><td>3</td><td>4</td></tr></table>"
    )
    (grid,) = content.blocks
    assert isinstance(grid, Grid)
    origin = Cell("甲", 0, 0)
    assert grid.rows[0] == (origin, origin, Cell("1", 0, 2))
    assert grid.rows[1] == (origin, origin, Cell("2", 1, 2))
    assert grid.rows[2] == (Cell("乙", 2, 0), Cell("3", 2, 1), Cell("4", 2, 2))
    assert grid.is_aligned


@pytest.mark.parametrize("span", ["x", "-1", "", "1.5", "０"])
def test_a_rowspan_that_is_no_count_is_one_row(span: str) -> None:
    rows = f'<tr><td rowspan="{span}">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>'
    assert grids(read(f"<table>{rows}</table>")) == [[["甲", "1"], ["乙", "2"]]]


@pytest.mark.parametrize("span", ["99999", "99999999999999999999", "0", "3"])
def test_a_rowspan_ends_with_the_table(span: str) -> None:
    rows = f'<tr><td rowspan="{span}">甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>'
    assert grids(read(f"<table>{rows}</table>")) == [[["甲", "1"], ["甲", "2"], ["甲", "3"]]]


def test_an_absurd_colspan_ends_at_the_edge_of_the_table() -> None:
    content = read(f'<table><tr><td colspan="999999">第二十条</td></tr>{ROWS}</table>')
    assert grids(content)[0][0] == ["第二十条"] * 3
    assert codes(content) == []


def test_other_attributes_are_no_spans() -> None:
    rows = '<tr><td data-colspan="3" title="rowspan=2">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>'
    assert grids(read(f"<table>{rows}</table>")) == [[["甲", "1"], ["乙", "2"]]]


def test_a_missing_cell_is_none_and_an_empty_cell_is_blank() -> None:
    rows = "<tr><td>甲</td><td>&nbsp;</td><td> <p>&nbsp;</p> </td><td/></tr><tr><td>乙</td><td>1</td></tr>"
    assert grids(read(f"<table>{rows}</table>")) == [[["甲", "", "", ""], ["乙", "1", None, None]]]


def test_a_row_wholly_covered_from_above_keeps_its_place() -> None:
    rows = '<tr><td rowspan="2">甲</td><td rowspan="2">1</td></tr><tr></tr><tr><td>乙</td><td>2</td></tr>'
    assert grids(read(f"<table>{rows}</table>")) == [[["甲", "1"], ["甲", "1"], ["乙", "2"]]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<font>20</font><span>23</span>年", "2023年"),
        ("本年新<br>制作数量", "本年新制作数量"),
        ("<p>本年新</p><p>制作数量&nbsp;</p>", "本年新制作数量"),
        ("<div>本年新</div>\n<div>制作数量</div>", "本年新制作数量"),
        ("（<span>七</span>）<b>总计</b>", "（七）总计"),
        ("本年新\n    制作数量", "本年新制作数量"),
        ("结 果 维 持", "结 果 维 持"),
        ("10<br>20", "10 20"),
        ("22<br>（其中修订16件）", "22（其中修订16件）"),
        ("<p>A&amp;B &lt;1&gt;</p>", "A&B <1>"),
        ("<o:p>&nbsp;</o:p>", ""),
        ("0\u200b&#8203;", "0"),
        ("<!--[if !supportMisalignedColumns]-->5<!--[endif]-->", "5"),
        ("<![if !supportMisalignedColumns]>5<![endif]>", "5"),
        ("[if !supportMisalignedColumns]5[endif]", "5"),
        ("&lt;!--[if gte mso 9]&gt;Normal 0 false[endif]--&gt;5", "5"),
        ("<st1:chsdate w:st='on'>2019年</st1:chsdate>1月", "2019年1月"),
        ("<span style='DISPLAY: none'>隐</span>5", "5"),
        ("<span hidden>隐</span>5", "5"),
        ("<script>var a = '<td>';</script>5", "5"),
        ("<INPUT value=5>件", "5 件"),
        ("<div><input type=' Number ' value='0' readonly></div>", "0"),
        ("<input value=1><input value=2>", "1 2"),
        ("<input type=hidden value=7><input type=checkbox value=8>", ""),
        ("<input value=7 style='display:none'>5", "5"),
    ],
)
def test_the_text_of_a_cell(cell: str, text: str) -> None:
    content = read(f"<table><tr><td>{cell}</td><td>1</td></tr><tr><td>甲</td><td>2</td></tr></table>")
    assert grids(content) == [[[text, "1"], ["甲", "2"]]]


def test_the_value_of_an_input_outside_a_table_is_no_text() -> None:
    assert kinds(read(f"<p>搜索<input value='请输入关键字'></p><table>{ROWS}</table>")) == ["搜索", "grid"]


def test_a_layout_table_is_no_grid_and_its_prose_stays_in_order() -> None:
    content = read(
        "<table><tr><td>首页</td></tr><tr><td><p>一、总体情况</p>"
        f"<table>{ROWS}</table><p>二、说明</p><table>{ROWS}</table></td></tr><tr><td>版权</td></tr></table>"
    )
    assert kinds(content) == ["首页", "一、总体情况", "grid", "二、说明", "grid", "版权"]
    assert [block.index for block in content.blocks if isinstance(block, Grid)] == [0, 1]


def test_a_layout_table_without_inner_tables_gives_its_paragraphs() -> None:
    long = "本机关认真贯彻落实条例的各项要求。" * 20
    content = read(f"<table><tr><td>导航</td><td><p>一、总体情况</p><p>{long}</p></td></tr></table>")
    assert kinds(content) == ["导航", "一、总体情况", long]


@pytest.mark.parametrize("figure", ["4068.208", "-3", "12件"])
def test_one_row_with_any_sort_of_figure_is_data(figure: str) -> None:
    page = f"<table><tr><td>行政事业性收费</td><td>{figure}</td></tr></table>"
    assert grids(read(page)) == [[["行政事业性收费", figure]]]


def test_a_boxed_number_belongs_to_its_cell() -> None:
    box = "<table><tr><td><p>7</p></td></tr></table>"
    rows = f"<tr><td>规章</td><td>{box}</td></tr><tr><td>乙</td><td>2</td></tr>"
    assert grids(read(f"<table>{rows}</table>")) == [[["规章", "7"], ["乙", "2"]]]


def test_text_between_the_cells_is_not_lost() -> None:
    content = read(
        f"<table><caption>附表</caption>{ROWS}<tr>单位：件<td>甲</td><td>5</td><td>6</td></tr></table>"
    )
    assert prose(content) == ["附表单位：件"]
    assert grids(content)[0][-1] == ["甲", "5", "6"]


def test_tag_soup_without_end_tags_or_rows() -> None:
    assert grids(read("<table><td>甲<td>1<tr><td>乙<td>2</table>")) == [[["甲", "1"], ["乙", "2"]]]


@pytest.mark.parametrize(
    "rows",
    [
        f"<tr>{'<td colspan=99>1</td>' * 300}</tr>{'<tr><td>2</td></tr>' * 100}",
        f"<tr>{'<td colspan=99 rowspan=0>1</td>' * 100_000}</tr>{'<tr><td>2</td></tr>' * 1000}",
        "<tr><td>1</td><td rowspan=9999 colspan=90>2</td></tr>" * 3000,
    ],
)
def test_a_table_of_absurd_size_is_cut_and_said_so(rows: str) -> None:
    content = read(f"<table>{rows}</table>")
    assert codes(content) == ["bound-hit"]
    assert content.issues[0].locator.table == 0
    (grid,) = content.blocks
    assert isinstance(grid, Grid)
    assert not grid.is_aligned


# -- a grid rendered with spans reads back exactly ------------------------------------------------------

Layout = list[list[int]]  # the number of the cell that covers each position

texts = st.text(st.sampled_from("一二三规章0123456789（）-&<>\"'件"), max_size=6).map(str.strip)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """A rectangle cut into cells, cell by cell from the first free position."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    layout = [[-1] * width for _ in range(height)]
    number = 0
    for row in range(height):
        for column in range(width):
            if layout[row][column] >= 0:
                continue
            free = next((end for end in range(column, width) if layout[row][end] >= 0), width)
            colspan, rowspan = (
                draw(st.integers(1, min(3, free - column))),
                draw(st.integers(1, min(3, height - row))),
            )
            for covered in range(row, row + rowspan):
                layout[covered][column : column + colspan] = [number] * colspan
            number += 1
    return layout


def origins(layout: Layout) -> list[list[int]]:
    """The cells that begin in each row."""
    rows, seen = [], set[int]()
    for line in layout:
        rows.append([number for number in dict.fromkeys(line) if number not in seen])
        seen.update(line)
    return rows


def render(layout: Layout, cells: list[str]) -> Iterable[str]:
    yield "<table>"
    for line, begun in zip(layout, origins(layout), strict=True):
        yield "<tr>"
        for number in begun:
            spans = f'rowspan="{sum(number in other for other in layout)}" colspan={line.count(number)}'
            yield f"<td {spans}><p>{html.escape(cells[number])}</p></td>"
        yield "</tr>"
    yield "</table>"


@given(layouts(), st.data())
def test_any_layout_of_spans_reads_back(layout: Layout, data: st.DataObject) -> None:
    count = max(map(max, layout)) + 1
    cells = data.draw(st.lists(texts, min_size=count, max_size=count))
    filled = [begun for begun in origins(layout) if any(cells[number] for number in begun)]
    assume(len(filled) > 1 and max(map(len, filled)) > 1)  # anything less only lays out prose
    assert grids(read("".join(render(layout, cells)))) == [
        [[cells[number] for number in line] for line in layout]
    ]
