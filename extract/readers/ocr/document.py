"""Pictures of pages, one after the other, as the content of one document."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from extract.grid import Block, Content, Paragraph
from extract.readers.ocr.cells import Sheet
from extract.readers.ocr.engine import engine
from extract.readers.ocr.geometry import Picture
from extract.readers.ocr.lattice import find_lattices
from extract.readers.ocr.page import upright, without_specks
from extract.readers.ocr.prose import read_prose
from extract.readers.ocr.rulings import find_rulings
from extract.readers.ocr.tables import Address, ReadTable, read_table


def read_pictures(pictures: Iterable[Picture]) -> Content:
    """Read pages, grey at 200 dpi, in order; every cell of a grid has a confidence."""
    blocks: list[Block] = []
    confidence: dict[Address, float] = {}
    tables = 0
    for number, picture in enumerate(pictures):
        sheet, found = _tables(picture, number, tables)
        tables += len(found)
        for table in found:
            confidence.update(table.confidence)
        prose = read_prose(sheet, [table.place for table in found])
        placed: list[tuple[int, Block]] = [(table.place.top, table.grid) for table in found]
        placed += [(passage.top, Paragraph(passage.text)) for passage in prose]
        blocks += [block for _, block in sorted(placed, key=lambda pair: pair[0])]
    return Content(tuple(blocks), confidence=confidence)


def _tables(picture: Picture, page: int, first: int) -> tuple[Sheet, list[ReadTable]]:
    grey, ink = upright(picture)
    lattices = list(find_lattices(find_rulings(ink)))
    lines = np.zeros_like(ink)
    for lattice in lattices:
        lattice.place.of(lines)[:] |= lattice.lines
    ruled = cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0
    paper = int(np.median(grey))
    bare = np.where(ruled, paper, grey).astype(np.uint8)
    text = without_specks(np.where(ruled, 0, ink).astype(np.uint8))
    sheet = Sheet(bare, text, paper, engine())
    return sheet, [read_table(sheet, lattice, first + n, page) for n, lattice in enumerate(lattices)]
