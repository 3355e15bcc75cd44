"""PDF documents (ISO 32000) that hold text: paragraphs, ruled tables, and tables without rules.

PDFium gives characters with their boxes and the lines drawn on the page; what is a table, a cell or a
paragraph is told here.  Pages are read one after the other within bounds; a scan has no text and is
refused with `extract.errors.NeedsOcr`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.models import Issue, Locator, Severity
from extract.errors import BoundExceeded, DamagedDocument, NeedsOcr
from extract.grid import Block, Content, Grid
from extract.readers.bounds import bound_hit
from extract.readers.pdf.blocks import blocks_of
from extract.readers.pdf.document import PdfFile, opened
from extract.readers.pdf.lattice import RuledPage, read_lattice
from extract.readers.pdf.marks import Page, Turn
from extract.readers.pdf.streams import refuse_bombs

MAX_BYTES = 128 * 2**20
MAX_PAGES = 300
MAX_CHARACTERS = 300_000  # of all pages; the longest report has thirty thousand
MAX_SECONDS = 15.0  # a report takes a tenth of one

_END_MARK = b"%%EOF"
_TAIL = 2048  # bytes in which a whole file has its end mark
_UNMAPPED_SHARE = 0.3  # of the characters: then the text says nothing
_PICTURE_SHARE = 0.25  # of a page: a picture so large may hold a table
_FEW_CHARACTERS = 50  # of a page with such a picture: a page number, no text


def read_pdf(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - PDF text is Unicode
    """Read a document by its characters.

    Raises `extract.errors.EncryptedDocument`, `DamagedDocument`, `NeedsOcr` where no page has text, and
    `BoundExceeded` where the file is too large or a stream of it unpacks beyond all measure.
    """
    parsed = parse(data)
    refuse_scans(parsed.pages)
    issues = (*parsed.issues, *unread_pictures(parsed.pages))
    return Content(tuple(text_blocks(parsed.pages)), parsed.title, parsed.properties, issues)


def parse(data: bytes) -> ParsedPdf:
    """The pages with their tables and lines, before they are put together; raises as `read_pdf` does."""
    if len(data) > MAX_BYTES:
        raise BoundExceeded(f"the PDF has {len(data)} bytes; up to {MAX_BYTES} are read")
    refuse_bombs(data)
    issues = list(_truncation(data))
    with opened(data) as file:
        if not file.page_count:
            raise DamagedDocument("the PDF has no pages")
        properties = file.properties()
        pages = tuple(_pages(file, issues))
    return ParsedPdf(pages, properties.pop("title", None), properties, tuple(issues))


def text_blocks(pages: Sequence[ReadPage]) -> Iterator[Block]:
    """The blocks of consecutive pages; parts of one table are joined."""
    turns = {page.number: page.turn for page in pages if page.turn}
    for block in blocks_of([page.parted for page in pages], [page.height for page in pages]):
        yield _as_shown(block, turns) if turns and isinstance(block, Grid) else block


def _as_shown(grid: Grid, turns: Mapping[int, Turn]) -> Grid:
    """The grid with the boxes of turned pages where they are as these pages are shown."""
    boxes = {
        place: turns[box.page].as_shown(box) if box.page in turns else box
        for place, box in (grid.boxes or {}).items()
    }
    return replace(grid, boxes=boxes)


class ParsedPdf(NamedTuple):
    """An open file's pages, its properties, and what could not be read of it."""

    pages: tuple[ReadPage, ...]
    title: str | None
    properties: Mapping[str, str]
    issues: tuple[Issue, ...]


class ReadPage(NamedTuple):
    """What is kept of a page: tables and text, and how much of it is pictures or unknown characters."""

    number: int
    height: float
    parted: RuledPage
    printed: int
    unmapped: int
    picture_share: float
    turn: Turn | None = None

    @property
    def has_picture(self) -> bool:
        """Whether a picture on the page is so large that it may hold a table."""
        return self.picture_share > _PICTURE_SHARE

    @property
    def is_picture(self) -> bool:
        """Whether the page is a picture with hardly any text beside it."""
        return self.has_picture and self.printed < _FEW_CHARACTERS


def _pages(file: PdfFile, issues: list[Issue]) -> Iterator[ReadPage]:
    deadline = time.monotonic() + MAX_SECONDS
    characters = 0
    for number in range(file.page_count):
        if number >= MAX_PAGES or characters > MAX_CHARACTERS or time.monotonic() > deadline:
            issues.append(bound_hit(f"{number} of {file.page_count} pages were read", Locator(page=number)))
            return
        page = file.page(number)
        if page is None:
            message = f"第{number + 1}页损坏 / page {number + 1} cannot be read"
            issues.append(Issue("damaged-page", Severity.ERROR, message, Locator(page=number)))
            continue
        characters += len(page.glyphs)
        yield read_page(page, issues)


def read_page(page: Page, issues: list[Issue]) -> ReadPage:
    """Part a page into its tables and text; an issue where not all of it is read."""
    parted = read_lattice(page)
    if not (page.is_whole and parted.is_whole):
        message = f"page {page.number + 1} holds too much and was read in part"
        issues.append(bound_hit(message, Locator(page=page.number)))
    if page.has_unread_notes:
        message = (
            f"第{page.number + 1}页填写的文字未读取 / what was typed onto page {page.number + 1} was not read"
        )
        issues.append(Issue("unread-object", Severity.WARNING, message, Locator(page=page.number)))
    kept = (page.number, page.height, parted, len(page.glyphs), page.unmapped, page.picture_share)
    return ReadPage(*kept, page.turn)


def _truncation(data: bytes) -> Iterator[Issue]:
    if _END_MARK not in data[-_TAIL:]:
        message = "文件不完整 / the file has no end mark: it was cut off, what is left was read"
        yield Issue("truncated", Severity.WARNING, message)


def refuse_scans(pages: Sequence[ReadPage]) -> None:
    """Raise `NeedsOcr` where the characters of the file say nothing."""
    printed = sum(page.printed for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if not printed:
        raise NeedsOcr("the PDF has no text, only pictures of it")
    if unmapped > _UNMAPPED_SHARE * printed:
        raise NeedsOcr(f"the fonts of the PDF do not tell {unmapped} of {printed} characters")
    if all(page.is_picture for page in pages):
        raise NeedsOcr("the pages of the PDF are pictures")


def unread_pictures(pages: Sequence[ReadPage]) -> Iterator[Issue]:
    """An issue for each page that is a picture, and for each picture beside text."""
    for page in pages:
        if page.has_picture:
            message = f"第{page.number + 1}页有图片未识别 / a picture on page {page.number + 1} was not read"
            code = NeedsOcr.code if page.is_picture else "picture-not-read"
            yield Issue(code, Severity.WARNING, message, Locator(page=page.number))
