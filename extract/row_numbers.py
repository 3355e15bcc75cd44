"""Tables with a column that only counts their rows (序号 1, 2, 3): its numbers are no figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from extract.grid import Block, Cell, Grid

_NAMES = frozenset(("序号", "行号", "行次", "编号"))
_MOST_DIGITS = 6  # of the number of a row
_HEAD_ROWS = 4  # within which the column is named


def without_row_numbers(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks; of a grid whose first column counts its rows nothing is printed there."""
    return tuple(_bare(block) if isinstance(block, Grid) and _is_named(block) else block for block in blocks)


def _is_named(grid: Grid) -> bool:
    return any(row and row[0] is not None and row[0].text in _NAMES for row in grid.rows[:_HEAD_ROWS])


def _bare(grid: Grid) -> Grid:
    counted = [int(cell.text) for row in grid.rows if (cell := _counter(row)) and cell.text.isdecimal()]
    if not counted or any(after != before + 1 for before, after in pairwise(counted)):
        return grid
    return replace(grid, rows=tuple((None, *row[1:]) if _counter(row) else row for row in grid.rows))


def _counter(row: tuple[Cell | None, ...]) -> Cell | None:
    """The cell in the first column, where it holds a number or the column's name and nothing beside it."""
    first = row[0] if row else None
    if first is None or not (first.text in _NAMES or _is_count(first.text)):
        return None
    return None if len(row) > 1 and row[1] is first else first


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS
