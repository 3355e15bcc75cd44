"""An open PDF file: its pages one after the other, its properties, and why it cannot be opened.

PDFium (through pypdfium2's raw API) is not thread-safe: a process reads one file at a time.  Everything
that it allocates is freed when the context ends, whatever happens in between.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pypdfium2 import raw

from extract.errors import DamagedDocument, EncryptedDocument
from extract.readers.folding import fold
from extract.readers.pdf.glyphs import read_glyphs, turns_of_text
from extract.readers.pdf.marks import Frame, Page, Turn
from extract.readers.pdf.strokes import Strokes

# The information dictionary (ISO 32000-2, 14.3.3) under the names that other readers use.
_PROPERTIES = {"Title": "title", "Author": "creator", "CreationDate": "created", "ModDate": "modified"}
MAX_ANNOTATIONS = 1_000  # of one page that are looked at
_LONGEST_PROPERTY = 2000  # bytes
_WRITTEN_BY_PROGRAM = re.compile(r"(?i)^Microsoft (?:Word|Excel) - |\.(?:docx?|wps|xlsx?|pdf|tmp)$")
_NO_TITLE = re.compile(r"(?i)untitled|无标题|未命名|文档\s?\d*|document\s?\d*|file:.*|https?:.*")
_GARBAGE = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ufffeÿþ\ue000-\uf8ff]")
_A4 = (0.0, 0.0, 595.0, 842.0)  # left, bottom, right, top of a page that does not tell its size


@contextmanager
def opened(data: bytes) -> Iterator[PdfFile]:
    """Open a file; raises `EncryptedDocument`, or `DamagedDocument` where it cannot be repaired."""
    handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedDocument("the PDF opens only with a password")
        raise DamagedDocument("not a PDF, or one too damaged to be repaired")
    try:
        yield PdfFile(handle)
    finally:
        raw.FPDF_CloseDocument(handle)


class PdfFile:
    """An open file; valid within `opened`."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.page_count: int = raw.FPDF_GetPageCount(handle)

    def properties(self) -> dict[str, str]:
        """The properties ``title``, ``creator``, ``created`` and ``modified``, without garbled ones."""
        texts = {name: fold(self._property(key)) for key, name in _PROPERTIES.items()}
        texts["title"] = _sane_title(texts["title"])
        return {name: text for name, text in texts.items() if text and not _GARBAGE.search(text)}

    def page(self, number: int) -> Page | None:
        """The marks on a page, None where it cannot be loaded."""
        page = raw.FPDF_LoadPage(self._handle, number)
        if not page:
            return None
        try:
            found = _read_page(page, number)
            outcome = raw.FLATTEN_NOTHINGTODO
            if found and _is_filled_in(page):
                outcome = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        finally:
            raw.FPDF_ClosePage(page)
        if found is None or outcome == raw.FLATTEN_NOTHINGTODO:
            return found
        is_flat = outcome == raw.FLATTEN_SUCCESS
        return self._filled_in(found) if is_flat else replace(found, has_unread_notes=True)

    def _filled_in(self, bare: Page) -> Page:
        """The page with what was typed onto it, which is part of it now.

        PDFium forgets fonts that a page inherits: where something is lost the page stays as it was.
        """
        page = raw.FPDF_LoadPage(self._handle, bare.number)
        try:
            found = _read_page(page, bare.number) if page else None
        finally:
            raw.FPDF_ClosePage(page)
        if found and not Counter(g.char for g in bare.glyphs) - Counter(g.char for g in found.glyphs):
            return found
        return replace(bare, has_unread_notes=True)

    def _property(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(_LONGEST_PROPERTY)
        size = raw.FPDF_GetMetaText(self._handle, key.encode(), buffer, _LONGEST_PROPERTY)
        return buffer.raw[: min(size, _LONGEST_PROPERTY) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")


def _is_filled_in(page: Any) -> bool:
    """Whether text was typed onto the page, into fields of a form or beside them (ISO 32000-2, 12.5.6)."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _read_page(page: Any, number: int) -> Page | None:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return None
    shown = _frame_of(page)
    try:
        frame = shown._replace(turns=turns_of_text(text_page, shown.turns))
        characters = read_glyphs(text_page, frame)
    finally:
        raw.FPDFText_ClosePage(text_page)
    strokes = Strokes(frame).read(page)
    width, height = frame.size
    return Page(
        number=number,
        width=width,
        height=height,
        glyphs=characters.glyphs,
        horizontal=strokes.rules.horizontal,
        vertical=strokes.rules.vertical,
        picture_share=strokes.picture_area / max(width * height, 1.0),
        unmapped=characters.unmapped,
        is_whole=characters.is_whole and strokes.is_whole,
        turn=None if frame == shown else Turn(frame, shown),
    )


def _frame_of(page: Any) -> Frame:
    rect = raw.FS_RECTF()
    known = raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    left, bottom, right, top = (rect.left, rect.bottom, rect.right, rect.top) if known else _A4
    return Frame(left, bottom, right, top, raw.FPDFPage_GetRotation(page) % 4)


def _sane_title(title: str) -> str:
    """A title that a person wrote: the name of a file without what the program put around it, or nothing."""
    before = None
    while before != title:
        before, title = title, _WRITTEN_BY_PROGRAM.sub("", title).strip()
    return "" if _NO_TITLE.fullmatch(title) else title
