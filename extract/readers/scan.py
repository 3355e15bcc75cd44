"""PDF files, and those of their pages that are pictures: these are rendered and read by eye, as it were.

Needs the extra ``ocr``; without it the document waits (`extract.errors.NeedsOcr`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from archive.models import Issue, Locator
from extract.errors import DamagedDocument, EncryptedDocument, NeedsOcr
from extract.grid import Block, Content, Grid
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
    content = Content((), parsed.title, parsed.properties, parsed.issues)
    numbers = pages_to_recognise(parsed.pages) if is_available() else []
    if not numbers:
        issues = (*parsed.issues, *unread_pictures(parsed.pages))
        return replace(content, blocks=tuple(text_blocks(parsed.pages)), issues=issues)
    found = _recognised(data, numbers[:MAX_PAGES], places_until)
    unread = unread_pictures(left_unread(parsed.pages, found))
    return with_parts(
        content, interleaved(parsed.pages, found), (*unread, *found.issues, *_beyond(len(numbers)))
    )


def pages_to_recognise(pages: Sequence[ReadPage]) -> list[int]:
    """The pages that are pictures and, in a document whose text has no table, those with one beside text."""
    from extract.readers.pdf import text_blocks

    numbers = [page.number for page in pages if page.has_picture]
    if any(page.has_picture and not page.is_picture for page in pages) and any(
        isinstance(block, Grid) for block in text_blocks(pages)
    ):
        return [page.number for page in pages if page.is_picture]
    return numbers


def left_unread(pages: Iterable[ReadPage], found: Recognised) -> list[ReadPage]:
    """The pages whose picture stands beside text and was not recognised, or shows no table."""
    return [
        page
        for page in pages
        if not page.is_picture and not (page.number in found.pages and _tables(found.pages[page.number]))
    ]


def _tables(part: RecognisedPart) -> tuple[Block, ...]:
    return tuple(block for block in part.blocks if isinstance(block, Grid))


def interleaved(pages: Iterable[ReadPage], found: Recognised) -> Iterator[RecognisedPart]:
    """Runs of pages that hold text and, each in its place, the pages that were recognised.

    Of a picture beside text only the tables are taken: the text is there already.
    """
    from extract.readers.pdf import text_blocks

    for is_told, run in groupby(pages, lambda page: page.is_picture or page.number in found.pages):
        if not is_told:
            yield RecognisedPart(tuple(text_blocks(list(run))))
            continue
        for page in run:
            part = found.pages.get(page.number, RecognisedPart(()))
            if page.is_picture:
                yield part
            else:
                yield RecognisedPart(tuple(text_blocks([page])))
                yield part._replace(blocks=_tables(part))


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
