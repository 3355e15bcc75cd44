"""One innermost HTML table, in lxml's canonical serialisation, as a grid or as prose.

In that serialisation (`extract.readers.html`) a ``<`` stands only where a tag begins, inline tags are gone
and blocks are divided by a paragraph separator, so that a table is a flat run of ``tr``, ``td`` and ``th``:
patterns read it in one pass.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import NamedTuple

from extract.readers.folding import fold
from extract.readers.html_layout import layout_of
from extract.readers.layout import holds_data
from extract.readers.repeated import unrepeated
from extract.readers.spans import Line

# A cell with its end tag where it holds at most one word, else up to the end of that word.
_CELL = re.compile(r"(<tr\b[^>]*>\s*)?<t[dh]\b([^>]*)>\s*([^<\s]*)(\s*</t[dh]>\s*(?:</tr>\s*)?)?")
_CELL_END = re.compile(r"</t[dh]>")
_ROW = re.compile(r"<tr\b")
_TAG = re.compile(r"<[^>]*>")
_SELF_CLOSED = re.compile(r"<(t[rdh])\b([^>]*)/>")


class Table(NamedTuple):
    """The rows of a table that holds data, and the text in it that stood outside every cell."""

    rows: tuple[Line, ...]
    is_whole: bool
    prose: str


class _Cells(NamedTuple):
    """All cells of a table, where among them the rows begin, and what stands outside every cell."""

    texts: list[str]
    attributes: list[str]
    begun: list[int]
    prose: str = ""

    @property
    def rows(self) -> list[list[str]]:
        """The texts row by row."""
        return [self.texts[start:end] for start, end in pairwise((*self.begun, len(self.texts)))]


def read_table(markup: str) -> Table | None:
    """The table whose inner markup this is; None where it only lays out prose."""
    cells = _cells(_SELF_CLOSED.sub(r"<\1\2></\1>", markup) if "/>" in markup else markup)
    rows = cells.rows
    if not holds_data(cells.texts, rows):
        return None
    if "span=" not in markup and (repeated := unrepeated(rows)):
        return Table(repeated, True, cells.prose)
    layout = layout_of(cells.begun, cells.attributes)
    return Table(layout.filled(cells.texts), layout.is_whole, cells.prose)


def _cells(markup: str) -> _Cells:
    before, *flat = _CELL.split(markup)
    if before.strip() or any(flat[4::5]):
        return _mixed_cells(before, flat)
    texts = flat[2::5]
    if "&" in markup:
        texts = [html.unescape(text) for text in texts]
    return _Cells(texts, flat[1::5], [number for number, row in enumerate(flat[::5]) if row or not number])


def _mixed_cells(before: str, flat: list[str]) -> _Cells:
    """The cells where some hold several words or blocks, or something stands between them."""
    texts: list[str] = []
    begun: list[int] = []
    outside = [before]
    for row, word, end, rest in zip(flat[::5], flat[2::5], flat[3::5], flat[4::5], strict=True):
        rows = len(_ROW.findall(outside[-1])) + bool(row)
        begun += [len(texts)] * (rows if texts else max(rows, 1))
        inside, *after = ("", rest) if end else _CELL_END.split(rest, maxsplit=1)
        texts.append(word if end and "&" not in word else _plain(word + inside))
        outside.append("".join(after))
    begun += [len(texts)] * len(_ROW.findall(outside[-1]))
    return _Cells(texts, flat[1::5], begun, _plain("\n".join(outside)))


def _plain(markup: str) -> str:
    """The text with block tags as line breaks, folded."""
    if "<" in markup:
        markup = _TAG.sub("\n", markup)
    return fold(html.unescape(markup) if "&" in markup else markup)
