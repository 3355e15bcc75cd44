"""Pages without a table element: what is made a table, and what stays prose."""

from __future__ import annotations

import pytest

from extract.grid import Grid, Paragraph
from extract.readers.html import read_html

HEAD = "<p>第二十条第（一）项</p><p>信息内容</p>"


def grids(body: str) -> list[list[list[str]]]:
    blocks = read_html(f"<html><body>{HEAD}{body}</body></html>".encode()).blocks
    return [
        [[cell.text if cell else "" for cell in row] for row in block.rows]
        for block in blocks
        if isinstance(block, Grid)
    ]


def test_boxes_in_rows_are_a_table_with_its_blank_cells() -> None:
    row = "<div><div>{}</div><div></div><div>7</div></div>"

    assert grids(f"<div>{row.format('规章')}{row.format('规范性文件')}</div>") == [
        [["规章", "", "7"], ["规范性文件", "", "7"]]
    ]


def test_spans_that_a_role_tells_are_kept() -> None:
    wide = '<div role="cell" aria-colspan="2">规章</div><div role="cell">3</div>'
    plain = "".join(f'<div role="cell">{text}</div>' for text in ("行政许可", "1", "2"))
    rows = "".join(f'<div role="row">{cells}</div>' for cells in (wide, plain))

    assert grids(f'<div role="table">{rows}</div>')[0][0] == ["规章", "规章", "3"]


def test_cells_that_do_not_fill_the_grid_of_a_style_are_no_table() -> None:
    cells = "".join(f"<div>{text}</div>" for text in ("规章", "1", "2", "行政许可", "3"))

    assert grids(f'<div style="display:grid;grid-template-columns:repeat(3, 1fr)">{cells}</div>') == []


@pytest.mark.parametrize(
    "prose",
    [
        "<div><p>本年公开</p><p>如下。</p></div>" * 3,  # no figure
        "<p><span>2</span><span>019年公开</span></p>" * 4,  # words cut by markup
        f"<div><div>{'长' * 300}</div><div>7</div></div>" * 2,  # a cell that long is prose
    ],
)
def test_prose_in_boxes_stays_prose(prose: str) -> None:
    assert grids(prose) == []


def test_a_typed_text_keeps_its_lines_and_tabs() -> None:
    page = f"<html><body>{HEAD}<pre>某局2019年年度报告\n规章\t1\t\t3\n行政许可\t4\t5\t6\n</pre></body></html>"

    title, grid = read_html(page.encode()).blocks[2:]

    assert title == Paragraph("某局2019年年度报告")
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0] if cell] == ["规章", "1", "", "3"]


def test_tabs_of_an_indented_source_are_no_cells() -> None:
    assert grids("\n\t\t<p>\n\t\t\t规章\n\t\t</p>\n\t\t<p>\n\t\t\t13\n\t\t</p>\n") == []
