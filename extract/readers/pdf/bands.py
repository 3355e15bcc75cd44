"""Where tables without rules stand: runs of lines that wide gaps part, figures among them.

A band is what one set of columns fits: it starts with a header or a line of figures and ends before the
next header, or before a line of prose that runs from its labels into its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extract.numbers import Kind, kind_of
from extract.readers.pdf.marks import Glyph
from extract.readers.pdf.text import TextLine, make_line

_NARROW = 0.3  # of a line's height: the least that parts two cells
_CLOSE = 0.12  # of a line's height: what parts a number or an enumerator from the Chinese label before it
_WIDE = 0.9  # of a line's height: what parts columns and is seldom within prose
_NOWHERE = float("inf")
_OVERHANG = 0.5  # of a line's height that a label may reach into the figures
_MAX_HEADER = 9  # lines that may stand above the first figures
_LEAST_ANCHORS = 2  # lines of figures that make a band a table, a header above them counting as one …
_LEAST_FIGURES = 5  # … or so many figures in one line


class Fragment(NamedTuple):
    """Characters of one line that no gap parts."""

    line: TextLine
    text: str
    is_figure: bool

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.line.left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.line.right


@dataclass(frozen=True)
class PartedLine:
    """A line and the fragments that its gaps part."""

    line: TextLine

    @cached_property
    def widest_gap(self) -> float:
        """The widest gap, in heights of the line."""
        gaps = (after.left - before.right for before, after in pairwise(self.line.glyphs))
        return max(gaps, default=0.0) / max(self.line.size, 1.0)

    @cached_property
    def fragments(self) -> tuple[Fragment, ...]:
        """The fragments from the left; only an isolated number or marker is a figure."""
        parts = list(_split(self.line))
        known = [
            Fragment(part, text := part.text, is_figure=any(map(str.isdigit, text)) and _is_figure(text))
            for part in parts
        ]
        marked = [f._replace(is_figure=f.is_figure or kind_of(f.text) is Kind.MARKER) for f in known]
        return tuple(
            fragment._replace(is_figure=False) if _opens_label(fragment, after) else fragment
            for fragment, after in zip(marked, (*marked[1:], None), strict=True)
        )

    @cached_property
    def second_column(self) -> float:
        """Where the words behind the first wide gap begin."""
        pairs = pairwise(self.line.glyphs)
        wide = _WIDE * self.line.size
        return next((after.left for before, after in pairs if after.left - before.right >= wide), _NOWHERE)

    @property
    def is_tabular(self) -> bool:
        """Whether a gap parts the line that prose does not have."""
        return self.widest_gap >= _WIDE

    @property
    def is_anchor(self) -> bool:
        """Whether the line prints figures of a row; in a narrow table they stand close behind the label."""
        if self.is_tabular:
            return any(fragment.is_figure for fragment in self.fragments)
        return self.fragments[-1].is_figure


@dataclass(slots=True)
class Band:
    """The lines of one table; ``zone`` is where its figures begin, or the second column of its header."""

    lines: list[PartedLine] = field(default_factory=list)
    anchors: int = 0
    figures: int = 0
    zone: float = _NOWHERE

    def add(self, line: PartedLine) -> None:
        """Take a line."""
        self.lines.append(line)
        if line.is_anchor:
            lefts = [fragment.left for fragment in line.fragments if fragment.is_figure]
            if not self.anchors and any(f.left < min(lefts) for f in self._words_in_zone(line)):
                self.zone = _NOWHERE  # the second column of the header is one of words: of units
            self.anchors += 1
            self.figures = max(self.figures, len(lefts))
            self.zone = min(self.zone, *lefts)
        elif not self.anchors:
            self.zone = min(self.zone, line.second_column)

    @property
    def is_table(self) -> bool:
        """Whether enough figures stand in columns."""
        has_header = not self.lines[0].is_anchor
        is_tall = self.anchors > 0 and self.anchors + has_header >= _LEAST_ANCHORS
        return is_tall or self.figures >= _LEAST_FIGURES

    def ends_before(self, line: PartedLine) -> bool:
        """Whether a line cannot be of this band: words where it has figures, or figures that never come."""
        if not self.anchors:
            return len(self.lines) > _MAX_HEADER
        return bool(self._words_in_zone(line))

    def _words_in_zone(self, line: PartedLine) -> list[Fragment]:
        edge = self.zone + _OVERHANG * line.line.size
        return [fragment for fragment in line.fragments if not fragment.is_figure and fragment.right > edge]


def bands(lines: Sequence[TextLine]) -> Iterator[Band | list[TextLine]]:
    """The lines in order, those of a table as a band, the others in runs."""
    prose: list[TextLine] = []
    band: Band | None = None
    for line in map(PartedLine, lines):
        if band is not None and band.ends_before(line):
            yield from _closed(band, prose)
            band = None
        if band is None and line.is_tabular:
            band = Band()
        if band is not None:
            band.add(line)
        else:
            prose.append(line.line)
    if band is not None:
        yield from _closed(band, prose)
    if prose:
        yield prose


def _closed(band: Band, prose: list[TextLine]) -> Iterator[Band | list[TextLine]]:
    """Give a table with the prose before it; what turned out to be no table becomes prose."""
    if not band.is_table:
        prose.extend(line.line for line in band.lines)
        return
    if prose:
        yield prose[:]
        prose.clear()
    yield band


def _split(line: TextLine) -> Iterator[TextLine]:
    part: list[Glyph] = [line.glyphs[0]]
    for before, glyph in pairwise(line.glyphs):
        is_behind_label = not before.char.isascii() and (glyph.char.isdigit() or glyph.char == "（")
        if glyph.left - before.right > (_CLOSE if is_behind_label else _NARROW) * line.size:
            yield make_line(line.page, part)
            part = []
        part.append(glyph)
    yield make_line(line.page, part)


def _is_figure(text: str) -> bool:
    return kind_of(text) is Kind.NUMBER


def _opens_label(fragment: Fragment, after: Fragment | None) -> bool:
    """Whether a number is the beginning of the words right behind it: 1. 属于国家秘密."""
    if after is None or after.is_figure:
        return False
    return after.left - fragment.right < _WIDE * fragment.line.size
