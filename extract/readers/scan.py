"""PDF files whose pages are pictures: every page is rendered and read by eye, as it were.

Needs the extra ``ocr``; without it the document waits (`extract.errors.NeedsOcr`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from archive.models import Locator
from extract.errors import DamagedDocument, EncryptedDocument, NeedsOcr
from extract.grid import Content
from extract.readers.bounds import bound_hit
from extract.readers.ocr import MAX_PAGES, MAX_PIXELS, require, with_issues

if TYPE_CHECKING:
    from extract.readers.ocr.geometry import Picture

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_POINTS = 72  # to an inch


def read_text_or_scan(data: bytes, charset: str | None = None) -> Content:
    """Read a PDF by its characters, and by its looks where it has none; raises what either raises."""
    from extract.readers.pdf import read_pdf

    try:
        return read_pdf(data, charset)
    except NeedsOcr:
        return read_scan(data, charset)


def read_scan(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - pictures have none
    """Read a PDF by its looks; raises `NeedsOcr`, `DamagedDocument` or `EncryptedDocument`."""
    require("the pages of the PDF")
    from extract.readers.ocr.document import read_pictures

    document = _opened(data)
    try:
        count = len(document)
        content = read_pictures(_pictures(document, min(count, MAX_PAGES)))
    finally:
        document.close()
    if count <= MAX_PAGES:
        return content
    message = f"the scan has {count} pages; the first {MAX_PAGES} were read"
    return with_issues(content, bound_hit(message, Locator(page=MAX_PAGES)))


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise EncryptedDocument("the PDF opens only with a password") from error
        raise DamagedDocument(f"the PDF cannot be opened: {error}") from error


def _pictures(document: Any, count: int) -> Iterator[Picture]:
    """Grey pages at 200 dpi, huge ones smaller."""
    from extract.readers.ocr.geometry import DPI

    for number in range(count):
        try:
            page = document[number]
            width, height = page.get_size()
            scale = min(DPI / _POINTS, (MAX_PIXELS / (width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True, optimize_mode=None)
        except pdfium.PdfiumError as error:
            raise DamagedDocument(f"page {number + 1} of the PDF cannot be rendered: {error}") from error
        yield bitmap.to_numpy().squeeze()
        bitmap.close()
        page.close()
