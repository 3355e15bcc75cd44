"""The marks on an OFD page (GB/T 33190-2016, chapters 9 and 11): characters and ruled lines in points.

Objects have a boundary on the page and, within it, coordinates of their own that a matrix (CTM) may turn
or scale; lengths are millimetres.  OFD names no ascent and no width of a glyph: an ideograph is taken to be
as wide as its font's size, anything Latin half as wide, unless the next character stands nearer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat, starmap
from typing import NamedTuple

from lxml import etree

from extract.readers.docx_text import name_of
from extract.readers.pdf.marks import Glyph, Page
from extract.readers.pdf.rules import MAX_RULES, Point, Ruling

POINTS = 72 / 25.4  # of a millimetre
MAX_OBJECTS = 60_000  # of one page
MAX_GLYPHS = 100_000  # of one page
_ASCENT, _DESCENT = 0.85, 0.15  # of the font's size, above and below the base line
_LARGEST = 1e5  # millimetres; what lies further out is damage
_FIRST_FULL_WIDTH = 0x2E80  # of the ideographs and the full-width forms behind them
_FURTHEST_LIST = 20_000  # numbers of one attribute
_NUMBER = re.compile(r"[-+]?(?:\d{1,9}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?")
_OPERATORS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # with their numbers of operands
_CURVES = frozenset("QBA")
_DRAWN = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})


class Place(NamedTuple):
    """Where an object lies: its boundary and its matrix."""

    boundary: tuple[float, float, float, float]
    matrix: tuple[float, float, float, float, float, float]

    @classmethod
    def of(cls, element: etree._Element) -> Place | None:
        """None where the object has no boundary."""
        boundary, matrix = numbers(element.get("Boundary")), numbers(element.get("CTM"))
        if len(boundary) != 4:
            return None
        x, y, width, height = boundary
        a, b, c, d, e, f = matrix if len(matrix) == 6 else (1, 0, 0, 1, 0, 0)
        return cls((x, y, width, height), (a, b, c, d, e, f))

    def point(self, x: float, y: float) -> Point:
        """A point of the object on the page, in millimetres."""
        a, b, c, d, e, f = self.matrix
        return self.boundary[0] + a * x + c * y + e, self.boundary[1] + b * x + d * y + f


@dataclass(slots=True)
class Marks:
    """Collects what is drawn on a page; ``unread`` counts objects of kinds that are not looked into."""

    glyphs: list[Glyph] = field(default_factory=list)
    rules: Ruling = field(default_factory=Ruling)
    picture_area: float = 0.0
    unread: int = 0
    is_whole: bool = True
    _objects: int = 0

    def take(self, content: etree._Element) -> None:
        """Take every object of a page or template."""
        for element in content.iter():
            name = name_of(element)
            if name not in _DRAWN or element.get("Visible") == "false":
                continue
            self._objects += 1
            if self._objects > MAX_OBJECTS or len(self.glyphs) > MAX_GLYPHS or len(self.rules) > MAX_RULES:
                self.is_whole = False
                return
            self._take_object(name, element)

    def page(self, number: int, width: float, height: float) -> Page:
        """The page as the lattice takes it; ``width`` and ``height`` in millimetres."""
        share = self.picture_area / max(width * height, 1.0)
        size = (width * POINTS, height * POINTS)
        return Page(
            number, *size, self.glyphs, self.rules.horizontal, self.rules.vertical, share, 0, self.is_whole
        )

    def _take_object(self, name: str, element: etree._Element) -> None:
        place = Place.of(element)
        if place is None or name == "CompositeObject":
            self.unread += 1
        elif name == "TextObject":
            self.glyphs += _glyphs(element, place)
        elif name == "PathObject":
            self._take_path(element, place)
        else:
            self.picture_area += abs(place.boundary[2] * place.boundary[3])

    def _take_path(self, element: etree._Element, place: Place) -> None:
        is_stroked = element.get("Stroke") != "false"
        is_filled = element.get("Fill") == "true" and not _is_white(element)
        if not is_stroked and not is_filled:
            return
        for figure in _figures(element):
            points = [(x * POINTS, y * POINTS) for x, y in starmap(place.point, figure)]
            self.rules.add_figure(points, is_stroked=is_stroked)


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute (ST_Array), at most `_FURTHEST_LIST` of them and none absurdly large."""
    words = (text or "").split(maxsplit=_FURTHEST_LIST)[:_FURTHEST_LIST]
    return [max(-_LARGEST, min(_LARGEST, float(word))) for word in words if _NUMBER.fullmatch(word)]


def deltas(text: str | None) -> list[float]:
    """The distances of DeltaX or DeltaY; ``g 3 4.2`` stands for three times 4.2 (11.3)."""
    found: list[float] = []
    words = iter((text or "").split(maxsplit=_FURTHEST_LIST)[:_FURTHEST_LIST])
    for word in words:
        if word == "g":
            count, value = numbers(next(words, "")), numbers(next(words, ""))
            if count and value:
                found += repeat(value[0], max(0, min(int(count[0]), _FURTHEST_LIST - len(found))))
        else:
            found += numbers(word)
    return found


def _glyphs(element: etree._Element, place: Place) -> Iterator[Glyph]:
    size = next(iter(numbers(element.get("Size"))), 0.0)
    stretch = next(iter(numbers(element.get("HScale"))), 1.0)
    a, b, c, d, _, _ = place.matrix
    width, height = size * stretch * math.hypot(a, b) * POINTS, size * math.hypot(c, d) * POINTS
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        text = code.text or ""
        places = zip(text, _origins(text, (x, y), size * stretch, code), strict=False)
        shown = [(char, *place.point(*origin)) for char, origin in places]
        yield from _boxes(shown, width, height)


def _origins(text: str, start: Point, size: float, code: etree._Element) -> Iterator[Point]:
    """Where on the base line each character begins, by the distances or else by its natural width."""
    across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
    x, y = start
    for number, char in enumerate(text):
        yield x, y
        if number < len(across):
            x += across[number]
        elif not down:
            x += _natural(char) * size
        if number < len(down):
            y += down[number]


def _boxes(shown: Sequence[tuple[str, float, float]], width: float, height: float) -> Iterator[Glyph]:
    following: Iterable[tuple[str, float, float] | None] = [*shown[1:], None]
    for (char, x, y), after in zip(shown, following, strict=True):
        if char.isspace():
            continue
        left, base, natural = x * POINTS, y * POINTS, _natural(char) * width
        room = (after[1] - x) * POINTS if after else natural
        right = left + (min(natural, room) if room > 0 else natural)
        yield Glyph(char, left, base - _ASCENT * height, right, base + _DESCENT * height)


def _natural(char: str) -> float:
    return 1.0 if ord(char) >= _FIRST_FULL_WIDTH else 0.5


def _is_white(element: etree._Element) -> bool:
    color = element.find("{*}FillColor")
    return color is not None and numbers(color.get("Value"))[:3] == [255, 255, 255]


def _figures(element: etree._Element) -> Iterator[list[Point]]:
    """The subpaths of a path as points; one that has curves is no ruled line and is left out."""
    figure: list[Point] = []
    is_straight = True
    for operator, operands in _operations(element.findtext("{*}AbbreviatedData") or ""):
        if operator in "SM":
            if is_straight and len(figure) > 1:
                yield figure
            figure, is_straight = [], True
        is_straight = is_straight and operator not in _CURVES
        if operator == "C" and figure:
            figure.append(figure[0])
        elif operator != "C":
            figure.append((operands[-2], operands[-1]))
    if is_straight and len(figure) > 1:
        yield figure


def _operations(path: str) -> Iterator[tuple[str, list[float]]]:
    """The operators of a path with their operands; a damaged one ends it."""
    words = iter(path.split(maxsplit=_FURTHEST_LIST)[:_FURTHEST_LIST])
    for word in words:
        count = _OPERATORS.get(word)
        if count is None:
            return
        operands = [value for _, text in zip(range(count), words, strict=False) for value in numbers(text)]
        if len(operands) != count:
            return
        yield word, operands
