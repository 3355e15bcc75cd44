"""The characters of a page with their boxes, straight from PDFium.

A report has some three thousand of them, so the loop does little and asks for an angle only where the
baseline changes.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from pypdfium2 import raw

from extract.readers.pdf.marks import Frame, Glyph

MAX_CHARACTERS = 60_000  # of one page; a page of small print has four thousand

_LINE_END_HYPHEN = 2  # how PDFium tells a hyphen at the end of a line
_REPLACEMENT = "\ufffd"
_SAME_BASELINE = 0.5  # points
_QUARTER_TURN = math.pi / 2
_ASKED, _MOST = 40, 0.8  # so many characters of a page are asked how they stand, and so many agree
_TILT = 0.03  # radians; what stands askew is a watermark
_UNPRINTED = frozenset((*range(2), *range(3, 33), 0x7F, 0xA0, 0xAD, 0x3000, 0xFEFF, *range(0x2000, 0x2010)))
_FIRST_WIDE = 0x2E80  # of the ideographs, of which only …
_SAMPLE = 8  # … every eighth is asked whether its font tells what it means: asking takes time
_UNKNOWN = 0xFFFD
_FIRST_ODD = 0xD800  # surrogates; private use and the replacement character come behind them
_LARGEST = 60.0  # points; a larger box is a fault of the font (vertical writing), not a character

_Edges = Callable[[Any], tuple[float, float, float, float]]
_new = tuple.__new__  # half the time of Glyph(…)


class Characters(NamedTuple):
    """The printed characters of a page in the file's order, and how many of them have no known meaning."""

    glyphs: list[Glyph]
    unmapped: int
    is_whole: bool


def read_glyphs(text_page: Any, frame: Frame) -> Characters:
    """Read the characters of a text page (``FPDF_TEXTPAGE``); blanks and tilted ones are left out."""
    glyphs: list[Glyph] = []
    unmapped = 0
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    is_guessed = raw.FPDFText_HasUnicodeMapError
    edges_of = _edges_upright(frame) if frame.turns == 0 else _edges_turned(frame)
    width, height = frame.size
    baseline, is_upright = math.nan, True
    count = raw.FPDFText_CountChars(text_page)
    for index in range(min(count, MAX_CHARACTERS)):
        code = unicode_of(text_page, index)
        step = 1 if code < _FIRST_WIDE else _SAMPLE
        if index % step == 0 and is_guessed(text_page, index) == 1:
            code = _UNKNOWN  # the bare number of a glyph, which may look like any letter, digit or blank
            unmapped += step - 1
        if code in _UNPRINTED or not box_of(text_page, index, reference):
            continue
        if rect.top - rect.bottom > _LARGEST or rect.right - rect.left > _LARGEST:
            _take_ink(text_page, index, rect)
        if not abs(rect.bottom - baseline) < _SAME_BASELINE:
            baseline = rect.bottom
            is_upright = _is_upright(text_page, index)
        char = chr(code) if code < _FIRST_ODD and code != _LINE_END_HYPHEN else _char(code)
        unmapped += code >= _FIRST_ODD and _is_unmapped(code)
        left, top, right, bottom = edges_of(rect)
        if is_upright and left < width and right > 0 and top < height and bottom > 0:
            glyphs.append(_new(Glyph, (char, left, top, right, bottom)))
    return Characters(glyphs, unmapped, count <= MAX_CHARACTERS)


def turns_of_text(text_page: Any, otherwise: int) -> int:
    """The quarter turns clockwise that bring nearly all of the text upright; ``otherwise`` where none do."""
    count = raw.FPDFText_CountChars(text_page)
    matrix = raw.FS_MATRIX()
    reference = ctypes.byref(matrix)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _ASKED)):
        if raw.FPDFText_GetUnicode(text_page, index) in _UNPRINTED:
            continue
        if raw.FPDFText_GetMatrix(text_page, index, reference):
            turns[round(math.atan2(matrix.b, matrix.a) / _QUARTER_TURN) % 4] += 1
    found, number = turns.most_common(1)[0] if turns else (otherwise, 0)
    return found if number > _MOST * turns.total() else otherwise


def _take_ink(text_page: Any, index: int, rect: Any) -> None:
    """Put the box of a character's ink into ``rect``."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if raw.FPDFText_GetCharBox(text_page, index, *map(ctypes.byref, (left, right, bottom, top))):
        rect.left, rect.right, rect.bottom, rect.top = left.value, right.value, bottom.value, top.value


def _edges_upright(frame: Frame) -> _Edges:
    """Left, top, right and bottom of a rectangle on a page that is not turned."""
    x, y = frame.left, frame.top
    return lambda rect: (rect.left - x, y - rect.top, rect.right - x, y - rect.bottom)


def _edges_turned(frame: Frame) -> _Edges:
    def edges(rect: Any) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = frame.point(rect.left, rect.top), frame.point(rect.right, rect.bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    return edges


def _char(code: int) -> str:
    if code == _LINE_END_HYPHEN:
        return "-"
    is_character = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else _REPLACEMENT


def _is_unmapped(code: int) -> bool:
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF


def _is_upright(text_page: Any, index: int) -> bool:
    """Whether a baseline is at a quarter turn; the angle that PDFium gives (-1: unknown) is the stem's."""
    angle = raw.FPDFText_GetCharAngle(text_page, index)
    if angle < 0 or _is_quarter(angle):
        return True
    matrix = raw.FS_MATRIX()
    is_known = raw.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
    return bool(is_known) and _is_quarter(math.atan2(matrix.b, matrix.a))


def _is_quarter(angle: float) -> bool:
    off = angle % _QUARTER_TURN
    return min(off, _QUARTER_TURN - off) < _TILT
