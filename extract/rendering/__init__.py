"""Show a person where a figure stands: a picture of the page with the cell's box, or the table as read.

Pure like everything here: stored bytes and a locator in, a picture or a piece of HTML out.  The places of
cells are found by reading the bytes anew, so that none is kept (docs/decisions/0006).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive.models import Locator
from extract.readers import NO_PICTURES
from extract.readers.sniffing import DOCX, HTML
from extract.rendering.office import Convert, render_office, to_pdf
from extract.rendering.pages import render_pdf
from extract.rendering.pictures import render_picture, render_picture_of_page
from extract.rendering.result import Rendering
from extract.rendering.tables import render_table

__all__ = ["PDF", "Rendering", "render", "to_pdf"]

PDF = "application/pdf"

_OFFICE = {DOCX: "docx", "application/msword": "doc", "application/rtf": "rtf"}
_PAGES: Mapping[str, Callable[[bytes, Locator], Rendering]] = {
    PDF: render_pdf,
    **dict.fromkeys(
        ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp", "image/gif"), render_picture
    ),
}


def render(
    data: bytes,
    media_type: str,
    locator: Locator,
    *,
    charset: str | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    url: str | None = None,
    convert: Convert = to_pdf,
) -> Rendering:
    """Render the page on which a figure stands, with the box of its cell drawn.

    PDF and pictures are shown as they are; Word documents and RTF as LibreOffice prints them; everything
    else (web pages, spreadsheets, OFD, text) as the table that was read, in HTML with the cell marked.
    A table that is a picture on a web page is shown as that picture; ``pictures`` and ``url`` are what
    `extract.read` got.  ``charset`` is that of the Content-Type header.  ``convert`` makes a PDF of a Word
    document: bytes and suffix in, PDF out; a caller may put a cache in between.

    Raises `extract.errors.ReadError` where the document cannot be read any more.
    """
    if media_type in _OFFICE:
        return render_office(data, media_type, _OFFICE[media_type], locator, convert)
    if media_type in _PAGES:
        return _PAGES[media_type](data, locator)
    if media_type == HTML and locator.page is not None:
        return render_picture_of_page(data, pictures, url, locator, charset)
    return render_table(data, media_type or HTML, locator, charset)
