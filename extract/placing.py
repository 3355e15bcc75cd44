"""Cells behind a label into columns: by count where it fits, by the header's positions, else as agreed.

The agreed readings of rows that do not fit (and never in silence): a row with fewer numbers than columns
and nothing that tells which is absent gives its first number to the first column and its last to the
last; a row with too many gives the first ones in order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from extract.grid import Cell
from extract.numbers import Kind, kind_of, parse


class Doubt(StrEnum):
    """Why a row did not fit its columns."""

    NONE = ""
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    MERGED = "merged"
    SHIFTED = "shifted"
    RUN_TOGETHER = "run together"


class Placement(NamedTuple):
    """A cell or None for each column in order, and the cells left over.

    ``doubtful`` are the positions of columns whose figures are ambiguous.
    """

    cells: Sequence[Cell | None]
    doubt: Doubt = Doubt.NONE
    doubtful: Collection[int] = ()
    surplus: Sequence[Cell] = ()


def place(
    values: Sequence[Cell],
    by_header: Sequence[Cell | None] | None,
    count: int,
    tail: int | None,
    *,
    is_aligned: bool,
) -> Placement:
    """Place the cells of one row in ``count`` columns.

    ``by_header`` are the cells at the header's positions, None where those are not known or cannot be; in
    a grid that is not aligned they only settle which of the blank cells are too many.
    ``tail`` is how many blank cells stand behind the figures in the other rows of the same width.
    """
    if by_header is not None and is_aligned:
        return _placed_by_header(values, by_header)
    if len(values) <= count:
        return Placement(values) if len(values) == count else _too_few(values, count)
    kept, is_certain = _trimmed(values, count, tail)
    if not is_certain and by_header is not None:
        return Placement(by_header)
    if len(kept) > count:  # blanks in the middle: a heading over two columns, or empty columns for looks
        printed = [cell for cell in kept if kind_of(cell.text)]
        if by_header is not None or len(printed) == count:
            return Placement(by_header or printed)
    if len(kept) == count:
        return Placement(kept) if is_certain else Placement(kept, Doubt.SHIFTED, range(count))
    surplus = kept[count:]
    doubtful = () if _is_immaterial(kept, surplus) else range(count)
    return Placement(kept[:count], Doubt.TOO_MANY, doubtful, surplus)


def leading_blanks(values: Sequence[Cell]) -> int:
    """How many blank cells stand in front of the first that prints something."""
    return next((n for n, cell in enumerate(values) if kind_of(cell.text)), len(values))


def _placed_by_header(values: Sequence[Cell], by_header: Sequence[Cell | None]) -> Placement:
    """The cells at the header's positions; of a number over two columns the first has it, in doubt."""
    cells = list(by_header)
    merged: set[int] = set()
    for position, cell in enumerate(by_header):
        if position and cell is not None and cell is by_header[position - 1] and _is_number(cell):
            cells[position] = None
            merged |= {position - 1, position}
    surplus = [cell for cell in values if kind_of(cell.text) and not any(cell is c for c in by_header)]
    doubt = Doubt.MERGED if merged else Doubt.TOO_MANY if surplus else Doubt.NONE
    return Placement(cells, doubt, merged, surplus)


def _too_few(values: Sequence[Cell], count: int) -> Placement:
    numbers = [cell for cell in values if _is_number(cell)]
    if numbers:
        cells: list[Cell | None] = [None] * count
        cells[0] = numbers[0]
        if len(numbers) > 1:
            cells[-1] = numbers[-1]
        return Placement(cells, Doubt.TOO_FEW, range(count), numbers[1:-1])
    if len({kind_of(cell.text) for cell in values}) == 1:
        return Placement([values[0]] * count)
    marked = [cell for cell in values if kind_of(cell.text)]
    return Placement([None] * count, Doubt.TOO_FEW, range(count), marked)


def _trimmed(values: Sequence[Cell], count: int, tail: int | None) -> tuple[Sequence[Cell], bool]:
    """The values without blank cells at the ends, as many as are too many; whether that was certain."""
    extra = len(values) - count
    front = leading_blanks(values)
    back = leading_blanks(values[::-1])
    if front == len(values):
        return values[:count], True
    if front + back <= extra:
        return values[front : len(values) - back], True
    if not front or not back:
        return (values[extra:] if front else values[:count]), True
    is_certain = tail is not None and tail <= back and 0 <= extra - tail <= front
    start = extra - (tail if is_certain and tail is not None else min(back, extra))
    return values[start : start + count], is_certain


def _is_immaterial(values: Sequence[Cell], surplus: Sequence[Cell]) -> bool:
    """Whether the surplus cannot have shifted the figures: it is no number, or all numbers are equal."""
    if not any(_is_number(cell) for cell in surplus):
        return True
    return len({parse(cell.text).number for cell in values if _is_number(cell)}) == 1


def _is_number(cell: Cell) -> bool:
    return kind_of(cell.text) is Kind.NUMBER
