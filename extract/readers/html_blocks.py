"""The canonical markup of a page as blocks in document order: which tables are grids, what is prose.

A table that holds other tables of data only lays out the page: its own text is prose.  A table without
data inside a cell is a box around that cell's text.
"""

from __future__ import annotations

import html
import re

from archive.models import Issue, Locator
from extract.grid import Block, Grid, Paragraph
from extract.readers.bounds import MAX_POSITIONS, bound_hit
from extract.readers.folding import fold
from extract.readers.html_tables import Table, read_table

_TABLE_TAG = re.compile(r"<(/?)table\b[^>]*?(/?)>")
_BREAK = re.compile(r"<[^>]*>|\u2029")
_CELL_TAG = re.compile(r"<(/?)(?:t[dhr]|caption)\b[^>]*?(/?)>")
_BOX_SIZE = 400  # characters of markup that a box may have; beyond, it is prose in a layout table

Piece = str | Table


def blocks_of(markup: str) -> tuple[tuple[Block, ...], tuple[Issue, ...]]:
    """All paragraphs and grids of the markup, and an issue for each table that was too large."""
    blocks: list[Block] = []
    issues: list[Issue] = []
    index = 0
    pieces, is_whole = _resolve(markup)
    if not is_whole:
        issues.append(bound_hit(f"the tables cover more than {MAX_POSITIONS} cells; the last were not read"))
    for piece in pieces:
        if isinstance(piece, str):
            blocks += _paragraphs(piece)
            continue
        if piece.prose:
            blocks.append(Paragraph(piece.prose))
        if not piece.is_whole:
            issues.append(bound_hit("the table is too large; it was read in part", Locator(table=index)))
        blocks.append(Grid(piece.rows, index, is_aligned=piece.is_whole))
        index += 1
    return tuple(blocks), tuple(issues)


def _resolve(markup: str) -> tuple[list[Piece], bool]:
    """Cut the markup at its tables, the innermost resolved first; whether there was room for all."""
    pieces: list[Piece] = []
    open_tables: list[int] = []  # where in ``pieces`` the content of each open table starts
    settled = 0  # pieces before this one never become part of a cell
    position = 0
    room = MAX_POSITIONS
    for tag in _TABLE_TAG.finditer(markup):
        pieces.append(markup[position : tag.start()])
        position = tag.end()
        is_end, is_empty = tag.groups()
        if is_end and open_tables:
            start = open_tables.pop()
            if start >= settled:
                settled = (_close(pieces, start) if room > 0 else _drop(pieces, start)) or settled
                room -= _positions(pieces[-1])
        elif not is_empty:
            open_tables.append(len(pieces))
    pieces.append(markup[position:])
    return pieces, room > 0


def _drop(pieces: list[Piece], start: int) -> int:
    pieces[start:] = [""]
    return len(pieces)


def _positions(piece: Piece) -> int:
    return 0 if isinstance(piece, str) else sum(map(len, piece.rows))


def _close(pieces: list[Piece], start: int) -> int:
    """Resolve the table whose markup begins at ``start``; the new settled length, 0 for a mere box."""
    markup = "".join(piece for piece in pieces[start:] if isinstance(piece, str))
    table = read_table(markup)
    if table is None and len(markup) <= _BOX_SIZE:
        pieces[start:] = ["<div>", _CELL_TAG.sub(r"<\1div\2>", markup), "</div>"]
        return 0
    pieces[start:] = [table or markup]
    return len(pieces)


def _paragraphs(markup: str) -> list[Paragraph]:
    texts = (text for text in _BREAK.split(markup) if text and not text.isspace())
    folded = (fold(html.unescape(text) if "&" in text else text) for text in texts)
    return [Paragraph(text) for text in folded if text]
