"""Tables that a page break cut: the parts on consecutive pages as one table again.

A part goes on with the table before it where nothing stands between them, and every edge of a column in
the one with fewer columns is one in the other (a browser leaves out the outer border beside a cell that
goes on).  A header printed again is dropped,
a row that the break cut is one row again, and a label that spans rows on both pages is one cell again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extract.numbers import Kind, kind_of
from extract.readers.pdf.lattice import RuledCell, RuledTable
from extract.readers.pdf.rules import SNAP, positions
from extract.readers.pdf.text import is_full

# What begins a printed row of its own: （一） 1. 一、 (1)
_ENUMERATED = re.compile(r"\s?(?:[（(]?\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[）)、.．]|其中\s?[：:])")
_Place = tuple[int, int]  # first column and number of columns


def join(above: RuledTable, below: RuledTable) -> RuledTable | None:
    """The table that two parts make, None where the lower one does not go on with the upper one.

    The cells of both become its own.
    """
    xs = _common_columns(above.xs, below.xs)
    if xs is None:
        return None
    upper, lower = _placed(above, xs), _placed(below, xs)
    lower = _without_header(upper, lower)
    first_figure = min((cell.column for cell in (*upper, *lower) if cell.is_figure), default=len(xs))
    bottom = {(c.column, c.columns): c for c in upper if c.row + c.rows == above.row_count}
    top = [cell for cell in lower if cell.row == 0]
    is_cut = _is_row_cut(bottom, top)
    if not any(map(_is_words, top)):
        first_figure = 0  # a row without a label, every cell of which is its own
    offset = above.row_count - is_cut
    for cell in lower:
        over = bottom.get((cell.column, cell.columns)) if cell.row == 0 else None
        cell.row += offset
        if over is not None and (is_cut or (cell.column < first_figure and _goes_on(over, cell))):
            _append(over, cell)
        else:
            upper.append(cell)
    row_count = max(cell.row + cell.rows for cell in upper)
    _extend_beside(bottom, below, xs, row_count)
    return RuledTable(xs, above.top, below.bottom, row_count, upper, [*above.aside, *below.aside])


def _common_columns(above: Sequence[float], below: Sequence[float]) -> list[float] | None:
    xs = positions((*above, *below))
    agree = abs(above[0] - below[0]) <= SNAP or abs(above[-1] - below[-1]) <= SNAP
    return xs if agree and len(xs) == max(len(above), len(below)) else None


def _extend_beside(
    bottom: Mapping[_Place, RuledCell], below: RuledTable, xs: Sequence[float], row_count: int
) -> None:
    """Let cells beside the lower part go on to its end: it has no column there."""
    for (column, columns), cell in bottom.items():
        if xs[column + columns] <= below.xs[0] + SNAP or xs[column] >= below.xs[-1] - SNAP:
            cell.rows = row_count - cell.row


def _placed(table: RuledTable, xs: Sequence[float]) -> list[RuledCell]:
    """The cells with their columns counted among ``xs``."""
    place = [min(range(len(xs)), key=lambda n: abs(xs[n] - x)) for x in table.xs]
    for cell in table.cells:
        first, end = place[cell.column], place[cell.column + cell.columns]
        cell.column, cell.columns = first, end - first
    return table.cells


def _without_header(upper: Sequence[RuledCell], lower: list[RuledCell]) -> list[RuledCell]:
    """The lower part without the rows in which it repeats the first ones of the upper part."""
    again = 0
    last = max(cell.row for cell in lower)
    for row in range(last):
        if _row(upper, row) != _row(lower, row) or any(c.is_figure for c in lower if c.row == row):
            break
        if all(cell.row + cell.rows <= row + 1 for cell in lower if cell.row <= row):
            again = row + 1
    kept = [cell for cell in lower if cell.row >= again]
    for cell in kept:
        cell.row -= again
    return kept


def _row(cells: Sequence[RuledCell], row: int) -> list[tuple[int, int, int, str]]:
    return [(cell.column, cell.columns, cell.rows, cell.text) for cell in cells if cell.row == row]


def _is_row_cut(bottom: Mapping[_Place, RuledCell], top: Sequence[RuledCell]) -> bool:
    """Whether the first row of the lower part is the rest of the last row of the upper part.

    It is where a text goes on in it that was full, or where it prints what the last row lacks and no
    label of its own; and where in no cell both print what cannot be one text.
    """
    pairs = [(bottom.get((cell.column, cell.columns)), cell) for cell in top]
    if any(over is None for over, _ in pairs):
        return False
    known = [(over, cell) for over, cell in pairs if over is not None]
    both = [(over, cell) for over, cell in known if over.lines and cell.lines]
    if any(not _runs_on(over, cell) for over, cell in both):
        return False
    if both:
        return True
    has_label = any(kind_of(cell.text) is Kind.TEXT for cell in top)
    was_blank = not any(over.is_figure for over, _ in known)
    return not has_label and was_blank and any(over.lines for over, _ in known) and any(c.lines for c in top)


def _goes_on(over: RuledCell, cell: RuledCell) -> bool:
    """Whether a label at the break is one cell with the label above it."""
    if not cell.lines or cell.text == over.text:
        return over.rows > 1 or cell.rows > 1 or not cell.lines
    return (over.rows > 1 or cell.rows > 1) and bool(over.lines) and _runs_on(over, cell)


def _runs_on(over: RuledCell, cell: RuledCell) -> bool:
    """Whether a text may be the rest of the one above: that one is full, and this one begins nothing.

    So may digits be: a narrow cell wraps a long number.
    """
    are_alike = (_is_words(over) and _is_words(cell)) or (over.is_figure and cell.is_figure)
    if not are_alike or begins_row(cell.text):
        return False
    return is_full(over.lines[-1], over.box[0], over.box[2])


def _append(over: RuledCell, cell: RuledCell) -> None:
    if cell.text != over.text or cell.is_figure:  # a label may be printed again
        over.take(cell.lines)
    over.rows = cell.row + cell.rows - over.row


def _is_words(cell: RuledCell) -> bool:
    return kind_of(cell.text) is Kind.TEXT


def begins_row(label: str) -> bool:
    """Whether a label begins with an enumerator or 其中, so that it cannot be the rest of the one above."""
    return _ENUMERATED.match(label) is not None
