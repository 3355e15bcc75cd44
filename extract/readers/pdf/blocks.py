"""The tables and lines of all pages, in order, into paragraphs and grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.grid import Block, Box, Grid, Paragraph
from extract.readers.folding import fold
from extract.readers.layout import holds_data
from extract.readers.pdf.borderless import AlignedTable, find_tables
from extract.readers.pdf.joining import join
from extract.readers.pdf.lattice import RuledCell, RuledPage, RuledTable
from extract.readers.pdf.prose import margins_of, paragraphs, without_margins
from extract.readers.pdf.text import TextLine
from extract.readers.spans import Span, SpanningTable

_Item = TextLine | RuledTable


def blocks_of(pages: Sequence[RuledPage], heights: Sequence[float]) -> Iterator[Block]:
    """Every block of the document in reading order; parts of one table are joined."""
    body = without_margins([page.lines for page in pages], heights)
    items = list(_joined(_in_order(pages, body)))
    width = max((page.width for page in pages), default=0.0)
    left, right = margins_of([item for item in items if isinstance(item, TextLine)], width)
    index = 0
    for is_line, group in groupby(items, key=lambda item: isinstance(item, TextLine)):
        read = _text_blocks if is_line else _table_blocks
        for block in read(list(group), left, right, index):
            yield block
            index += isinstance(block, Grid)


def _in_order(pages: Sequence[RuledPage], body: Sequence[Sequence[TextLine]]) -> Iterator[_Item]:
    for page, lines in zip(pages, body, strict=True):
        items: list[_Item] = [*page.tables, *lines]
        yield from sorted(items, key=lambda item: item.top)


def _joined(items: Iterator[_Item]) -> Iterator[_Item]:
    """The items with each table that a page break cut as one; a box that is no table as its lines."""
    table: RuledTable | None = None
    for item in items:
        if isinstance(item, RuledTable) and table is not None and _is_on_next_page(table, item):
            whole = join(table, item)
            if whole is not None:
                table = whole
                continue
        if table is not None:
            yield from _table_or_lines(table)
        table = item if isinstance(item, RuledTable) else None
        if table is None:
            yield item
    if table is not None:
        yield from _table_or_lines(table)


def _is_on_next_page(above: RuledTable, below: RuledTable) -> bool:
    return below.cells[0].page == max(cell.page for cell in above.cells[-1:]) + 1


def _table_or_lines(table: RuledTable) -> Iterator[_Item]:
    rows = [[cell.text for cell in row] for _, row in groupby(table.cells, key=lambda cell: cell.row)]
    if holds_data([text for row in rows for text in row], rows):
        yield table
    else:
        yield from (line for cell in table.cells for line in cell.lines)
    yield from table.aside


def _table_blocks(items: Sequence[_Item], left: float, right: float, index: int) -> Iterator[Block]:  # noqa: ARG001
    tables = (item for item in items if isinstance(item, RuledTable))
    yield from (_grid(table, number) for number, table in enumerate(tables, index))


def _grid(table: RuledTable, index: int) -> Grid:
    rows = SpanningTable()
    by_row = [list[RuledCell]() for _ in range(table.row_count)]
    for cell in table.cells:
        by_row[cell.row].append(cell)
    for row in by_row:
        row.sort(key=lambda cell: cell.column)
        spans = {n: Span(cell.rows, cell.columns) for n, cell in enumerate(row)}
        rows.add([fold(cell.text) for cell in row], {n: span for n, span in spans.items() if span != (1, 1)})
    boxes = {(cell.row, cell.column): Box(cell.page, *cell.box) for cell in table.cells}
    return Grid(rows.rows(), index, is_aligned=True, page=table.cells[0].page, boxes=boxes)


def _text_blocks(items: Sequence[_Item], left: float, right: float, index: int) -> Iterator[Block]:
    lines = [item for item in items if isinstance(item, TextLine)]
    for part in find_tables(lines):
        if isinstance(part, AlignedTable):
            yield part.grid(index)
            index += 1
        else:
            yield from (Paragraph(text) for text in map(fold, paragraphs(part, left, right)) if text)
