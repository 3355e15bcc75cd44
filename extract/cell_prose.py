"""Sentences that stand in a table, in a row of their own: notes that belong to the section around it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.grid import Cell, Grid

_SHORTEST = 20  # characters of a sentence; labels with a full stop are shorter
_STOP = "。"


def sentences(grid: Grid) -> Iterator[str]:
    """The rows of a grid that print nothing but one cell with a sentence."""
    for row in grid.rows:
        first = row[0] if row else None
        if (
            first is not None
            and len(first.text) >= _SHORTEST
            and _STOP in first.text
            and _is_alone(first, row)
        ):
            yield first.text


def _is_alone(first: Cell, row: tuple[Cell | None, ...]) -> bool:
    return all(cell is None or cell is first or not cell.text for cell in row)
