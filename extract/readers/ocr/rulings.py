"""The ruled lines of an upright page, told from strokes of characters.

Long straight runs of ink are lines (morphological opening); a line counts only where it meets one of the
other direction, which strokes of characters do not.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from extract.readers.ocr.geometry import Picture, Rectangle

# Pixels at 200 dpi: a row of small print is 28 high, a character 25 to 33 wide.
_STROKE, _GAP, _SHORTEST_ACROSS, _SHORTEST_DOWN = 22, 11, 45, 24
_LONG_ACROSS, _LONG_DOWN = 200, 70  # no stroke is so long, nor one row so high
_REACH, _TOUCH = 7, 2  # how far from a line a long one still meets it, and a short one

_SMALL, _DARKER = 0.5, 40  # of its size, and grey values below the paper, at a quick look


class Rulings(NamedTuple):
    """Masks of the lines across and down the page, and the ink in which they are drawn."""

    across: Picture
    down: Picture
    ink: Picture

    @property
    def both(self) -> Picture:
        """All lines."""
        return np.asarray(cv2.bitwise_or(self.across, self.down))


def find_rulings(ink: Picture) -> Rulings:
    """The lines that make tables."""
    across = _runs(ink, is_across=True)
    down = _runs(ink, is_across=False)
    for _ in range(2):
        down = _meeting(down.T, across.T, _LONG_DOWN, may_be_open=True).T
        across = _meeting(across, down, _LONG_ACROSS, may_be_open=False)
    return Rulings(across, np.ascontiguousarray(down), ink)


def looks_ruled(grey: Picture) -> bool:
    """Whether a page may hold a table: long dark runs across it, told in a fraction of the time."""
    small = cv2.resize(grey, None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    dark = cv2.dilate((small < np.median(small) - _DARKER).astype(np.uint8), np.ones((3, 3), np.uint8))
    kernel: Picture = np.ones((1, round(_LONG_ACROSS * _SMALL)), np.uint8)
    return any(cv2.morphologyEx(turned, cv2.MORPH_OPEN, kernel).any() for turned in (dark, dark.T))


def _runs(ink: Picture, *, is_across: bool) -> Picture:
    """Straight runs of ink in one direction; a faint line may have gaps and steps."""

    def along(length: int, thickness: int = 1) -> Picture:
        size = (length, thickness) if is_across else (thickness, length)
        return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, size))

    runs = cv2.dilate(ink, along(1, 3))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, along(_STROKE))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, along(_GAP))
    shortest = _SHORTEST_ACROSS if is_across else _SHORTEST_DOWN
    return np.asarray(cv2.morphologyEx(runs, cv2.MORPH_OPEN, along(shortest)))


def _meeting(lines: Picture, others: Picture, long: int, *, may_be_open: bool) -> Picture:
    """Lines along the first axis as far as they reach from one of the others to another one.

    Strokes of characters come as near to a line as rows are low, but do not touch it; only lines that are
    ``long`` may miss it by a little.  What hangs over is a stroke in the same height, or a line that a page
    break leaves open, where ``may_be_open``.
    """
    lines, near = np.ascontiguousarray(lines), {}
    for reach in (_REACH, _TOUCH):
        near[reach] = cv2.dilate(np.ascontiguousarray(others), np.ones((2 * reach + 1,) * 2, np.uint8))
    kept = np.zeros_like(lines)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for number, (left, top, width, height, _) in enumerate(stats[1:], 1):
        box = Rectangle(int(left), int(top), int(left + width), int(top + height))
        is_long = box.width >= long
        met = np.flatnonzero(box.of(near[_REACH if is_long else _TOUCH]).any(axis=0))
        if not met.size or (met[-1] - met[0] < _SHORTEST_DOWN and not (is_long and may_be_open)):
            continue
        if not (is_long and may_be_open):
            box = box._replace(left=box.left + int(met[0]), right=box.left + int(met[-1]) + 1)
        box.of(kept)[box.of(labels) == number] = 255
    return kept
