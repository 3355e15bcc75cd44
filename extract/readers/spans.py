"""Expansion of row and column spans into a rectangular grid, for every format that has spans.

The algorithm is the HTML Standard's (section 4.9.12, "forming a table").  What it leaves open, hostile
sizes, is clamped to the table: rows end where the markup ends, an absurd colspan ends at the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count, repeat
from types import MappingProxyType
from typing import NamedTuple, cast

from extract.grid import Cell

Line = tuple[Cell | None, ...]

TO_THE_EDGE = 100  # a colspan beyond this counts nothing, it means "the rest"; the forms are 16 wide
MAX_POSITIONS = 2_000_000

# Half the time of Cell(...), and every cell of every page passes here.
_new_cell = cast("Callable[[tuple[str | None, int, int]], Cell]", partial(tuple.__new__, Cell))


class Span(NamedTuple):
    """How far a cell reaches; a rowspan of 0 reaches down to the last row (HTML Standard)."""

    rows: int = 1
    columns: int = 1


class _Carried(NamedTuple):
    """A cell that reaches into the rows below; ``left`` of 0 has no end but the table's."""

    cell: Cell | None
    left: int


NO_SPANS: Mapping[int, Span] = MappingProxyType({})


class SpanningTable:
    """Takes the rows of one table from the top and puts every cell at the positions it covers.

    ``is_whole`` turns false where more than `MAX_POSITIONS` would be covered: the rows beyond are
    not taken.
    """

    def __init__(self) -> None:
        self.is_whole = True
        self._lines: list[Line] = []
        self._carried: dict[int, _Carried] = {}
        self._open_lines: set[int] = set()  # lines whose last cell runs to the edge
        self._positions = 0

    def add(self, texts: Sequence[str | None], spans: Mapping[int, Span] = NO_SPANS) -> None:
        """Add a row: its cells in order, and the span of those that have one, by their number in the row.

        None stands for a stretch where there is no cell (gridBefore in OOXML).
        """
        if self._carried or spans or None in texts:
            self._add_spanning(texts, spans)
        else:
            cells = zip(texts, repeat(len(self._lines)), count(), strict=False)
            self._append(tuple(map(_new_cell, cells)))

    def _add_spanning(self, texts: Sequence[str | None], spans: Mapping[int, Span]) -> None:
        row, carried = len(self._lines), self._carried
        below = {
            column: _Carried(cell, left and left - 1) for column, (cell, left) in carried.items() if left != 1
        }
        line: list[Cell | None] = []
        column = 0
        for number, text in enumerate(texts):
            while column in carried:
                line.append(carried[column].cell)
                column += 1
            cell = None if text is None else _new_cell((text, row, column))
            if number in spans:
                self._cover(line, cell, spans[number], below)
                column = len(line)
            else:
                line.append(cell)
                column += 1
        self._append_carried(line)
        self._carried = below
        self._append(tuple(line))

    def _append_carried(self, line: list[Cell | None]) -> None:
        """Add the cells from above that stand to the right of the row's own."""
        columns = range(len(line), max(self._carried, default=-1) + 1)
        line.extend(self._carried[column].cell if column in self._carried else None for column in columns)

    def _cover(
        self, line: list[Cell | None], cell: Cell | None, span: Span, below: dict[int, _Carried]
    ) -> None:
        width = span.columns
        if width > TO_THE_EDGE:
            self._open_lines.add(len(self._lines))
            width = 1
        start = len(line)
        line += [cell] * width
        if span.rows != 1:
            below.update(dict.fromkeys(range(start, start + width), _Carried(cell, max(0, span.rows - 1))))
        for column in self._carried.keys() & range(start, start + width):
            line[column] = self._carried[column].cell

    def rows(self) -> tuple[Line, ...]:
        """All rows taken, filled up with None to one width."""
        width = max(map(len, self._lines), default=0)
        if width * len(self._lines) > MAX_POSITIONS:
            self.is_whole = False
            return tuple(self._lines)
        return tuple(self._fill(index, line, width) for index, line in enumerate(self._lines))

    def _append(self, line: Line) -> None:
        self._positions += len(line)
        self.is_whole = self.is_whole and self._positions <= MAX_POSITIONS
        if self.is_whole:
            self._lines.append(line)

    def _fill(self, index: int, line: Line, width: int) -> Line:
        if len(line) == width:
            return line
        filler = line[-1] if index in self._open_lines else None
        return line + (filler,) * (width - len(line))
