"""A page picture made fit to be read: ink parted from paper, and the page turned upright.

Ink is what is darker than its surroundings (mean adaptive threshold), so that shadows of a scanner do
no harm.  The skew is the angle at which the rows of ink are sharpest (projection profile, Postl 1986):
ruled lines decide it where there are any, the lines of text elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.ocr.geometry import Picture, Rectangle

MOST_SKEW = 3.0  # degrees; a page further askew was not laid on a scanner

_PAPER = 255
_NEIGHBOURHOOD = 41  # pixels; wider than any stroke, narrower than a shadow
_DARKER = 25  # grey values below the surroundings
_SPECK = 5  # pixels; a decimal point has nine
_STEPS = ((700, MOST_SKEW, 0.25), (1400, 0.25, 0.05), (2400, 0.05, 0.01))  # longest side, range, step
_STRAIGHT = 0.02  # degrees that do no harm


class Posture(NamedTuple):
    """How an upright page lies on the picture that was given: its size there, quarter turns and skew.

    ``turns`` counts quarter turns clockwise that bring the picture upright, ``skew`` is the rest in degrees.
    """

    width: int
    height: int
    turns: int = 0
    skew: float = 0.0

    def on_picture(self, place: Rectangle) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on the picture of what stands at a place of the upright page."""
        wide, high = place.width / 2, place.height / 2
        x, y = self._before_skew((place.left + place.right) / 2, (place.top + place.bottom) / 2)
        if self.turns % 2:
            wide, high = high, wide
        match self.turns % 4:
            case 1:
                x, y = y, self.height - x
            case 2:
                x, y = self.width - x, self.height - y
            case 3:
                x, y = self.width - y, x
        return x - wide, y - high, x + wide, y + high

    def _before_skew(self, x: float, y: float) -> tuple[float, float]:
        width, height = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        back = cv2.invertAffineTransform(_rotation(width, height, self.skew))
        x, y = back @ (x, y, 1.0)
        return float(x), float(y)


class Page(NamedTuple):
    """Grey values, the ink on them (255 where there is any), and how the page lay."""

    grey: Picture
    ink: Picture
    posture: Posture


def upright(grey: Picture, turns: int = 0) -> Page:
    """The page turned upright, with its ink; ``turns`` are quarter turns clockwise to make first."""
    height, width = grey.shape
    grey = np.ascontiguousarray(np.rot90(grey, -turns)) if turns else grey
    angle = skew(_ink(grey))
    angle = angle if abs(angle) > _STRAIGHT else 0.0
    if angle:
        grey = _turned(grey, angle, _PAPER)
    return Page(grey, without_specks(_ink(grey)), Posture(width, height, turns, angle))


def skew(ink: Picture) -> float:
    """The angle in degrees by which the page must be turned; 0 where nothing is printed."""
    best = 0.0
    if not ink.any():
        return best
    for longest, reach, step in _STEPS:
        small = _shrunk(ink, longest)
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_sharpness(small, float(angle)), -abs(angle))))
    return float(np.clip(best, -MOST_SKEW, MOST_SKEW))


def without_specks(ink: Picture) -> Picture:
    """The ink without dust and noise."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_kept = stats[:, cv2.CC_STAT_AREA] > _SPECK
    is_kept[0] = False
    return np.where(is_kept[labels], 255, 0).astype(np.uint8)


def _ink(grey: Picture) -> Picture:
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(
            smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEIGHBOURHOOD, _DARKER
        )
    )


def _shrunk(ink: Picture, longest: int) -> Picture:
    scale = min(1.0, longest / max(ink.shape))
    return np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _turned(picture: Picture, angle: float, beyond: int) -> Picture:
    height, width = picture.shape
    matrix = _rotation(width, height, angle)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=beyond)
    )


def _sharpness(ink: Picture, angle: float) -> float:
    height, width = ink.shape
    matrix = _rotation(width, height, angle)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows).astype(np.float64)).sum())


def _rotation(width: int, height: int, angle: float) -> NDArray[np.float64]:
    """The affine map that turns a picture about its middle."""
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0))
