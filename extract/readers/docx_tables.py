"""The tables of WordprocessingML: gridSpan, gridBefore and vMerge become plain row and column spans."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extract.readers.docx_text import attribute, children, find, text_of
from extract.readers.folding import fold
from extract.readers.layout import holds_data
from extract.readers.spans import Span, SpanningTable

_BOX_SIZE = 200  # characters that a boxed text in a cell may have; a longer one is prose
_MAX_COLUMNS = 1000  # what gridSpan and gridBefore may count; Word itself allows 63 columns


@dataclass(slots=True)
class _MergedCell:
    """A cell while the rows below may still join it (vMerge)."""

    text: str | None
    rows: int
    columns: int


_Row = list[_MergedCell]


def read_tables(root: etree._Element) -> dict[etree._Element, SpanningTable]:
    """The tables that hold data, by element, innermost first; a table around one of them is layout."""
    tables: dict[etree._Element, SpanningTable] = {}
    layout: set[etree._Element] = set()
    for element in reversed(list(root.iter("{*}tbl"))):
        if element in layout:
            continue
        rows = _merge_vertically(element)
        lines = [[cell.text for cell in row if cell.text is not None] for row in rows]
        texts = [text for line in lines for text in line]
        if holds_data(texts, lines):
            tables[element] = _expand(rows)
        elif sum(map(len, texts)) <= _BOX_SIZE:
            continue
        _mark_outer(element, layout)
    return tables


def _mark_outer(element: etree._Element, layout: set[etree._Element]) -> None:
    for outer in element.iterancestors("{*}tbl"):
        if outer in layout:
            return
        layout.add(outer)


def _merge_vertically(table: etree._Element) -> list[_Row]:
    """The rows with their cells; a cell that continues the one above adds a row to that one."""
    rows: list[_Row] = []
    open_cells: dict[int, _MergedCell] = {}  # by column
    for element in children(table, {"tr"}):
        row, open_cells = _read_row(element, open_cells)
        rows.append(row)
    return rows


def _read_row(element: etree._Element, above: dict[int, _MergedCell]) -> tuple[_Row, dict[int, _MergedCell]]:
    """The cells that begin in a row, and those that the next row may continue."""
    column = _count(find(element, "trPr", "gridBefore"), 0)
    row = [_MergedCell(None, 1, 1) for _ in range(column)]
    open_cells: dict[int, _MergedCell] = {}
    for cell_element in children(element, {"tc"}):
        columns = _count(find(cell_element, "tcPr", "gridSpan"), 1)
        merge = find(cell_element, "tcPr", "vMerge")
        continued = above.get(column) if merge is not None and attribute(merge, "val") != "restart" else None
        if continued is None:
            row.append(cell := _MergedCell(fold(text_of(cell_element)), 1, columns))
        else:
            cell = continued
            cell.rows += 1
        if merge is not None:
            open_cells[column] = cell
        column += columns
    return row, open_cells


def _count(element: etree._Element | None, default: int) -> int:
    digits = (attribute(element, "val") or "")[:9]
    return min(int(digits), _MAX_COLUMNS) if digits.isdecimal() and int(digits) else default


def _expand(rows: list[_Row]) -> SpanningTable:
    table = SpanningTable()
    for row in rows:
        spans = {number: Span(cell.rows, cell.columns) for number, cell in enumerate(row)}
        table.add([cell.text for cell in row], {n: span for n, span in spans.items() if span != (1, 1)})
    return table
