"""The text of table cells: lines of ink between the ruled lines, each recognised by itself.

A cell without ink is blank for certain.  Ink that cannot be read is never blank: it stands as U+FFFD,
which is no number.  A number is read again from a closer crop, and where the two readings differ, or one
has another count of digits than there are shapes, its confidence is that of the worse one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extract.readers.ocr.engine import Recogniser, Text
from extract.readers.ocr.geometry import Picture, Rectangle

UNREAD = "\ufffd"
DASH = "—"

_LINE_GAP = 3  # rows without ink part two lines
_LOWEST_LINE = 8  # pixels; lower ones are dots and dashes, and belong to a line beside them
_WIDE, _CLOSE = 0.25, 0.12  # of a line's height: the paper kept around it
_FLAT, _DASHES = 1.4, 2  # times as wide as high, and how many: such strokes alone are a dash
_SLANT = 0.13  # of its height: a stroke that leans so far is a slash, no one
_UPRIGHT = frozenset("1lI|/丿")
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,4})*")
_SURE = 0.9


class Sheet(NamedTuple):
    """A page to read from: its grey values without ruled lines, the ink of its text, its paper's grey."""

    grey: Picture
    ink: Picture
    paper: int
    engine: Recogniser


def read_cell(sheet: Sheet, place: Rectangle) -> Text:
    """What is printed in a cell, its lines joined; empty where there is no ink."""
    lines = [_line(sheet, line) for line in text_lines(sheet.ink, place)]
    if not lines:
        return Text("", 1.0)
    text = _joined([line.text for line in lines])
    return Text(text, min(line.confidence for line in lines))


def text_lines(ink: Picture, place: Rectangle) -> Iterator[Rectangle]:
    """The lines of text in a cell from the top, each as close as its ink allows."""
    part = place.of(ink)
    for top, bottom in _bands(part):
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        yield Rectangle(place.left + left, place.top + top, place.left + right, place.top + bottom)


def crop(sheet: Sheet, line: Rectangle, margin: float, *, of_ink_only: bool = False) -> Picture:
    """A line with paper around it, never so narrow that one digit is stretched."""
    pad = max(2, round(line.height * margin))
    aside = max(pad, (line.height + 2 * pad - line.width) // 2)
    inner = line.of(sheet.grey)
    if of_ink_only:
        inner = np.where(line.of(sheet.ink) > 0, inner, sheet.paper).astype(np.uint8)
    return np.asarray(
        cv2.copyMakeBorder(inner, pad, pad, aside, aside, cv2.BORDER_CONSTANT, value=float(sheet.paper))
    )


def _bands(part: Picture) -> list[tuple[int, int]]:
    """Top and bottom of each line; a low one joins the nearer neighbour."""
    rows = np.flatnonzero(part.any(axis=1))
    if not rows.size:
        return []
    cuts = np.flatnonzero(np.diff(rows) > _LINE_GAP)
    tops, bottoms = rows[np.concatenate(([0], cuts + 1))], rows[np.concatenate((cuts, [-1]))] + 1
    bands = [(int(top), int(bottom)) for top, bottom in zip(tops, bottoms, strict=True)]
    while len(bands) > 1 and (low := _lowest(bands)) is not None:
        gaps = {n: bands[n + 1][0] - bands[n][1] for n in (low - 1, low) if 0 <= n < len(bands) - 1}
        first = min(gaps, key=lambda n: gaps[n])
        bands[first : first + 2] = [(bands[first][0], bands[first + 1][1])]
    return bands


def _lowest(bands: Sequence[tuple[int, int]]) -> int | None:
    low = [n for n, (top, bottom) in enumerate(bands) if bottom - top < _LOWEST_LINE]
    return low[0] if low else None


def _line(sheet: Sheet, line: Rectangle) -> Text:
    if _is_dash(line, line.of(sheet.ink)):
        return Text(DASH, _SURE)
    first = sheet.engine.recognise(crop(sheet, line, _WIDE))
    text = first.text.strip()
    if text in _UPRIGHT and _leans(line.of(sheet.ink)):
        return Text("/", first.confidence)
    if text and not _NUMBER.fullmatch(text):
        return Text(text, first.confidence)
    if text and first.confidence >= _SURE and _shapes(line.of(sheet.ink)) == len(text):
        return Text(text, first.confidence)
    return _again(sheet, line, first)


def _again(sheet: Sheet, line: Rectangle, first: Text) -> Text:
    """A second reading, from the ink alone: what both say stands, else the surer one, in doubt."""
    second = sheet.engine.recognise(crop(sheet, line, _CLOSE, of_ink_only=True))
    if first.text == second.text and first.text:
        return max(first, second, key=lambda text: text.confidence)
    shapes = _shapes(line.of(sheet.ink))
    best = max(first, second, key=lambda text: (len(text.text) == shapes, text.confidence))
    return Text(best.text or UNREAD, min(first.confidence, second.confidence))


def _is_dash(line: Rectangle, ink: Picture) -> bool:
    """Whether low flat strokes stand alone, which the model takes for anything; no character is so low."""
    return line.height < _LOWEST_LINE and line.width >= _FLAT * line.height and _shapes(ink) <= _DASHES


def _leans(ink: Picture) -> bool:
    """Whether a stroke stands as far right at its top as a slash does; a one has its flag on the left."""
    quarter = max(1, len(ink) // 4)
    top, bottom = (np.flatnonzero(part.any(axis=0)).mean() for part in (ink[:quarter], ink[-quarter:]))
    return bool(top - bottom >= _SLANT * len(ink))


def _shapes(ink: Picture) -> int:
    """How many separate shapes of ink stand side by side."""
    return int(cv2.connectedComponents(ink, connectivity=8)[0]) - 1


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text; digits that a line end parts may be two numbers, so that a blank stays there."""
    text = lines[0]
    for line in lines[1:]:
        is_parted = text[-1:].isascii() and text[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        text += (" " if is_parted else "") + line
    return text
