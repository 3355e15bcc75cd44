"""Readers: bytes of one media type to paragraphs and grids. A reader knows no statute.

A new format is one entry in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, cast

from extract.errors import UnsupportedMediaType
from extract.grid import Content
from extract.readers.sniffing import (
    CSV,
    DOCX,
    FLAT_ODT,
    HTML,
    MARKDOWN,
    MHTML,
    ODS,
    ODT,
    PLAIN,
    WORD_XML,
    charset_of,
    sniff,
)

__all__ = ["NO_PICTURES", "READERS", "Reader", "UnsupportedMediaType", "read_content", "sniff"]

Read = Callable[[bytes, str | None], Content]


class Reader(NamedTuple):
    """A reader by name; ``version`` rises when its output for the same bytes changes.

    ``function`` is ``module:function`` and is imported at first use: a PDF library is not loaded
    to read HTML.  The function takes the bytes and the charset of the Content-Type header.
    """

    name: str
    version: int
    function: str

    @property
    def label(self) -> str:
        """Name and version as published: ``html/1``."""
        return f"{self.name}/{self.version}"

    def read(self, data: bytes, charset: str | None) -> Content:
        """Read one document; raises `extract.errors.ReadError` where its container is damaged."""
        module, _, function = self.function.partition(":")
        return cast(Read, getattr(import_module(module), function))(data, charset)


NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})

_HTML = Reader("html", 3, "extract.readers.html:read_html")
_ODF = Reader("odf", 1, "extract.readers.odf:read_odf")
_IMAGE = Reader("image", 2, "extract.readers.image:read_image")
_IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp", "image/gif")
_SHEETS = Reader("sheets", 1, "extract.readers.sheets:read_sheets")

READERS: Mapping[str, Reader] = {
    HTML: _HTML,
    "application/xhtml+xml": _HTML,
    PLAIN: Reader("text", 2, "extract.readers.plain:read_plain"),
    MARKDOWN: Reader("markdown", 2, "extract.readers.markdown:read_markdown"),
    CSV: Reader("csv", 1, "extract.readers.separated:read_separated"),
    "application/pdf": Reader("pdf", 3, "extract.readers.scan:read_text_or_scan"),
    DOCX: Reader("docx", 3, "extract.readers.docx:read_docx"),
    WORD_XML: Reader("word-xml", 1, "extract.readers.docx:read_word_xml"),
    **dict.fromkeys((ODT, FLAT_ODT), _ODF),
    ODS: Reader("ods", 1, "extract.readers.ods:read_ods"),
    MHTML: Reader("mhtml", 1, "extract.readers.mhtml:read_mhtml"),
    "application/msword": Reader("doc", 3, "extract.readers.doc:read_doc"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _SHEETS,
    "application/vnd.ms-excel": _SHEETS,
    "application/ofd": Reader("ofd", 3, "extract.readers.ofd:read_ofd"),
    "application/rtf": Reader("rtf", 2, "extract.readers.rtf:read_rtf"),
    **dict.fromkeys(_IMAGES, _IMAGE),
}


def read_content(
    data: bytes,
    media_type: str,
    declared: str | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    url: str | None = None,
) -> tuple[str, Content]:
    """Read a document; gives the reader's label (``html/1``) and what it found.

    ``media_type`` is what `sniff` found (parameters are allowed), ``declared`` the Content-Type
    header as sent, whose charset is a hint.  ``pictures`` are those of a web page that were fetched, by URL,
    and ``url`` is where the page lay.  Raises `UnsupportedMediaType` where no reader is
    registered and another `extract.errors.ReadError` where the container is damaged or a bomb.
    """
    essence = media_type.partition(";")[0].strip().lower()
    reader = READERS.get(essence)
    if reader is None:
        raise UnsupportedMediaType(essence, tuple(READERS))
    charset = charset_of(media_type) or charset_of(declared)
    if reader is _HTML and (pictures or b"data:image" in data):
        from extract.readers.html_pictures import read_page

        return reader.label, read_page(data, charset, pictures, url)
    return reader.label, reader.read(data, charset)
