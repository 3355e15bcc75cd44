"""PDF files, and those of their pages that are pictures: these are rendered and read by eye, as it were.

Needs the extra ``ocr``; without it the document waits (`extract.errors.NeedsOcr`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from archive.models import Issue, Locator
from extract.errors import DamagedDocument, EncryptedDocument, NeedsOcr
from extract.grid import Content
from extract.readers.bounds import bound_hit
from extract.readers.ocr import (
    MAX_PAGES,
    MAX_PIXELS,
    Recognised,
    RecognisedPart,
    is_available,
    require,
    with_parts,
)

if TYPE_CHECKING:
    from extract.readers.ocr.document import Pictures
    from extract.readers.ocr.geometry import PagePicture
    from extract.readers.pdf import ReadPage

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_POINTS = 72  # to an inch


def read_text_or_scan(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - Unicode
    """Read a PDF by its characters, and those pages by their looks that have none.

    Raises what `extract.readers.pdf.read_pdf` raises; without the extra, pages that are pictures get the
    issue ``needs-ocr``, and a document of nothing else raises `NeedsOcr`.
    """
    return _read(data)


def read_places(data: bytes, last: int) -> Content:
    """The text and tables of a PDF with the boxes of their cells; of pictures up to page ``last`` no text."""
    return _read(data, last)


def _read(data: bytes, places_until: int | None = None) -> Content:
    from extract.readers.pdf import parse, refuse_scans, text_blocks, unread_pictures

    parsed = parse(data)
    try:
        refuse_scans(parsed.pages)
    except NeedsOcr:
        return _read_scan(data, places_until)
    pictures = [page.number for page in parsed.pages if page.is_picture]
    texts = [page for page in parsed.pages if not page.is_picture]
    content = Content((), parsed.title, parsed.properties, (*parsed.issues, *unread_pictures(texts)))
    if not pictures or not is_available():
        issues = (*parsed.issues, *unread_pictures(parsed.pages))
        return replace(content, blocks=tuple(text_blocks(parsed.pages)), issues=issues)
    found = _recognised(data, pictures[:MAX_PAGES], places_until)
    parts = interleaved(parsed.pages, found)
    return with_parts(content, parts, (*found.issues, *_beyond(len(pictures))))


def interleaved(pages: Iterable[ReadPage], found: Recognised) -> Iterator[RecognisedPart]:
    """Runs of pages that hold text and, each in its place, the pages that were recognised."""
    from extract.readers.pdf import text_blocks

    for number, run in groupby(pages, lambda page: page.number if page.is_picture else None):
        if number is None:
            yield RecognisedPart(tuple(text_blocks(list(run))))
        elif number in found.pages:
            yield found.pages[number]


def _read_scan(data: bytes, places_until: int | None = None) -> Content:
    """Read a PDF by its looks; raises `NeedsOcr`, `DamagedDocument` or `EncryptedDocument`."""
    require("the pages of the PDF")
    with opened_for_pictures(data) as document:
        count = len(document)
    found = _recognised(data, range(min(count, MAX_PAGES)), places_until)
    return with_parts(Content(()), found.pages.values(), (*found.issues, *_beyond(count)))


def _recognised(data: bytes, numbers: Iterable[int], places_until: int | None) -> Recognised:
    from extract.readers.ocr.document import recognise

    is_blind = places_until is not None
    wanted = [number for number in numbers if places_until is None or number <= places_until]
    with opened_for_pictures(data) as document:
        return recognise(_pictures(document, wanted), is_blind=is_blind)


def _beyond(count: int) -> Iterator[Issue]:
    if count > MAX_PAGES:
        message = f"the scan has {count} pages; the first {MAX_PAGES} were read"
        yield bound_hit(message, Locator(page=MAX_PAGES))


@contextmanager
def opened_for_pictures(data: bytes) -> Iterator[Any]:
    """Open a PDF to render its pages; raises `EncryptedDocument` or `DamagedDocument`."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise EncryptedDocument("the PDF opens only with a password") from error
        raise DamagedDocument(f"the PDF cannot be opened: {error}") from error
    try:
        yield document
    finally:
        document.close()


def _pictures(document: Any, numbers: Iterable[int]) -> Pictures:
    """How to render each of these pages of an open document."""
    return {number: partial(_picture, document, number) for number in numbers}


def _picture(document: Any, number: int) -> PagePicture:
    """A grey page at 200 dpi, a huge one smaller."""
    from extract.readers.ocr.geometry import DPI, PagePicture

    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(DPI / _POINTS, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, optimize_mode=None)
    except pdfium.PdfiumError as error:
        raise DamagedDocument(f"page {number + 1} of the PDF cannot be rendered: {error}") from error
    grey = bitmap.to_numpy().squeeze().copy()
    bitmap.close()
    page.close()
    return PagePicture(grey, scale)
