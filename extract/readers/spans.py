"""Expansion of row and column spans into a rectangular grid, for every format that has spans.

The algorithm is the HTML Standard's (section 4.9.12, "forming a table").  What it leaves open, hostile
sizes, is clamped to the table: rows end where the markup ends, an absurd colspan ends at the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count, repeat
from typing import NamedTuple, cast

from extract.grid import Cell

Line = tuple[Cell | None, ...]

TO_THE_LAST_ROW = 0  # rowspan="0" of the HTML Standard
TO_THE_EDGE = 100  # a colspan beyond this counts nothing, it means "the rest"; the forms are 16 wide
MAX_POSITIONS = 2_000_000

# Half the time of Cell(...), and every cell of every page passes here.
_new_cell = cast("Callable[[tuple[str, int, int]], Cell]", partial(tuple.__new__, Cell))


class Printed(NamedTuple):
    """A cell as the markup gives it; ``text`` None is a stretch where there is no cell (gridBefore)."""

    text: str | None
    rowspan: int = 1
    colspan: int = 1


class _Carried(NamedTuple):
    """A cell that reaches into the rows below; ``left`` of 0 has no end but the table's."""

    cell: Cell | None
    left: int


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

    def add_plain(self, texts: Sequence[str]) -> None:
        """Add a row none of whose cells spans."""
        if self._carried:
            self.add([Printed(text) for text in texts])
        else:
            cells = zip(texts, repeat(len(self._lines)), count(), strict=False)
            self._append(tuple(map(_new_cell, cells)))

    def add(self, row: Sequence[Printed]) -> None:
        """Add a row of cells with their spans."""
        index = len(self._lines)
        line = {column: carried.cell for column, carried in self._carried.items()}
        below = {
            column: _Carried(cell, left - 1 if left else 0)
            for column, (cell, left) in self._carried.items()
            if left != 1
        }
        column = 0
        for text, rowspan, colspan in row:
            while column in line:
                column += 1
            cell = None if text is None else Cell(text, index, column)
            width = colspan
            if colspan > TO_THE_EDGE:
                self._open_lines.add(index)
                width = 1
            for place in range(column, column + width):
                line.setdefault(place, cell)
                if rowspan != 1:
                    below[place] = _Carried(cell, max(0, rowspan - 1))
            column += width
        self._carried = below
        self._append(tuple(map(line.get, range(max(line, default=-1) + 1))))

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
