"""Characters into lines, lines into the text of a cell or a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extract.readers.pdf.marks import Glyph

_SAME_LINE = 0.5  # of a character's height between the middles of two that stand in one line
_WORD_GAP = 0.18  # of the height of a line: what parts two Latin words or two numbers
_SPACED = 0.3  # of the same: digits of one number that are spaced out evenly
_EVEN = 0.06  # of the same: by so little their gaps differ
_NUMERIC = frozenset("0123456789.,+-−")
_WIDE_GAP = 1.6  # of the same: what parts anything (the columns of a signature)
_TWICE = 0.3  # of a character's width, between the same one printed twice
_CELL_PADDING = 4.0  # points on either side of a cell that text leaves free
_left_of = itemgetter(1)


class TextLine(NamedTuple):
    """Characters that stand in one line, from the left."""

    page: int
    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of the line, near the size of its font."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """The line as a reader sees it: spaces only where Latin words or columns are apart."""
        parts = [self.glyphs[0].char]
        size, before = self.size, self.glyphs[0]
        word_gap = _WORD_GAP if not self._is_letterspaced else _SPACED
        for glyph in self.glyphs[1:]:
            gap = glyph.left - before.right
            if gap > word_gap * size and (gap > _WIDE_GAP * size or _are_words(before.char, glyph.char)):
                parts.append(" ")
            parts.append(glyph.char)
            before = glyph
        return "".join(parts)

    @property
    def _is_letterspaced(self) -> bool:
        """Whether the line is one number whose digits stand apart, all as far."""
        if not all(glyph.char in _NUMERIC for glyph in self.glyphs):
            return False
        gaps = [after.left - before.right for before, after in pairwise(self.glyphs)]
        return bool(gaps) and max(gaps) - min(gaps) < _EVEN * self.size


def _are_words(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and (before.isalnum() or after.isalnum())


def make_line(page: int, glyphs: Iterable[Glyph]) -> TextLine:
    """One line of characters, at least one."""
    row = tuple(_once(sorted(glyphs, key=_left_of)))
    _, lefts, tops, rights, bottoms = zip(*row, strict=True)
    return TextLine(page, row, lefts[0], min(tops), max(rights), max(bottoms))


def _once(row: Sequence[Glyph]) -> Iterator[Glyph]:
    """The characters without those printed over themselves, which stands for bold."""
    before: Glyph | None = None
    for glyph in row:
        char, left, _, right, _ = glyph
        if before is None or before[0] != char or left - before[1] >= _TWICE * (right - left):
            yield glyph
            before = glyph


def lines_of(page: int, glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines that characters form, from the top."""
    lines: list[TextLine] = []
    row: list[Glyph] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=_twice_the_middle):
        _, _, top, _, bottom = glyph
        twice, own = top + bottom, bottom - top
        if row and twice - middle > 2 * _SAME_LINE * (own if own > height else height):
            lines.append(make_line(page, row))
            row = []
        if not row:
            middle, height = twice, own
        row.append(glyph)
    if row:
        lines.append(make_line(page, row))
    return lines


def _twice_the_middle(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


def joined(lines: Sequence[TextLine], left: float, right: float) -> str:
    """The text of lines that wrap between two edges.

    A space parts two lines only where Latin meets Latin and the first of them was not full: a number
    that a narrow cell wraps is one number.
    """
    parts: list[str] = []
    before: TextLine | None = None
    for line in lines:
        text = line.text
        if before is not None and parts[-1][-1].isascii() and text[0].isascii():
            is_wrapped = parts[-1][-1].isdigit() and text[0].isdigit() and is_full(before, left, right)
            parts.append("" if is_wrapped else " ")
        parts.append(text)
        before = line
    return "".join(part for part in parts if part)


def is_full(line: TextLine, left: float, right: float) -> bool:
    """Whether no further character fits behind a line between two edges."""
    free = (right - left) - (line.right - line.left) - 2 * _CELL_PADDING
    return free < line.glyphs[-1].right - line.glyphs[-1].left
