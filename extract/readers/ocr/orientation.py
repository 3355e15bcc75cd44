"""Which way up a page lies: scanners are fed sideways, and pictures are saved upside down.

A few lines of the page are read as it lies.  Only where they make no sense are they read after quarter
turns as well; the way they are surest is the page's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from extract.readers.ocr.engine import Recogniser
from extract.readers.ocr.geometry import Picture, Rectangle
from extract.readers.ocr.page import Page, upright

_SENSE = 0.93  # mean confidence of lines that surely lie the right way; sideways ones reach 0.88
_BETTER = 1.5  # times as much text must be read another way
_LINES, _LONGEST = 6, 500  # lines that are tried, and how much of each, in pixels
_LOWEST, _HIGHEST, _SHAPE = 14, 60, 3  # pixels, and width to height, of what may be a line
_JOINING, _RULE = 25, 45  # pixels: gaps between characters of a line; longer runs are rules
_MARGIN = 4  # pixels


class _Sample(NamedTuple):
    """How sure the recogniser is of some lines on average, and how much it read."""

    confidence: float
    amount: float  # characters, each counted by its confidence


def find_upright(grey: Picture, reader: Recogniser) -> Page:
    """The page the right way up, as far as its text tells."""
    page = upright(grey)
    if not page.ink.any() or (sample := _sample(page, reader)).confidence >= _SENSE:
        return page
    turned = [upright(grey, turns) for turns in (1, 2, 3)]
    amounts = [_sample(other, reader).amount for other in turned]
    most = max(amounts)
    return turned[amounts.index(most)] if most > _BETTER * sample.amount else page


def _sample(page: Page, reader: Recogniser) -> _Sample:
    read = [reader.recognise(line) for line in _lines(page)]
    confidence = sum(text.confidence for text in read) / max(len(read), 1)
    return _Sample(confidence, sum(text.confidence * len(text.text) for text in read))


def _lines(page: Page) -> Iterator[Picture]:
    """The longest things that have the shape of a line of text, in grey with some paper around."""
    text = page.ink & ~_runs(page.ink, (_RULE, 1)) & ~_runs(page.ink, (1, _RULE))
    joined = cv2.morphologyEx(text, cv2.MORPH_CLOSE, np.ones((1, _JOINING), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    shapes = [tuple(map(int, entry[:4])) for entry in stats[1:]]
    fit = [
        (left, top, width, height)
        for left, top, width, height in shapes
        if _LOWEST <= height <= _HIGHEST and width >= _SHAPE * height
    ]
    for left, top, width, height in sorted(fit, key=lambda shape: -shape[2])[:_LINES]:
        right = left + min(width, _LONGEST) + _MARGIN
        place = Rectangle(max(0, left - _MARGIN), max(0, top - _MARGIN), right, top + height + _MARGIN)
        yield place.of(page.grey)


def _runs(ink: Picture, size: tuple[int, int]) -> Picture:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8)))
