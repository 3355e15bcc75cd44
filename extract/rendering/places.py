"""Find the cell of a locator in what a reader gives."""

from __future__ import annotations

from collections.abc import Iterator

from archive.models import Locator
from extract.grid import Box, Cell, Content, Grid


def grid_at(content: Content, locator: Locator) -> Grid | None:
    """The table of a locator."""
    return next((g for g in grids(content) if g.index == locator.table), None)


def grids(content: Content) -> Iterator[Grid]:
    """All tables in order."""
    return (block for block in content.blocks if isinstance(block, Grid))


def cell_at(grid: Grid, locator: Locator) -> Cell | None:
    """The cell of a locator, None where nothing is printed there."""
    row, column = locator.row, locator.column
    if row is None or column is None or row >= len(grid.rows) or column >= len(grid.rows[row]):
        return None
    return grid.rows[row][column]


def box_at(content: Content, locator: Locator) -> Box | None:
    """Where the cell of a locator is printed, None where that is not known."""
    grid = grid_at(content, locator)
    if grid is None or grid.boxes is None or locator.row is None or locator.column is None:
        return None
    return grid.boxes.get((locator.row, locator.column))
