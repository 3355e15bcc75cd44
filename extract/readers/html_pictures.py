"""Web pages whose tables are pictures: each picture is read where it stands on the page.

Pictures lie in the page itself (``data:`` URIs) or are given beside it by their URL.  A picture's table
names the picture's number on the page, from 0, as its ``page``.  Needs the extra ``ocr``; without it the
page is read as it is and an issue ``needs-ocr`` says how many pictures wait.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from itertools import groupby
from urllib.parse import unquote, unquote_to_bytes, urljoin

from archive.models import Issue, Severity
from extract.errors import NeedsOcr
from extract.grid import Block, Cell, Content, Grid, Paragraph
from extract.readers import ocr
from extract.readers.bounds import bound_hit
from extract.readers.html import read_html
from extract.readers.html_scripts import KEPT
from extract.readers.ocr import Recognised, RecognisedPart, with_parts

MAX_PICTURES = 20  # of one page; the longest reports in pictures have a dozen
MAX_PICTURE_BYTES = 12 * 2**20

_FEWEST_BYTES = 2_000  # an icon; a table has ten times that
_IMAGE = re.compile(rb"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(rb"\ssrc\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_IN_SCRIPT = re.compile(rb"=\s{0,9}\\[\"'u]")  # an attribute whose quotation mark a script escapes
_BASE = re.compile(rb"<base\b[^>]{0,200}\bhref\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)
_DATA = re.compile(rb"data:image/[\w.+-]{1,40}(?:;[\w=-]{1,40}){0,3}?(;base64)?,", re.IGNORECASE)
_TOKEN = re.compile(r"\s?NIANBAO-PICTURE-(\d{1,3})-HERE\s?")

Pictures = Mapping[str, bytes]  # by URL


def read_page(
    data: bytes, charset: str | None, pictures: Pictures, url: str | None = None, *, is_blind: bool = False
) -> Content:
    """Read a page with its pictures; ``url`` is where it lay, for the addresses of its pictures.

    Where ``is_blind`` of the pictures only the places of cells are read.
    """
    marks = _Marks(data, pictures, url)
    content = read_html(marks.put(data), charset, marks.put)
    found = marks.found
    if not found:
        return content
    if not ocr.is_available():
        message = f"网页中有 {len(found)} 幅图片未识别 / {len(found)} pictures of the page were not read"
        waiting = Issue(NeedsOcr.code, Severity.WARNING, message)
        return replace(
            content, blocks=tuple(_without_tokens(content.blocks)), issues=(*content.issues, waiting)
        )
    return _joined(content, _recognised(found, is_blind=is_blind))


def picture_at(data: bytes, pictures: Pictures, url: str | None, number: int) -> bytes | None:
    """The bytes of the picture that a locator's ``page`` names."""
    marks = _Marks(data, pictures, url)
    marked = marks.put(data)
    if KEPT in data:  # an article that a script keeps may have pictures of its own
        read_html(marked, None, marks.put)
    return marks.found[number] if number < len(marks.found) else None


class _Marks:
    """Puts a paragraph in place of each picture of a page that is given, and keeps those pictures."""

    def __init__(self, data: bytes, pictures: Pictures, url: str | None) -> None:
        self.found: list[bytes] = []
        self._by_url = {unquote(address): picture for address, picture in pictures.items()}  # any escaping
        base = _BASE.search(data)
        self._origin = urljoin(url or "", base[1].decode("utf-8", "replace")) if base else url or ""

    def put(self, markup: bytes) -> bytes:
        """The markup with the paragraphs."""
        return _IMAGE.sub(self._mark, markup)

    def _mark(self, match: re.Match[bytes]) -> bytes:
        picture = _picture(match[0], self._by_url, self._origin)
        if picture is None:
            return b"" if len(match[0]) >= _FEWEST_BYTES and not _IN_SCRIPT.search(match[0]) else match[0]
        self.found.append(picture)
        return b"<p>NIANBAO-PICTURE-%d-HERE</p>" % (len(self.found) - 1)


def _picture(tag: bytes, pictures: Pictures, origin: str) -> bytes | None:
    source = _SOURCE.search(tag)
    if source is None:
        return None
    where = (source[1] or source[2] or source[3] or b"").strip()
    if head := _DATA.match(where):
        picture = _decoded(where[head.end() :], is_base64=bool(head[1]))
    else:
        picture = pictures.get(unquote(_absolute(origin, where)), b"")
    return picture if _FEWEST_BYTES <= len(picture) <= MAX_PICTURE_BYTES else None


def _absolute(origin: str, where: bytes) -> str:
    try:
        return urljoin(origin, unescape(where.decode("utf-8", "replace")))
    except ValueError:  # an unfinished IPv6 address
        return ""


def _decoded(text: bytes, *, is_base64: bool) -> bytes:
    try:
        return base64.b64decode(unquote_to_bytes(text)) if is_base64 else unquote_to_bytes(text)
    except binascii.Error:
        return b""


def _recognised(found: Sequence[bytes], *, is_blind: bool) -> Recognised:
    from extract.readers.image import first_pictures
    from extract.readers.ocr.document import recognise

    pictures, issues = first_pictures(found[:MAX_PICTURES])
    if len(found) > MAX_PICTURES:
        message = f"the page has {len(found)} pictures; the first {MAX_PICTURES} were read"
        issues.append(bound_hit(message))
    read = recognise(pictures, is_blind=is_blind)
    return Recognised(read.pages, (*read.issues, *issues))


def _joined(content: Content, found: Recognised) -> Content:
    """The page's own blocks and, in their places, those of its pictures."""
    parts: list[RecognisedPart] = []
    for number, run in groupby(_in_runs(content.blocks), key=lambda pair: pair[0]):
        if number is None:
            parts.append(RecognisedPart(_numbered(block for _, block in run)))
        elif number in found.pages:
            parts.append(found.pages[number])
    return with_parts(replace(content, blocks=()), parts, found.issues)


def _in_runs(blocks: Iterable[Block]) -> Iterator[tuple[int | None, Block]]:
    """Each block with the number of the picture that it stands for; text beside a picture stays text."""
    for block in blocks:
        if isinstance(block, Grid):
            yield None, _bare(block)
            continue
        for token in _TOKEN.finditer(block.text):
            yield int(token[1]), block
        rest = _TOKEN.sub(" ", block.text).strip()
        if rest:
            yield None, Paragraph(rest)


def _without_tokens(blocks: Iterable[Block]) -> Iterator[Block]:
    return (block for number, block in _in_runs(blocks) if number is None)


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their grids numbered from 0."""
    made: list[Block] = []
    for block in blocks:
        index = sum(isinstance(other, Grid) for other in made)
        made.append(replace(block, index=index) if isinstance(block, Grid) else block)
    return tuple(made)


def _bare(grid: Grid) -> Grid:
    """The grid without marks of pictures that stood in its cells."""
    if not any(cell and "NIANBAO-PICTURE" in cell.text for row in grid.rows for cell in row):
        return grid
    known: dict[Cell, Cell] = {}  # a cell that spans several positions stays one
    for cell in (cell for row in grid.rows for cell in row if cell):
        known.setdefault(cell, cell._replace(text=_TOKEN.sub("", cell.text)))
    rows = tuple(tuple(known[cell] if cell else None for cell in row) for row in grid.rows)
    return replace(grid, rows=rows)
