"""What every reader gives and every later step takes: paragraphs and grids in document order.

A grid knows no statute.  Spans are expanded: the cell that covers a position stands there, so that
one `Cell` object may stand at several positions; `Cell.row` and `Cell.column` name its origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.models import Issue, Locator


class Cell(NamedTuple):
    """One printed cell: its text as printed (outer white space stripped) and its origin in the grid."""

    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.  ``rows[r][c]`` is the cell covering that position, None where nothing is printed.

    ``is_aligned`` tells whether columns can be trusted: true where the markup gives spans (HTML,
    DOCX), false where rows are ragged (plain text), so that only order and labels count.
    ``index`` counts the tables of the document from 0.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    index: int
    is_aligned: bool
    page: int | None = None

    def locator(self, cell: Cell) -> Locator:
        """The address of a cell in the document."""
        return Locator(self.page, self.index, cell.row, cell.column)


class Paragraph(NamedTuple):
    """A run of prose: one block of text, white space folded, never empty."""

    text: str


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one document, in reading order.

    ``title`` is the document's own (``<title>``, the core property); ``meta`` holds named metadata
    with lower-case names (``articletitle``, ``pubdate``).
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
