"""What every reader gives and every later step takes: paragraphs and grids in document order.

A grid knows no statute.  Spans are expanded: the cell that covers a position stands there, so that
one `Cell` object may stand at several positions; `Cell.row` and `Cell.column` name its origin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.models import Issue, Locator

_new = tuple.__new__  # half the time of Locator(...), and every figure has one


class Cell(NamedTuple):
    """One printed cell: its text as printed (outer white space stripped) and its origin in the grid."""

    text: str
    row: int
    column: int


class Box(NamedTuple):
    """Where a cell is printed: its page (0-based) and its edges in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.  ``rows[r][c]`` is the cell covering that position, None where nothing is printed.

    ``is_aligned`` tells whether columns can be trusted: true where the markup gives spans (HTML,
    DOCX), false where rows are ragged (plain text), so that only order and labels count.
    ``index`` counts the tables of the document from 0.  ``is_run_together`` says that the cells of a row
    are what blanks part in running text, where a blank may be missing or one too many, ``is_from_text``
    that the grid was made of such text: the place of a header's words tells nothing.  ``boxes`` holds,
    by origin, where each cell is printed, in formats that have pages; ``page`` is then the first of them.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    index: int
    is_aligned: bool
    page: int | None = None
    is_run_together: bool = False
    is_from_text: bool = False
    boxes: Mapping[tuple[int, int], Box] | None = None

    def locator(self, cell: Cell) -> Locator:
        """The address of a cell in the document."""
        _, row, column = cell
        box = self.boxes.get((row, column)) if self.boxes else None
        return _new(Locator, (box.page if box else self.page, self.index, row, column))

    def locators(self, cells: Sequence[Cell | None], line: int) -> list[Locator]:
        """The addresses of the cells of a row; of one that is not printed it is the row's own."""
        absent = Locator(self.page, self.index, line, None)
        if self.boxes:
            return [self.locator(cell) if cell else absent for cell in cells]
        start = self.page, self.index
        return [_new(Locator, start + cell[1:]) if cell else absent for cell in cells]


class Paragraph(NamedTuple):
    """A run of prose: one block of text, white space folded, never empty."""

    text: str


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one document, in reading order.

    ``title`` is the document's own (``<title>``, the core property); ``meta`` holds named metadata
    with lower-case names (``articletitle``, ``pubdate``).  ``confidence`` tells, by grid, row and column
    of its origin, how sure the recogniser is of a cell (0 to 1); it is empty where characters were read.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    confidence: Mapping[tuple[int, int, int], float] = field(default_factory=dict)
