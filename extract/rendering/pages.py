"""A page of a PDF as a picture, the cell's box drawn around it."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium

from archive.models import Locator
from extract.errors import DamagedDocument
from extract.grid import Box
from extract.readers.scan import opened_for_pictures, read_places
from extract.rendering.places import box_at
from extract.rendering.png import encode
from extract.rendering.result import NO_CELL, PNG, Rendering

DPI = 110  # of the picture: an A4 page is 909 by 1286 pixels
MAX_PIXELS = 3_000_000  # of one picture; a huge page is made smaller
POINTS = 72  # to an inch

Rectangle = tuple[int, int, int, int]  # left, top, width, height in pixels

_COLOUR = (200, 30, 20, 255)
_WIDTH, _MARGIN = 3, 2  # of the frame in pixels, and how far outside the cell it lies


def render_pdf(data: bytes, locator: Locator) -> Rendering:
    """The page of a locator; raises `extract.errors.ReadError` where the PDF cannot be read."""
    box = box_at(read_places(data, locator.page or 0), locator)
    number = box.page if box else locator.page or 0
    notes = () if box else (NO_CELL,)
    return Rendering(PNG, page_picture(data, number, box), box is not None, number, notes)


def page_picture(data: bytes, number: int, box: Box | None) -> bytes:
    """One page as PNG, with a frame around the box; raises `DamagedDocument` where it cannot be drawn."""
    with opened_for_pictures(data) as document:
        if number >= len(document):
            raise DamagedDocument(f"expected a page {number + 1}, found {len(document)} pages")
        try:
            return _drawn(document[number], box)
        except pdfium.PdfiumError as error:
            raise DamagedDocument(f"page {number + 1} cannot be drawn: {error}") from error


def _drawn(page: Any, box: Box | None) -> bytes:
    width, height = page.get_size()
    scale = min(DPI / POINTS, (MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    for side in frame(box, scale) if box else ():
        bitmap.fill_rect(_COLOUR, *side)
    return encode(memoryview(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def frame(box: Box, scale: float) -> tuple[Rectangle, ...]:
    """The four sides of a frame around a box, in pixels of a picture of that scale (pixels to a point)."""
    left, top = round(box.left * scale) - _MARGIN - _WIDTH, round(box.top * scale) - _MARGIN - _WIDTH
    right, bottom = round(box.right * scale) + _MARGIN, round(box.bottom * scale) + _MARGIN
    wide, high = right + _WIDTH - left, bottom + _WIDTH - top
    return (
        (left, top, wide, _WIDTH),
        (left, bottom, wide, _WIDTH),
        (left, top, _WIDTH, high),
        (right, top, _WIDTH, high),
    )
