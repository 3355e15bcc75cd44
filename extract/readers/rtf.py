"""Rich Text Format, converted by LibreOffice and read as the Word document that comes out."""

from __future__ import annotations

from extract.grid import Content
from extract.readers.docx import read_docx
from extract.readers.office import convert_document


def read_rtf(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - RTF names its own charset
    """Read a document.

    Raises:
        NeedsLibreOffice: where it is not installed.
        DamagedDocument: where LibreOffice makes nothing of the document.
    """
    return read_docx(convert_document(data, "rtf", "docx"))
