"""The ruled lines of a page: strokes, and the thin filled rectangles that stand for them.

Word processors stroke lines, browsers fill rectangles a pixel thin, spreadsheets put the whole table
into one path; forms (XObjects) may hold any of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdfium2 import raw

from extract.readers.pdf.marks import Frame
from extract.readers.pdf.rules import MAX_RULES, THICK, Point, Ruling

MAX_OBJECTS = 40_000  # looked at on one page
MAX_SEGMENTS = 4_000  # of one path; a longer one is a drawing
_MAX_DEPTH = 6  # of forms in forms

_WHITE = 250  # of 255: a fill of that colour is not seen
_SEGMENT_CURVE, _SEGMENT_MOVE = 1, 2

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class _Drawing(NamedTuple):
    """How a path is painted."""

    is_filled: bool
    is_stroked: bool


@dataclass(slots=True)
class Strokes:
    """Collects what is ruled on a page; ``picture_area`` is in square points."""

    frame: Frame
    rules: Ruling = field(default_factory=Ruling)
    picture_area: float = 0.0
    is_whole: bool = True
    _looked_at: int = 0

    def read(self, page: Any) -> Strokes:
        """Take every object of a page (``FPDF_PAGE``)."""
        count = raw.FPDFPage_CountObjects(page)
        self._take(((raw.FPDFPage_GetObject(page, n)) for n in range(count)), _IDENTITY, 0)
        return self

    def _take(self, objects: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for item in objects:
            self._looked_at += 1
            if self._looked_at > MAX_OBJECTS or len(self.rules) > MAX_RULES:
                self.is_whole = False
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._take_path(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                left, top, right, bottom = self._bounds(item, matrix)
                self.picture_area += max(right - left, 0) * max(bottom - top, 0)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                count = raw.FPDFFormObj_CountObjects(item)
                inner = (raw.FPDFFormObj_GetObject(item, n) for n in range(count))
                self._take(inner, _times(_matrix_of(item), matrix), depth + 1)

    def _take_path(self, path: Any, matrix: Matrix) -> None:
        drawing = _drawing_of(path)
        if not drawing.is_filled and not drawing.is_stroked:
            return
        left, top, right, bottom = self._bounds(path, matrix)
        if min(right - left, bottom - top) <= THICK:
            if drawing.is_stroked or not _is_white(path):
                self.rules.add((left, top), (right, bottom))
        elif drawing.is_stroked or raw.FPDFPath_CountSegments(path) > 5:
            self._take_outline(path, drawing, _times(_matrix_of(path), matrix))

    def _take_outline(self, path: Any, drawing: _Drawing, matrix: Matrix) -> None:
        """The sides of each figure of a path where they are stroked, the figure itself where it is thin."""
        if raw.FPDFPath_CountSegments(path) > MAX_SEGMENTS:
            self.is_whole = False
            return
        if not drawing.is_stroked and _is_white(path):
            return
        for figure in _figures(path):
            points = [self.frame.point(*_apply(matrix, point)) for point in figure]
            self.rules.add_figure(points, is_stroked=drawing.is_stroked)

    def _bounds(self, item: Any, matrix: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = _EDGES
        if not raw.FPDFPageObj_GetBounds(item, *_EDGE_REFERENCES):
            return 0, 0, 0, 0
        if matrix is _IDENTITY and not self.frame.turns:
            x, y = self.frame.left, self.frame.top
            return left.value - x, y - top.value, right.value - x, y - bottom.value
        corners = ((left.value, bottom.value), (right.value, top.value))
        (x0, y0), (x1, y1) = (self.frame.point(*_apply(matrix, corner)) for corner in corners)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# PDFium writes into these; making new ones for every path takes longer than all the rest.
_EDGES = tuple(ctypes.c_float() for _ in range(4))
_EDGE_REFERENCES = tuple(map(ctypes.byref, _EDGES))
_MODES = (ctypes.c_int(), ctypes.c_int())
_MODE_REFERENCES = tuple(map(ctypes.byref, _MODES))
_COLOURS = tuple(ctypes.c_uint() for _ in range(4))
_COLOUR_REFERENCES = tuple(map(ctypes.byref, _COLOURS))


def _drawing_of(path: Any) -> _Drawing:
    raw.FPDFPath_GetDrawMode(path, *_MODE_REFERENCES)
    fill, stroke = _MODES
    return _Drawing(fill.value != 0, stroke.value != 0)


def _is_white(path: Any) -> bool:
    known = raw.FPDFPageObj_GetFillColor(path, *_COLOUR_REFERENCES)
    *colours, alpha = (colour.value for colour in _COLOURS)
    return bool(known) and (min(colours) >= _WHITE or alpha == 0)


def _figures(path: Any) -> Iterator[list[Point]]:
    """The subpaths of a path as points; one that has curves is no ruled line and is left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    figure: list[Point] = []
    is_straight = True
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == _SEGMENT_MOVE:
            if is_straight and len(figure) > 1:
                yield figure
            figure, is_straight = [], True
        is_straight = is_straight and kind != _SEGMENT_CURVE
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        figure.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            figure.append(figure[0])
    if is_straight and len(figure) > 1:
        yield figure


def _matrix_of(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then the other (ISO 32000-2, 8.3.4)."""
    a, b = _apply((*then[:4], 0, 0), (first[0], first[1]))
    c, d = _apply((*then[:4], 0, 0), (first[2], first[3]))
    e, f = _apply(then, (first[4], first[5]))
    return a, b, c, d, e, f
