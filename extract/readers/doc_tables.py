"""The tables of a Word 97-2003 document: marks of cells and rows become trees, trees become grids.

A row's cells are placed by the edges in its definition, so that cells merged over columns are told by
their width; rows of one table share columns whose edges lie within a hair of each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.models import Issue, Locator, Severity
from extract.grid import Block, Grid, Paragraph
from extract.readers.doc_formatting import ParagraphFormat, RowDefinition
from extract.readers.folding import fold
from extract.readers.layout import holds_data
from extract.readers.merging import Merge, RowCell, expand, merge_rows

_HAIR = 30  # twips (0.5 mm) by which the edges of one column may differ from row to row
_BOX_SIZE = 200  # characters that a boxed text in a cell may have; a longer one is prose
_GOES_ON_LEFT = 1  # of the two lowest bits of TCGRF
_VERTICAL_SHIFT, _VERTICAL = 5, {1: Merge.GOES_ON, 3: Merge.BEGINS}


class ParsedParagraph(NamedTuple):
    """A paragraph and how it ends; ``is_gone`` where all of it was deleted or is hidden."""

    text: str
    format: ParagraphFormat
    ends_cell: bool
    is_gone: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[_Items]
    definition: RowDefinition | None


@dataclass(slots=True)
class Table:
    """A table while and after it is put together."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[_Items] = field(default_factory=list)  # of the row that is open
    items: _Items = field(default_factory=list)  # of the cell that is open

    def take(self, paragraph: ParsedParagraph) -> None:
        """Take the next paragraph of this table, and end its cell or the row as it says."""
        if paragraph.format.ends_row:
            self.end_row(paragraph.format.definition)
            return
        if paragraph.text:
            self.items.append(paragraph.text)
        if paragraph.ends_cell:
            self.cells.append(self.items)
            self.items = []

    def end_row(self, definition: RowDefinition | None = None) -> None:
        """End the row; what stands behind its last cell mark is a cell only where it prints something."""
        cells = [*self.cells, self.items] if self.items else self.cells
        if cells:
            self.rows.append(_Row(cells, definition))
        self.cells, self.items = [], []


_Items = list[str | Table]


def assemble(paragraphs: Iterable[ParsedParagraph]) -> list[str | Table]:
    """The paragraphs and tables of a story, tables in tables within their cells."""
    body: _Items = []
    tables: list[Table] = []  # open ones, the outermost first
    for paragraph in paragraphs:
        while len(tables) > paragraph.format.level:
            tables.pop().end_row()
        while len(tables) < paragraph.format.level:
            table = Table()
            (tables[-1].items if tables else body).append(table)
            tables.append(table)
        if tables:
            tables[-1].take(paragraph)
        elif paragraph.text:
            body.append(paragraph.text)
    while tables:
        tables.pop().end_row()
    return body


def blocks(items: Iterable[str | Table], issues: list[Issue]) -> Iterator[Block]:
    """Paragraphs and grids in order; a table around one that holds data is layout, as is one of prose."""
    for index, block in enumerate_grids(_flatten(items)):
        if isinstance(block, Table):
            yield _grid(block, index, issues)
        else:
            yield from map(Paragraph, filter(None, map(fold, block.split("\n"))))


def enumerate_grids(items: Iterable[str | Table]) -> Iterator[tuple[int, str | Table]]:
    """Each item with the number of tables before it."""
    count = 0
    for item in items:
        yield count, item
        count += isinstance(item, Table)


def _flatten(items: Iterable[str | Table]) -> Iterator[str | Table]:
    for item in items:
        if isinstance(item, str) or _is_data(item):
            yield item
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from _flatten(cell)


def _is_data(table: Table) -> bool:
    if any(_is_data(inner) or len(_text(inner)) > _BOX_SIZE for inner in _inner(table)):
        return False
    lines = [[fold(_cell_text(cell)) for cell in row.cells] for row in table.rows]
    texts = [text for line in lines for text in line]
    return bool(texts) and holds_data(texts, lines)


def _inner(table: Table) -> Iterator[Table]:
    return (item for row in table.rows for cell in row.cells for item in cell if isinstance(item, Table))


def _text(table: Table) -> str:
    return "\n".join(_cell_text(cell) for row in table.rows for cell in row.cells)


def _cell_text(cell: _Items) -> str:
    return "\n".join(item if isinstance(item, str) else _text(item) for item in cell)


def _grid(table: Table, index: int, issues: list[Issue]) -> Grid:
    definitions = [row.definition for row in table.rows if row.definition is not None]
    edges = _columns(edge for definition in definitions for edge in definition.edges)
    is_placed = all(_is_whole(row) for row in table.rows)
    rows = merge_rows(list(_place(row, edges)) if is_placed else _unplaced(row) for row in table.rows)
    spanning = expand(rows)
    lines = spanning.rows()
    if not spanning.is_whole:
        message = "the table is too large; it was read in part"
        issues.append(Issue("bound-hit", Severity.WARNING, message, Locator(table=index)))
    return Grid(lines, index, is_aligned=is_placed and spanning.is_whole)


def _is_whole(row: _Row) -> bool:
    """Whether the definition describes just the cells that are there, from left to right."""
    definition = row.definition
    if definition is None or len(definition.flags) != len(row.cells):
        return False
    return list(definition.edges) == sorted(definition.edges)


def _columns(edges: Iterable[int]) -> list[int]:
    """The left edge of each column, first and last edge of the table included."""
    columns: list[int] = []
    for edge in sorted(set(edges)):
        if not columns or edge - columns[-1] > _HAIR:
            columns.append(edge)
    return columns


def _place(row: _Row, edges: list[int]) -> Iterator[RowCell]:
    """The cells of a row at their columns; each has one at least."""
    assert row.definition is not None
    marks = [bisect_right(edges, edge) - 1 for edge in row.definition.edges]
    yield from [RowCell(None)] * marks[0]
    pending: RowCell | None = None
    for cell, flags, left, right in zip(row.cells, row.definition.flags, marks, marks[1:], strict=False):
        width = max(1, right - left)
        if pending is not None and flags & 3 == _GOES_ON_LEFT:
            pending = pending._replace(columns=pending.columns + width)
            continue
        if pending is not None:
            yield pending
        merge = _VERTICAL.get(flags >> _VERTICAL_SHIFT & 3, Merge.NONE)
        pending = RowCell(fold(_cell_text(cell)), width, merge)
    if pending is not None:
        yield pending


def _unplaced(row: _Row) -> list[RowCell]:
    return [RowCell(fold(_cell_text(cell))) for cell in row.cells]
