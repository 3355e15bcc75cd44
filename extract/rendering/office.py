"""A page of a Word document as LibreOffice prints it, the cell's box found by our own PDF reader.

The tables of both readings are compared: where a printed table says the same in all its cells, the box is
that of the cell at the same place; where only the row says the same and no other row does, that of the
cell at the same place in the row.  Else the page is shown without a box, for a wrong one would be worse, and
the table as we read it below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from archive.models import Locator
from extract.errors import NeedsLibreOffice, ReadError
from extract.grid import Box, Cell, Content, Grid
from extract.readers import read_content
from extract.readers.office import convert_document
from extract.readers.pdf import read_pdf
from extract.rendering.pages import page_picture
from extract.rendering.places import cell_at, grid_at, grids
from extract.rendering.result import CONVERTED, NO_CELL, NO_OFFICE, NOT_CONVERTED, PNG, Rendering
from extract.rendering.tables import render_table

Convert = Callable[[bytes, str], bytes]
Lines = list[list[Cell]]


def to_pdf(data: bytes, suffix: str) -> bytes:
    """Print a document; raises `NeedsLibreOffice`, or `DamagedDocument` where LibreOffice cannot."""
    return convert_document(data, suffix, "pdf")


def render_office(data: bytes, media_type: str, suffix: str, locator: Locator, convert: Convert) -> Rendering:
    """The page of a locator as LibreOffice prints it; where it cannot, the table as it was read."""
    try:
        printed = convert(data, suffix)
        theirs = read_pdf(printed)
    except ReadError as error:
        note = NO_OFFICE if isinstance(error, NeedsLibreOffice) else NOT_CONVERTED
        table = render_table(data, media_type, locator)
        return table._replace(notes=(note, *table.notes))
    _, ours = read_content(data, media_type)
    box = place(ours, theirs, locator)
    page = box.page if box else _likely_page(ours, theirs, locator)
    notes = (CONVERTED.format(suffix.upper(), suffix.upper()), *(() if box else (NO_CELL,)))
    below = "" if box else render_table(data, media_type, locator).content.decode()
    return Rendering(PNG, page_picture(printed, page, box), box is not None, page, notes, below)


def place(ours: Content, theirs: Content, locator: Locator) -> Box | None:
    """Where a cell of our reading stands in the printed pages, None where that cannot be told."""
    grid = grid_at(ours, locator)
    cell = cell_at(grid, locator) if grid else None
    if grid is None or cell is None:
        return None
    lines = _lines(grid)
    row = next(n for n, line in enumerate(lines) if cell in line)
    at = lines[row].index(cell)
    texts = list(map(_texts, lines))
    printed = [(other, _lines(other)) for other in sorted(grids(theirs), key=lambda g: g.index != grid.index)]
    for other, found in printed:
        if list(map(_texts, found)) == texts:
            return _box(other, found[row][at])
    alike = [(other, line) for other, found in printed for line in found if _texts(line) == texts[row]]
    is_alone = len(alike) == 1 and texts.count(texts[row]) == 1
    return _box(alike[0][0], alike[0][1][at]) if is_alone else None


def _lines(grid: Grid) -> Lines:
    """The cells by the row in which they begin, each once."""
    cells = sorted(
        {(cell.row, cell.column): cell for row in grid.rows for cell in row if cell}.values(), key=_at
    )
    return [list(line) for _, line in groupby(cells, key=lambda cell: cell.row)]


def _at(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _texts(line: list[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in line]


def _box(grid: Grid, cell: Cell) -> Box | None:
    return grid.boxes.get((cell.row, cell.column)) if grid.boxes else None


def _likely_page(ours: Content, theirs: Content, locator: Locator) -> int:
    """The first page of the printed table that shares most rows with ours."""
    grid = grid_at(ours, locator)
    own = {tuple(_texts(line)) for line in _lines(grid)} if grid else set()
    ranked = sorted(_shared(theirs, own), key=lambda entry: -entry[0])
    return ranked[0][1] if ranked else 0


def _shared(theirs: Content, own: set[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    for grid in grids(theirs):
        yield sum(tuple(_texts(line)) in own for line in _lines(grid)), grid.page or 0
