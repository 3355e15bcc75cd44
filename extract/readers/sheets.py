"""Spreadsheets (XLSX, XLS, XLSB) as grids: one for each block of rows, with a sheet's name before it.

A report typed into a sheet has its title and headings in rows of one cell; they become paragraphs.  Numbers
are printed as a sheet does by default (12, not 12.0), with the fifteen digits that spreadsheets show;
number formats, percent signs and dates among them, are not applied.  ``page`` of a grid is its sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument
from extract.grid import Block, Content, Grid, Paragraph
from extract.readers.calamine_worker import Sheet, Value
from extract.readers.folding import fold
from extract.readers.ooxml import Package
from extract.readers.spans import Span, SpanningTable
from extract.readers.workbooks import load_apart, load_ooxml

_XLSX_PART = re.compile(r"xl/workbook\.xml", re.IGNORECASE)
_NUMBERED_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LONGEST_LABEL = 120  # characters; a longer text alone in its row is prose
_MAX_WIDTH = 256  # columns that a merged range may add to a sheet
_MAX_MERGED = 1_000_000  # positions that all merged ranges of a sheet may cover


def read_sheets(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - a workbook names its own
    """Read a workbook; raises `DamagedDocument`, `EncryptedDocument` or `BoundExceeded`."""
    return content_of(_load(data))


def content_of(sheets: list[Sheet]) -> Content:
    """What the visible sheets print; raises `DamagedDocument` where there is none at all."""
    if not sheets:
        raise DamagedDocument("the workbook has no sheet")
    issues = [
        Issue("hidden-sheet", Severity.INFO, f"隐藏的工作表未读取 / not read, as it is hidden: {sheet.name}")
        for sheet in sheets
        if not sheet.is_visible
    ]
    blocks = tuple(_blocks([sheet for sheet in sheets if sheet.is_visible], issues))
    return Content(blocks, issues=tuple(issues))


def printed(value: Value) -> str:
    """A value as text: ``12.0`` is 12, ``137296.5351`` stays, nothing is ever in powers of ten."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, bool):
        return str(value).upper()
    text = format(Decimal(f"{value:.15g}"), "f")
    return "0" if text == "-0" else text


def blocks_of_sheet(sheet: Sheet) -> Iterator[str | SpanningTable]:
    """The paragraphs and tables of a sheet that prints something, in order."""
    return _Layout.of(sheet).blocks()


def _load(data: bytes) -> list[Sheet]:
    if data.startswith(b"PK"):
        package = Package(data)
        if package.find(_XLSX_PART):
            return load_ooxml(package, data)
    return load_apart(data)


def _blocks(sheets: list[Sheet], issues: list[Issue]) -> Iterator[Block]:
    index = 0
    for page, sheet in enumerate(sheets):
        if not any(map(any, sheet.rows)):
            continue
        yield Paragraph(fold(sheet.name) or str(page + 1))
        for block in blocks_of_sheet(sheet):
            if isinstance(block, str):
                yield Paragraph(block)
                continue
            lines = block.rows()
            if not block.is_whole:
                message = "the sheet is too large; it was read in part"
                issues.append(Issue("bound-hit", Severity.WARNING, message, Locator(page, index)))
            yield Grid(lines, index, is_aligned=True, page=page)
            index += 1


@dataclass(frozen=True, slots=True)
class _Layout:
    """A sheet's texts and its merged cells.

    ``spans`` has the span of each merged cell, ``covered`` the places that it hides, ``hung_into`` the rows
    that a cell of an earlier row reaches into.
    """

    rows: list[list[str]]
    spans: dict[tuple[int, int], Span]
    covered: frozenset[tuple[int, int]]
    hung_into: frozenset[int]

    @classmethod
    def of(cls, sheet: Sheet) -> _Layout:
        """Print the values and lay the merged ranges over them, as many as `_MAX_MERGED` allows."""
        spans: dict[tuple[int, int], Span] = {}
        covered: set[tuple[int, int]] = set()
        hung_into: set[int] = set()
        for top, left, bottom, right in sheet.merges:
            below, beside = min(bottom, len(sheet.rows) - 1) + 1, min(right, _MAX_WIDTH) + 1
            span = Span(below - top, beside - left)
            if min(span) < 1 or len(covered) + span.rows * span.columns > _MAX_MERGED:
                continue
            spans[top, left] = span
            covered.update((y, x) for y in range(top, below) for x in range(left, beside))
            hung_into.update(range(top + 1, below))
        width = max([*map(len, sheet.rows), *(left + span.columns for (_, left), span in spans.items())])
        rows = [[*map(printed, row), *repeat("", width - len(row))] for row in sheet.rows]
        return cls(rows, spans, frozenset(covered - spans.keys()), frozenset(hung_into))

    def blocks(self) -> Iterator[str | SpanningTable]:
        """Paragraphs, and tables divided by blank rows and by paragraphs."""
        pending: list[int] = []
        first = next((y for y in range(len(self.rows)) if self._extent(y)), 0)
        for y in range(len(self.rows)):
            text = self._alone(y)
            is_prose = text and self._is_prose(y, text, begins=not pending)
            if self._extent(y) and not is_prose:
                pending.append(y)
                if text and y == first:
                    yield text  # a title, which may be the table's first row as well
                continue
            yield from self._table(pending)
            pending = []
            if text:
                yield text
        yield from self._table(pending)

    def _alone(self, y: int) -> str:
        """The text of a row that prints but one cell, which belongs to this row only."""
        texts = list(filter(None, self.rows[y]))
        if len(texts) != 1 or y in self.hung_into or y + 1 in self.hung_into:
            return ""
        return texts[0]

    def _is_prose(self, y: int, text: str, *, begins: bool) -> bool:
        """Whether the only text of a row is prose, and no label whose figures are blank."""
        if len(text) > _LONGEST_LABEL or (begins and not self._is_row(y + 1)):
            return True
        if not _NUMBERED_HEADING.match(text):
            return False
        columns = max(
            span.columns for x in range(len(self.rows[y])) if (span := self.spans.get((y, x), Span()))
        )
        return begins if columns == 1 else 2 * columns > self._width_below(y)

    def _is_row(self, y: int) -> bool:
        return y < len(self.rows) and sum(map(bool, self.rows[y])) > 1

    def _width_below(self, y: int) -> int:
        """The width of the next row of several cells."""
        following = next(filter(self._is_row, range(y + 1, len(self.rows))), None)
        return 1 if following is None else self._extent(following)

    def _extent(self, y: int) -> int:
        """The columns of a row up to its last printed or merged cell."""
        row = self.rows[y]
        places = reversed(range(len(row)))
        return next((x + 1 for x in places if row[x] or (y, x) in self.spans or (y, x) in self.covered), 0)

    def _table(self, lines: list[int]) -> Iterator[str | SpanningTable]:
        """The rows as a table, without the blank columns around it."""
        width = max(map(self._extent, lines), default=0)
        if width < 2:
            yield from (text for y in lines for text in self.rows[y] if text)
            return
        left = min(x for y in lines for x in range(width) if self.rows[y][x] or (y, x) in self.spans)
        table = SpanningTable()
        for y in lines:
            places = [x for x in range(left, width) if (y, x) not in self.covered]
            spans = {n: self.spans[y, x] for n, x in enumerate(places) if (y, x) in self.spans}
            table.add([self.rows[y][x] for x in places], spans)
        yield table
