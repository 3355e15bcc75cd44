"""Ruled lines, collected from what is drawn and made whole.

Pieces of one line are put together, lines a few points apart counted as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.readers.pdf.marks import Rule

MAX_RULES = 8_000  # kept of one page; the densest form has four hundred
THICK = 3.0  # points; a line is no thicker, a cell no lower
SNAP = 3.5  # points; no row of text is lower and no column narrower
_SHORTEST = 4.0  # points; what is shorter is a dot or a tick
_SLANT = 1.0  # points that the ends of a straight line may differ

Point = tuple[float, float]


@dataclass(slots=True)
class Ruling:
    """Collects the ruled lines of a page by their axis; every length is in points."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.horizontal) + len(self.vertical)

    def add_figure(self, points: Sequence[Point], *, is_stroked: bool) -> None:
        """Take a figure where it is thin, else those of its sides that are stroked along an axis."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        low, high = (min(xs), min(ys)), (max(xs), max(ys))
        if min(high[0] - low[0], high[1] - low[1]) <= THICK:
            self.add(low, high)
        elif is_stroked:
            for start, end in pairwise(points):
                self._add_side(start, end)

    def add(self, low: Point, high: Point) -> None:
        """Take the line that fills the box between two corners."""
        width, height = high[0] - low[0], high[1] - low[1]
        if width >= height:
            self.horizontal.append(Rule((low[1] + high[1]) / 2, low[0], high[0]))
        else:
            self.vertical.append(Rule((low[0] + high[0]) / 2, low[1], high[1]))

    def _add_side(self, start: Point, end: Point) -> None:
        if min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= _SLANT:
            low = min(start[0], end[0]), min(start[1], end[1])
            self.add(low, (max(start[0], end[0]), max(start[1], end[1])))


def merge(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch, as one; the shortest are dropped."""
    merged: list[Rule] = []
    for band in _bands(sorted(rules)):
        piece: list[Rule] = []
        end = 0.0
        for rule in sorted(band, key=lambda rule: rule.start):
            if piece and rule.start > end + SNAP:
                merged.append(_one(piece))
                piece = []
            end = max(end, rule.end) if piece else rule.end
            piece.append(rule)
        merged.append(_one(piece))
    return [rule for rule in merged if rule.end - rule.start >= _SHORTEST]


def _one(piece: Sequence[Rule]) -> Rule:
    at = sum(rule.at for rule in piece) / len(piece)
    return Rule(at, piece[0].start, max(rule.end for rule in piece))


def _bands(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    band: list[Rule] = []
    for rule in rules:
        if band and rule.at - band[0].at > SNAP:
            yield band
            band = []
        band.append(rule)
    if band:
        yield band


def positions(values: Iterable[float]) -> list[float]:
    """Distinct positions, those within the snapping distance as one."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > SNAP:
            distinct.append(value)
    return distinct
