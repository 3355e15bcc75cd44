"""Markdown: pipe tables become grids, headings lose their marks; anything else is read as plain text.

Much of it is the output of OCR and of converters, so tables may lack the rule row, be ragged, or stand
in the text as HTML.  Grammar: GitHub Flavored Markdown, section 4.10 (tables).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from archive.models import Issue
from extract.grid import Block, Content, Grid, Paragraph
from extract.readers.bounds import MAX_POSITIONS, bound_hit
from extract.readers.folding import fold
from extract.readers.html import read_html
from extract.readers.plain import Texts, bounded_text, grid_of, number, text_blocks

_RULE_CELL = re.compile(r":?-+:?")
_LONG_RULE_CELL = re.compile(r":?-{3,}:?")
_PIPE = re.compile(r"(?<!\\)\|")
_LINE_MARK = re.compile(r"(?m)^ {0,3}(?:#{1,6}(?=\s)|>|[*+-](?= ))[ \t]*")
_CLOSING_MARKS = re.compile(r"(?m)[ \t]#{1,6}[ \t]*$")
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,}")  # no character; the standard library refuses the longest
MAX_EMBEDDED = 2_000  # tables in HTML, each of which is parsed on its own
_TABLE_START, _TABLE_END = "<table", "</table>"


def read_markdown(data: bytes, charset: str | None = None) -> Content:
    """Read a Markdown file; never raises."""
    text, lost = bounded_text(data, charset)
    issues = list(lost)
    blocks = tuple(number(_blocks(text, issues)))
    return Content(blocks, issues=tuple(issues))


def _blocks(text: str, issues: list[Issue]) -> Iterator[Block]:
    position = 0
    room, tables = MAX_POSITIONS, MAX_EMBEDDED
    while (start := text.find(_TABLE_START, position)) >= 0 and (end := text.find(_TABLE_END, start)) >= 0:
        yield from blocks_of_text(text[position:start])
        position = end + len(_TABLE_END)
        if room <= 0 or tables <= 0:
            issues.append(bound_hit("the tables in HTML are too many; the last were not read"))
            return
        embedded = read_html(text[start:position].encode("utf-8", "replace"))
        issues += embedded.issues
        tables -= 1
        room -= sum(len(row) for block in embedded.blocks if isinstance(block, Grid) for row in block.rows)
        yield from embedded.blocks
    yield from blocks_of_text(text[position:])


def blocks_of_text(text: str) -> Iterator[Block]:
    """Pipe tables and what stands between them, the grids not yet numbered."""
    lines = text.split("\n")
    prose: Texts = []
    position = 0
    while position < len(lines):
        end = _table_end(lines, position)
        if end == position:
            prose.append(lines[position])
            position += 1
            continue
        yield from _prose_blocks(prose)
        yield from _table(lines[position:end])
        prose, position = [], end
    yield from _prose_blocks(prose)


def _table_end(lines: Texts, start: int) -> int:
    """The line after the table that starts here; ``start`` itself where none does."""
    end = start
    if _is_framed(lines[start]):
        while end < len(lines) and _is_framed(lines[end]):
            end += 1
        return end
    has_rule = start + 1 < len(lines) and "|" in lines[start + 1] and _is_rule(lines[start + 1], _RULE_CELL)
    while has_rule and end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _is_framed(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 2 and stripped[0] == "|" and stripped[-1] == "|"


def _table(lines: Texts) -> Iterator[Block]:
    printed = [
        line
        for row, line in enumerate(lines)
        if not _is_rule(line, _RULE_CELL if row == 1 else _LONG_RULE_CELL)
    ]
    rule = next((line for line in lines[1:2] if _is_rule(line, _RULE_CELL)), lines[0]).strip()
    frame = ("|" if rule.startswith("|") else "", "|" if rule.endswith("|") else "")
    rows = [_cells(line, *frame) for line in printed]
    if max(map(len, rows), default=0) > 1:
        yield grid_of(rows, is_aligned=len(set(map(len, rows))) == 1)
    else:
        yield from (Paragraph(text) for row in rows for text in row if text)


def _is_rule(line: str, cell: re.Pattern[str]) -> bool:
    return all(cell.fullmatch(text.strip()) for text in line.strip().strip("|").split("|"))


def _cells(line: str, left: str, right: str) -> Texts:
    """The cells of a row; where no pipes stand around the rule, one at an end of a row parts a blank cell."""
    inner = (line.strip() if left else line.rstrip()).removeprefix(left).removesuffix(right)
    return [_inline(cell) for cell in _PIPE.split(inner)]


def _inline(text: str) -> str:
    text = _BREAK.sub("\n", text).replace("**", "").replace("\\|", "|")
    return fold(html.unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text)


def _prose_blocks(lines: Texts) -> Iterator[Block]:
    text = _CLOSING_MARKS.sub("", _LINE_MARK.sub("", "\n".join(lines)))
    for block in text_blocks(text):
        yield Paragraph(_inline(block.text)) if isinstance(block, Paragraph) else block
