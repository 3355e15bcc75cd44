"""A table as it was read, as a fragment of HTML with one cell marked: text and spans, nothing else.

Everything that the document says is escaped, so that neither a script nor a foreign resource gets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from archive.models import Locator
from extract.grid import Cell, Grid
from extract.readers import read_content
from extract.rendering.places import cell_at, grid_at
from extract.rendering.result import HTML, NO_CELL, NO_TABLE, Rendering

_ROWS, _COLUMNS = 80, 60  # shown at most; the form has thirty rows and sixteen columns
_CUT = "表格太大，只显示格子附近的部分 / the table is large; the part around the cell is shown"


def render_table(data: bytes, media_type: str, locator: Locator, charset: str | None = None) -> Rendering:
    """The table of a locator; raises `extract.errors.ReadError` where the document cannot be read."""
    declared = f"{media_type}; charset={charset}" if charset else None
    _, content = read_content(data, media_type, declared)
    grid = grid_at(content, locator)
    if grid is None:
        return Rendering(HTML, b"", is_marked=False, notes=(NO_TABLE,))
    marked = cell_at(grid, locator)
    rows = _window(locator.row or 0, len(grid.rows), _ROWS)
    columns = _window(locator.column or 0, max(map(len, grid.rows), default=0), _COLUMNS)
    is_cut = len(rows) < len(grid.rows) or any(len(row) > columns.stop for row in grid.rows) or columns.start
    notes = (() if marked else (NO_CELL,)) + ((_CUT,) if is_cut else ())
    body = "".join(_rows(grid, marked, rows, columns))
    return Rendering(HTML, f'<table class="as-read">{body}</table>'.encode(), marked is not None, notes=notes)


def _window(at: int, count: int, most: int) -> range:
    start = max(0, min(at - most // 2, count - most))
    return range(start, min(count, start + most))


def _rows(grid: Grid, marked: Cell | None, rows: range, columns: range) -> Iterator[str]:
    shown: set[int] = set()
    for row in rows:
        cells = list(grid.rows[row][columns.start : columns.stop])
        yield "<tr>" + "".join(_cells(grid, cells, row, rows.stop, marked, shown)) + "</tr>"


def _cells(
    grid: Grid, cells: list[Cell | None], row: int, end: int, marked: Cell | None, shown: set[int]
) -> Iterator[str]:
    """The cells that begin in a row; ``shown`` holds those that began before, by identity."""
    for column, cell in enumerate(cells):
        if cell is None:
            yield "<td></td>"
        elif id(cell) not in shown:
            shown.add(id(cell))
            wide = sum(1 for other in cells[column:] if other is cell)
            high = sum(1 for line in grid.rows[row:end] if any(other is cell for other in line))
            yield _cell(cell.text, wide, high, is_marked=cell is marked)


def _cell(text: str, wide: int, high: int, *, is_marked: bool) -> str:
    spans = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
    shown = escape(text) or "&nbsp;"
    return f'<td{spans} class="marked"><mark>{shown}</mark></td>' if is_marked else f"<td{spans}>{shown}</td>"
