"""One innermost HTML table, in lxml's canonical serialisation, as a grid or as prose.

In that serialisation (`extract.readers.html`) a ``<`` stands only where a tag begins, inline tags are gone
and blocks are divided by a paragraph separator, so that a table is a flat run of ``tr``, ``td`` and ``th``:
patterns read it in one pass.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from extract.readers.folding import fold
from extract.readers.spans import Line, Span, SpanningTable

_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<tr\b[^>]*>\s*")
_CELL = re.compile(r"<t[dh]\b([^>]*)>")
# A cell of at most one word: nearly all cells of a statutory table are such.
_WORD_CELL = re.compile(r"<t[dh]\b([^>]*)>\s*([^<\s]*)\s*</t[dh]>\s*")
_CELL_END = re.compile(r"</t[dh]>")
_SPAN = re.compile(r"(?<![\w-])(row|col)span=\"\s{0,9}([0-9]{1,9})")
_ROW_ENDS = frozenset({"", "</tr>"})

_PROSE_CELL = 1000  # characters: no cell of a statutory table is so long …
_PROSE_CELL_OF_FEW = 200  # … and none so long in a table of few cells
_FEW_CELLS = 6
_ENOUGH_FIGURES = 8  # a table with so many numbers holds data, whatever else it holds
_WIDE_ROW = 4  # a single row of so many cells is part of a table that was broken over pages


class Table(NamedTuple):
    """The rows of a table that holds data, and the text in it that stood outside every cell."""

    rows: tuple[Line, ...]
    is_whole: bool
    prose: str


class _Row(NamedTuple):
    texts: list[str]
    attributes: list[str]
    stray: str = ""


def read_table(markup: str) -> Table | None:
    """The table whose inner markup this is; None where it only lays out prose."""
    before, *pieces = _ROW.split(markup)
    rows = [_read_row(piece) for piece in pieces]
    if _CELL.search(before):  # cells before the first <tr>: browsers give them a row of their own
        rows.insert(0, _read_row(before))
        before = ""
    if not _holds_data(rows):
        return None
    table = SpanningTable()
    for row in rows:
        table.add(row.texts, _spans(row.attributes))
    prose = "\n".join([before, *(row.stray for row in rows if row.stray)])
    return Table(table.rows(), table.is_whole, _plain(prose))


def _read_row(markup: str) -> _Row:
    pieces = _WORD_CELL.split(markup)
    if any(pieces[:-1:3]) or pieces[-1].rstrip() not in _ROW_ENDS:
        return _read_mixed_row(markup)
    texts = pieces[2::3]
    if "&" in markup:
        texts = [html.unescape(text) for text in texts]
    return _Row(texts, pieces[1::3])


def _read_mixed_row(markup: str) -> _Row:
    """A row with cells of several words or blocks, or with text between its cells."""
    stray, *pieces = _CELL.split(markup)
    texts, strays = [], [stray]
    for attributes, content in zip(pieces[::2], pieces[1::2], strict=True):
        inside, *outside = ("", content) if attributes.endswith("/") else _CELL_END.split(content, maxsplit=1)
        texts.append(_plain(inside))
        strays += outside
    return _Row(texts, pieces[::2], _plain("\n".join(strays)))


def _plain(markup: str) -> str:
    """The text with block tags as line breaks, folded."""
    if "<" in markup:
        markup = _TAG.sub("\n", markup)
    return fold(html.unescape(markup) if "&" in markup else markup)


def _holds_data(rows: list[_Row]) -> bool:
    filled = [row.texts for row in rows if any(row.texts)]
    widest = max(map(len, filled), default=0)
    if widest < 2:
        return False
    texts = [text for line in filled for text in line]
    figures = sum(map(str.isdecimal, texts))
    if len(filled) == 1 and widest < _WIDE_ROW:
        return figures > 0
    longest = max(map(len, texts))
    limit = _PROSE_CELL_OF_FEW if len(texts) <= _FEW_CELLS else _PROSE_CELL
    return longest <= limit or figures >= _ENOUGH_FIGURES


def _spans(attributes: list[str]) -> dict[int, Span]:
    """The spans of a row by the number of the cell; what is no count is 1, as in the HTML Standard."""
    return {number: _span(text) for number, text in enumerate(attributes) if "span=" in text}


@lru_cache(maxsize=1024)
def _span(attributes: str) -> Span:
    found = {axis: int(digits) for axis, digits in _SPAN.findall(attributes)}
    return Span(found.get("row", 1), found.get("col", 1) or 1)
