"""Pictures of pages, one after the other, as the content of one document.

Pages with ruled tables are read first, for the time may not suffice for all; what is given stands in the
order of the pages nevertheless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import cv2
import numpy as np

from extract.grid import Block, Paragraph
from extract.readers.ocr import Recognised, RecognisedPart
from extract.readers.ocr.budget import Budget, BudgetSpent, budget, left_over
from extract.readers.ocr.cells import Sheet
from extract.readers.ocr.engine import Blind, Recogniser, Timed, engine
from extract.readers.ocr.geometry import PagePicture
from extract.readers.ocr.lattice import Lattice, find_lattices
from extract.readers.ocr.orientation import find_upright
from extract.readers.ocr.page import Page, without_specks
from extract.readers.ocr.prose import read_prose
from extract.readers.ocr.rulings import find_rulings, looks_ruled
from extract.readers.ocr.tables import PagePlace, read_table

Pictures = Mapping[int, Callable[[], PagePicture]]  # by page number, each rendered when it is its turn

_FEW_PAGES = 8  # the time suffices for them


def recognise(pictures: Pictures, *, is_blind: bool = False) -> Recognised:
    """Read pages within the time for one document; every cell of a grid has a confidence and a box.

    Where ``is_blind`` only the tables and the places of their cells are found, in a fifth of the time.
    """
    allowed = budget()
    reader: Recogniser = Blind() if is_blind else Timed(engine(), allowed)
    pages: dict[int, RecognisedPart] = {}
    for number in _in_order_of_need(pictures, allowed):
        try:
            allowed.check()
            pages[number] = _read_page(pictures[number](), number, reader)
        except BudgetSpent:
            break
    unread = sorted(pictures.keys() - pages.keys())
    issues = (left_over(unread, allowed.seconds),) if unread else ()
    return Recognised(dict(sorted(pages.items())), issues)


def _in_order_of_need(pictures: Pictures, allowed: Budget) -> list[int]:
    if len(pictures) <= _FEW_PAGES:
        return sorted(pictures)
    bare = set()
    for number in sorted(pictures):
        if not allowed.is_spent and not looks_ruled(pictures[number]().grey):
            bare.add(number)
    return sorted(pictures, key=lambda number: (number in bare, number))


def _read_page(picture: PagePicture, number: int, reader: Recogniser) -> RecognisedPart:
    page = find_upright(picture.grey, engine())
    lattices = list(find_lattices(find_rulings(page.ink)))
    sheet = _sheet(page, lattices, reader)
    where = PagePlace(number, page.posture, picture.scale)
    tables = [read_table(sheet, lattice, index, where) for index, lattice in enumerate(lattices)]
    prose = read_prose(sheet, [table.place for table in tables])
    placed: list[tuple[int, Block]] = [(table.place.top, table.grid) for table in tables]
    placed += [(passage.top, Paragraph(passage.text)) for passage in prose]
    blocks = tuple(block for _, block in sorted(placed, key=lambda pair: pair[0]))
    confidence = {address: sure for table in tables for address, sure in table.confidence.items()}
    return RecognisedPart(blocks, confidence)


def _sheet(page: Page, lattices: Iterable[Lattice], reader: Recogniser) -> Sheet:
    """The page without the ruled lines of its tables."""
    lines = np.zeros_like(page.ink)
    for lattice in lattices:
        lattice.place.of(lines)[:] |= lattice.lines
    ruled = cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0
    paper = int(np.median(page.grey))
    bare = np.where(ruled, paper, page.grey).astype(np.uint8)
    text = without_specks(np.where(ruled, 0, page.ink).astype(np.uint8))
    return Sheet(bare, text, paper, reader)
