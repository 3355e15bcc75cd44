"""Expansion of row and column spans into a rectangular grid, for every format that has spans.

The algorithm is the HTML Standard's (section 4.9.12, "forming a table").  What it leaves open, hostile
sizes, is clamped to the table: rows end where the markup ends, an absurd colspan ends at the edge.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

from extract.grid import Cell
from extract.readers.bounds import MAX_POSITIONS

Line = tuple[Cell | None, ...]

TO_THE_EDGE = 100  # a colspan beyond this counts nothing, it means "the rest"; the forms are 16 wide
MAX_CELLS_OF_ROW = 2_000
_NO_END = sys.maxsize

# Half the time of Cell(...), and every cell of every page passes here.
_new = tuple.__new__


class Span(NamedTuple):
    """How far a cell reaches; a rowspan of 0 reaches down to the last row (HTML Standard)."""

    rows: int = 1
    columns: int = 1


NO_SPANS: Mapping[int, Span] = MappingProxyType({})


class _Carried(NamedTuple):
    """A cell that reaches into the rows below, and the last row that it covers."""

    cell: Cell | None
    last_row: int


class SpanningTable:
    """Takes the rows of one table from the top and puts every cell at the positions it covers.

    ``is_whole`` turns false where a row has more than `MAX_CELLS_OF_ROW` cells or all together would
    cover more than `MAX_POSITIONS`: what is beyond is not taken.
    """

    def __init__(self) -> None:
        self.is_whole = True
        self._lines: list[Line] = []
        self._carried: dict[int, _Carried] = {}  # by column
        self._prefix: Line | None = ()  # the carried cells where they fill the first columns, else None
        self._expiry = _NO_END  # the first row that some carried cell no longer covers
        self._open_lines: set[int] = set()  # lines whose last cell runs to the edge
        self._positions = 0

    def add(self, texts: Sequence[str | None], spans: Mapping[int, Span] = NO_SPANS) -> None:
        """Add a row: its cells in order, and the span of those that have one, by their number in the row.

        None stands for a position where there is no cell (gridBefore in OOXML).
        """
        if len(texts) > MAX_CELLS_OF_ROW:
            self.is_whole, texts = False, texts[:MAX_CELLS_OF_ROW]
        if self._positions > MAX_POSITIONS:
            return
        row = len(self._lines)
        if row >= self._expiry:
            self._carry({column: cell for column, cell in self._carried.items() if cell.last_row >= row})
        if spans or self._prefix is None or None in texts:
            self._add_spanning(row, texts, spans)
        else:
            columns = enumerate(texts, len(self._prefix))
            self._append((*self._prefix, *[_new(Cell, (text, row, column)) for column, text in columns]))

    def rows(self) -> tuple[Line, ...]:
        """All rows taken, filled up with None to one width."""
        width = max(map(len, self._lines), default=0)
        if width * len(self._lines) > MAX_POSITIONS:
            self.is_whole = False
            return tuple(self._lines)
        return tuple([self._fill(row, line, width) for row, line in enumerate(self._lines)])

    def _add_spanning(self, row: int, texts: Sequence[str | None], spans: Mapping[int, Span]) -> None:
        carried = self._carried
        begun: dict[int, _Carried] = {}
        line: list[Cell | None] = []
        reach = max(carried, default=-1)  # the last column that a cell from above covers
        plain_from = max(spans, default=-1) + 1
        for number, text in enumerate(texts):
            if number >= plain_from and len(line) > reach:
                line += self._plain(row, len(line), texts[number:])
                break
            while len(line) in carried:
                line.append(carried[len(line)].cell)
            cell = None if text is None else _new(Cell, (text, row, len(line)))
            if number in spans:
                begun.update(self._cover(row, line, cell, spans[number]))
            else:
                line.append(cell)
        rest = range(len(line), reach + 1)
        line.extend(carried[column].cell if column in carried else None for column in rest)
        self._append(tuple(line))
        if begun:
            self._carry(carried | begun)

    def _plain(self, row: int, column: int, texts: Sequence[str | None]) -> list[Cell | None]:
        """Cells without spans, none of them under a cell from above."""
        return [None if t is None else _new(Cell, (t, row, c)) for c, t in enumerate(texts, column)]

    def _cover(self, row: int, line: list[Cell | None], cell: Cell | None, span: Span) -> dict[int, _Carried]:
        """Put a cell at its columns of this line; those columns by the rows below that it covers."""
        width = span.columns
        if width > TO_THE_EDGE:
            self._open_lines.add(row)
            width = 1
        columns = range(len(line), len(line) + width)
        line.extend(repeat(cell, width))
        for column in self._carried.keys() & columns:  # an overlap: the cell from above stays
            line[column] = self._carried[column].cell
        last_row = row + span.rows - 1 if span.rows else _NO_END
        return dict.fromkeys(columns, _Carried(cell, last_row)) if last_row > row else {}

    def _carry(self, carried: dict[int, _Carried]) -> None:
        self._carried = carried
        self._expiry = min((cell.last_row for cell in carried.values()), default=_NO_END - 1) + 1
        is_prefix = max(carried, default=-1) + 1 == len(carried)
        self._prefix = tuple([carried[column].cell for column in range(len(carried))]) if is_prefix else None

    def _append(self, line: Line) -> None:
        self._positions += len(line)
        if self._positions > MAX_POSITIONS:
            self.is_whole = False
        else:
            self._lines.append(line)

    def _fill(self, row: int, line: Line, width: int) -> Line:
        if len(line) == width:
            return line
        filler = line[-1] if row in self._open_lines else None
        return line + (filler,) * (width - len(line))
