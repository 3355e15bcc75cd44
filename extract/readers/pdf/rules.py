"""Ruled lines made whole: pieces of one line put together, lines a few points apart counted as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.readers.pdf.marks import Rule

SNAP = 3.5  # points; no row of text is lower and no column narrower
_SHORTEST = 4.0  # points; what is shorter is a dot or a tick


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
