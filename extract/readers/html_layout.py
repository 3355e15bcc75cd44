"""Where the cells of an HTML table stand, told by its rows and spans alone.

The tables of one form have the same few layouts in thousands of reports, so that spans are expanded once for
each layout, not for each table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.grid import Cell
from extract.readers.spans import Line, Span, SpanningTable

_SPAN = re.compile(r"(?<![\w-])(row|col)span=\"\s{0,9}([0-9]{1,9})")
_KEPT = 256  # layouts; those of larger tables are not kept, so that they stay small together
_KEPT_POSITIONS = 5_000  # the forms have some hundreds
_KEPT_CHARACTERS = 20_000  # of attributes
_NOWHERE = (0, 0)
_new = tuple.__new__  # half the time of Cell(...), and every cell of every page passes here


class Layout(NamedTuple):
    """The row and column in which each cell begins, and the numbers of the cells of each row of the grid.

    The number of a position without a cell is -1.
    """

    origins: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]
    is_whole: bool

    def filled(self, texts: Sequence[str]) -> tuple[Line, ...]:
        """The grid whose cells print these texts."""
        placed = zip(texts, self.origins, strict=True)
        cells: list[Cell | None] = [_new(Cell, (text, row, column)) for text, (row, column) in placed]
        cells.append(None)
        return tuple([tuple(map(cells.__getitem__, row)) for row in self.rows])


_known: dict[tuple[tuple[int, ...], tuple[str, ...]], Layout] = {}


def layout_of(begun: Sequence[int], attributes: Sequence[str]) -> Layout:
    """The layout of a table: the number of each row's first cell, and the attributes of all cells."""
    key = tuple(begun), tuple(attributes)
    layout = _known.get(key)
    if layout is None:
        layout = _layout(*key)
        is_small = sum(map(len, layout.rows)) <= _KEPT_POSITIONS
        if is_small and sum(map(len, attributes)) <= _KEPT_CHARACTERS:
            if len(_known) >= _KEPT:
                _known.clear()
            _known[key] = layout
    return layout


def _layout(begun: Sequence[int], attributes: Sequence[str]) -> Layout:
    table = SpanningTable()
    for start, end in pairwise((*begun, len(attributes))):
        table.add([str(number) for number in range(start, end)], _spans(attributes[start:end]))
    lines = table.rows()
    origins = {int(cell.text): (cell.row, cell.column) for line in lines for cell in line if cell}
    return Layout(
        tuple([origins.get(number, _NOWHERE) for number in range(len(attributes))]),
        tuple([tuple([int(cell.text) if cell else -1 for cell in line]) for line in lines]),
        table.is_whole,
    )


def _spans(attributes: Sequence[str]) -> dict[int, Span]:
    """The spans of a row by the number of the cell; what is no count is 1, as in the HTML Standard."""
    return {number: _span(text) for number, text in enumerate(attributes) if "span=" in text}


def _span(attributes: str) -> Span:
    found = {axis: int(digits) for axis, digits in _SPAN.findall(attributes)}
    return Span(found.get("row", 1), found.get("col", 1) or 1)
