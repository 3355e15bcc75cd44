"""Plain text as paragraphs and ragged grids, for the two habits in which tables survive an export.

*Rows*: a line is a table row, its cells divided by tabs; blank lines may stand between rows.
*Dump* (word processors): a line is a cell and begins with one tab; a blank line ends the row; a line
without a tab right below a cell continues it.  Spaces and pipes divide no cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.models import Issue
from extract.grid import Block, Cell, Content, Grid, Paragraph
from extract.readers.bounds import within_bytes, within_separators
from extract.readers.charset import decode
from extract.readers.drawn import undrawn
from extract.readers.folding import INVISIBLE, fold
from extract.readers.repeated import unrepeated

Texts = list[str]

_LINE_BREAKS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
_DROPPED = dict.fromkeys(
    [*range(0x09), *range(0x0C, 0x20), 0x7F, *map(ord, INVISIBLE), *range(0xD800, 0xE000)]
)
_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")
_RULE_CELL = re.compile(r":?-{3,}:?")
_NUMBERED_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_VALUE = re.compile(r"[-+−—/／无]?[\d.,]*[元件条笔]?")  # what stands in a data cell, or nothing
_REST_OF_VALUE = re.compile(r"[（(]|\S{1,3}$")
_LONGEST_CONTINUATION = 40  # characters; a longer line below a cell is a paragraph
_LONGEST_CELL = 400
_LONGEST_LONE_CELL = 120  # of the only cell in a row; a longer one is an indented paragraph
_ENOUGH_VALUES = 3
_WIDE_ROW = 4  # a single row of so many cells is a table


def read_plain(data: bytes, charset: str | None = None) -> Content:
    """Read a text file; never raises."""
    text, issues = bounded_text(data, charset)
    return Content(tuple(number(text_blocks(text))), issues=issues)


def bounded_text(data: bytes, charset: str | None) -> tuple[str, tuple[Issue, ...]]:
    """The cleaned text of a file, as much of it as is read, and what was lost on the way."""
    within = within_bytes(data)
    decoded = decode(within.data, charset)
    text, issues = within_separators(undrawn(clean(decoded.text)))
    return text, (*within.issues, *decoded.issues(), *issues)


def clean(text: str) -> str:
    """The text with one kind of line break, without control characters and bookmarks."""
    return _BOOKMARK.sub("", _LINE_BREAKS.sub("\n", text).translate(_DROPPED))


def number(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with their grids counted from 0."""
    index = 0
    for block in blocks:
        if isinstance(block, Grid):
            yield Grid(block.rows, index, block.is_aligned)
            index += 1
        else:
            yield block


def grid_of(rows: Iterable[Texts], *, is_aligned: bool = False) -> Grid:
    """A grid whose rows stand as they are, ragged or not; `number` sets its index."""
    lines = list(rows)
    cells = unrepeated(lines) or tuple(
        tuple(Cell(text, row, column) for column, text in enumerate(line)) for row, line in enumerate(lines)
    )
    return Grid(cells, 0, is_aligned)


def text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs and grids of a cleaned text in order, the grids not yet numbered."""
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        if "\t" not in line:
            position += 1
            if (folded := fold(line)) and not _RULE_CELL.fullmatch(folded):
                yield Paragraph(folded)
        elif _starts_dump(lines, position):
            rows, position = _take_dump(lines, position)
            yield from _tables(rows, is_dump=True)
        else:
            rows, position = _take_rows(lines, position)
            yield from _tables(rows, is_dump=False)


def _starts_dump(lines: Texts, position: int) -> bool:
    """Whether this line is one cell after one tab, and the next printed line no row of several cells."""
    following = next((line for line in lines[position + 1 : position + 4] if line), "")
    return all("\t" not in line.removeprefix("\t") for line in (lines[position], following))


def _take_dump(lines: Texts, position: int) -> tuple[list[Texts], int]:
    rows: list[Texts] = [[]]
    while position < len(lines):
        line = lines[position]
        if line.startswith("\t"):
            rows[-1] += line[1:].split("\t")
        elif not line.strip():
            if rows[-1]:
                rows.append([])
        elif rows[-1] and _continues(rows[-1][-1], line):
            rows[-1][-1] += f"\n{line}"
        else:
            break
        position += 1
    return [row for row in rows if row], position


def _continues(cell: str, line: str) -> bool:
    """Whether a line without a tab, right below a cell, belongs to that cell."""
    if "\t" in line or len(line) > _LONGEST_CONTINUATION or len(cell) > _LONGEST_CELL:
        return False
    if cell and _VALUE.fullmatch(cell):
        return _REST_OF_VALUE.match(line) is not None
    return _NUMBERED_HEADING.match(line) is None


def _take_rows(lines: Texts, position: int) -> tuple[list[Texts], int]:
    rows: list[Texts] = []
    while position < len(lines) and ("\t" in lines[position] or not lines[position].strip()):
        if "\t" in lines[position]:
            rows.append(lines[position].split("\t"))
        position += 1
    return rows, position


def _tables(rows: list[Texts], *, is_dump: bool) -> Iterator[Block]:
    """The rows as grids, divided where a row is really a heading or an indented paragraph."""
    pending: list[Texts] = []
    for row in rows:
        texts = [fold(cell) for cell in row]
        if all(_RULE_CELL.fullmatch(text) for text in texts if text) and any(texts):
            continue
        if _is_prose(texts):
            yield from _grid_or_prose(pending, is_dump=is_dump)
            yield Paragraph("".join(texts))
            pending = []
        else:
            pending.append(texts)
    yield from _grid_or_prose(pending, is_dump=is_dump)


def _is_prose(texts: Texts) -> bool:
    printed = [text for text in texts if text]
    if len(printed) != 1:
        return False
    is_heading = bool(texts[-1]) and _NUMBERED_HEADING.match(printed[0]) is not None
    return is_heading or len(printed[0]) > _LONGEST_LONE_CELL


def _grid_or_prose(rows: list[Texts], *, is_dump: bool) -> Iterator[Block]:
    if (_is_dumped_table if is_dump else _is_table)(rows):
        yield grid_of(rows)
        return
    for row in rows:
        texts = [text for text in row if text]
        yield from map(Paragraph, texts if is_dump or not texts else [" ".join(texts)])


def _is_table(rows: list[Texts]) -> bool:
    widths = sorted(map(len, filter(any, rows)), reverse=True)
    return widths[1:2] >= [2] or widths[:1] >= [_WIDE_ROW]


def _is_dumped_table(rows: list[Texts]) -> bool:
    """A dump without any data cell is a list of indented lines, and so is one of long lines."""
    texts = [text for row in rows if len(row) > 1 for text in row]
    values = sum(1 for text in texts if _VALUE.fullmatch(text))
    return values >= _ENOUGH_VALUES or (values > 0 and max(map(len, texts)) <= _LONGEST_LONE_CELL)
