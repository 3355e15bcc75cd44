"""The text of a page outside its tables, as paragraphs in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.readers.ocr.cells import Sheet, crop
from extract.readers.ocr.geometry import Rectangle

_MARGIN = 0.1  # of a line's height, around what the detector found
_LEAST_INK = 30  # pixels; a line has hundreds
_FULL = 2.5  # heights from the right edge of the text: a line that ends nearer goes on in the next
_INDENT = 1.2  # heights from its left edge: a line that starts farther begins a paragraph
_TEXT_WIDTH = 0.8  # of the page: text that ends before has not reached the edge
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|[0-9]{1,2}[.、．]")
_LEAST_CONFIDENCE = 0.5  # less is no text: a seal, a signature, dirt


class Passage(NamedTuple):
    """A paragraph and the top of its first line."""

    top: int
    text: str


class _Line(NamedTuple):
    place: Rectangle
    text: str


def read_prose(sheet: Sheet, tables: Sequence[Rectangle]) -> list[Passage]:
    """Read what stands beside the tables; a paragraph never goes on over one."""
    grey, ink = sheet.grey.copy(), sheet.ink.copy()
    for table in tables:
        table.of(grey)[:] = sheet.paper
        table.of(ink)[:] = 0
    if np.count_nonzero(ink) < _LEAST_INK:
        return []
    lines = list(_lines(sheet._replace(grey=grey, ink=ink)))
    edges = [table.right for table in tables] + [line.place.right for line in lines]
    right = max([*edges, int(_TEXT_WIDTH * grey.shape[1])])
    return list(_passages(lines, right, sorted(table.top for table in tables)))


def _lines(sheet: Sheet) -> Iterator[_Line]:
    """Lines from the top; what stands side by side is one line."""
    places = sorted(sheet.engine.lines(sheet.grey), key=lambda place: place.top + place.bottom)
    for row in _rows(places):
        texts = []
        for place in sorted(row):
            read = sheet.engine.recognise(crop(sheet, place, _MARGIN))
            if read.confidence >= _LEAST_CONFIDENCE and read.text.strip():
                texts.append(_Line(place, read.text.strip()))
        if texts:
            yield _Line(_around([line.place for line in texts]), " ".join(line.text for line in texts))


def _rows(places: Sequence[Rectangle]) -> Iterator[list[Rectangle]]:
    row: list[Rectangle] = []
    for place in places:
        middle = (place.top + place.bottom) / 2
        if row and not row[-1].top < middle < row[-1].bottom:
            yield row
            row = []
        row.append(place)
    if row:
        yield row


def _passages(lines: Sequence[_Line], right: int, tables: Sequence[int]) -> Iterator[Passage]:
    """Lines joined to paragraphs; ``right`` is where the text may reach, ``tables`` their tops."""
    if not lines:
        return
    left = min(line.place.left for line in lines)
    start, text, last = lines[0].place.top, lines[0].text, lines[0].place
    for line in lines[1:]:
        height = line.place.height
        goes_on = (
            last.right > right - _FULL * height
            and line.place.left < left + _INDENT * height
            and not _NUMBERED.match(line.text)
            and not any(last.top <= table < line.place.top for table in tables)
        )
        if goes_on:
            text += line.text
        else:
            yield Passage(start, text)
            start, text = line.place.top, line.text
        last = line.place
    yield Passage(start, text)


def _around(places: Sequence[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    return Rectangle(min(lefts), min(tops), max(rights), max(bottoms))
