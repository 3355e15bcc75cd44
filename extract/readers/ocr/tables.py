"""A ruled table of a page as a grid, with the confidence and the place of each of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract.grid import Box, Cell, Grid
from extract.readers.ocr import Address
from extract.readers.ocr.cells import Sheet, read_cell
from extract.readers.ocr.geometry import Rectangle
from extract.readers.ocr.lattice import Area, Lattice
from extract.readers.ocr.page import Posture


class ReadTable(NamedTuple):
    """A grid, how sure each printed cell is, and where the table stands on the page."""

    grid: Grid
    confidence: dict[Address, float]
    place: Rectangle


class PagePlace(NamedTuple):
    """The page (0-based), how it lay on its picture, and how many pixels of that make a point."""

    number: int
    posture: Posture
    scale: float

    def box(self, place: Rectangle) -> Box:
        """Where something on the upright page stands on the page as shown, in points."""
        return Box(self.number, *(edge / self.scale for edge in self.posture.on_picture(place)))


def read_table(sheet: Sheet, lattice: Lattice, index: int, page: PagePlace) -> ReadTable:
    """Read every cell of a table; paper that no line encloses is a cell only where something is printed."""
    rows: list[list[Cell | None]] = [[None] * lattice.columns for _ in range(lattice.rows)]
    confidence: dict[Address, float] = {}
    boxes: dict[tuple[int, int], Box] = {}
    for area in lattice.areas:
        text = read_cell(sheet, area.place)
        if area.is_open and not text.text:
            continue
        cell = Cell(text.text, area.row, area.column)
        confidence[index, area.row, area.column] = round(text.confidence, 4)
        boxes[area.row, area.column] = page.box(area.place)
        for row, column in _fields(area):
            rows[row][column] = cell
    grid = Grid(tuple(map(tuple, rows)), index, is_aligned=True, page=page.number, boxes=boxes)
    return ReadTable(grid, confidence, lattice.place)


def _fields(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.row, area.row + area.rows):
        for column in range(area.column, area.column + area.columns):
            yield row, column
