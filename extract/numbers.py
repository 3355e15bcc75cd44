"""What a cell prints, as a number, a blank, a marker or neither: never a guess, never a zero for a blank.

Values keep their printed exactness: integers are ``int``, decimals are computed with ``Decimal`` and
given as the nearest float (137296.5351 stays 137296.5351).  Money comes in 万元; its unit is the one in
the cell, else the column header's, else the form's.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from archive.models import Status

MONEY_UNIT = "万元"
_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_COUNTERS = "件|笔|条|项|个|次|宗|份|起|篇|人次|人|家|部"
_UNIT_PATTERN = rf"(?P<money>亿元|万元|千元|元)|(?P<scale>万|亿)?(?P<counter>{_COUNTERS})?"
_DASHES = "-－−–—‐‑‒―﹣─"
_MARKERS = frozenset(["/", "\\", "／", "无", "//", "×", "*", *_DASHES])
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]+")
# Digits that white space parts may be two numbers as well as one.
_PARTED_DIGITS = re.compile(r"[0-9０-９]\s+[0-9０-９]")
_DASH_RUN = re.compile(rf"[{_DASHES}]+")
_MINUS = str.maketrans(dict.fromkeys(_DASHES, "-"))
_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加|减少|增|减)?"
    r"(?:(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?P<decimals>\.[0-9]{1,12})?|(?P<han>[零〇一二三四五六七八九十百千]{1,9}))"
    rf"(?:{_UNIT_PATTERN})"
    r"(?P<remark>\([^()]{1,200}\))?"
)
_HAN_DIGITS = {"零": 0, "〇": 0, **{han: n for n, han in enumerate("一二三四五六七八九", 1)}}
_HAN_NUMERAL = re.compile(
    r"(?:(?P<k>[一二三四五六七八九])千)?零?(?:(?P<h>[一二三四五六七八九])百)?零?(?:(?P<t>[一二三四五六七八九])?十)?零?(?P<o>[一二三四五六七八九])?"
)
_HEADER_UNIT = re.compile(r"亿元|万元|千元|(?<![美日欧])元")
_NEGATIVE = frozenset(["-", "减少", "减"])


class Kind(IntEnum):
    """What sort of thing is printed in a cell."""

    BLANK = 0
    MARKER = 1
    NUMBER = 2
    TEXT = 3


class Printed(NamedTuple):
    """A cell's text, parsed: ``number`` as printed, in ``unit`` (empty where none is printed)."""

    kind: Kind
    number: Decimal = Decimal(0)
    unit: str = ""
    remark: str = ""
    has_point: bool = False


class Figure(NamedTuple):
    """The value that an observation takes; ``concern`` says what is odd about it, if anything."""

    value: int | float | None
    status: Status
    unit: str | None
    concern: str = ""


_LONGEST_CELL = 300  # characters, more than a number with its remark; nothing longer is kept in a cache
_MOST_KEPT = 16_384  # texts of cells
_LONG = Printed(Kind.TEXT)
_STATUS = {Kind.BLANK: Status.BLANK, Kind.MARKER: Status.MARKER, Kind.TEXT: Status.UNREADABLE}


def parse(text: str) -> Printed:
    """What the text of a cell is; text with anything beyond one number, its unit and a remark is TEXT."""
    return _parse(text) if len(text) <= _LONGEST_CELL else _LONG


@lru_cache(maxsize=_MOST_KEPT)
def _parse(text: str) -> Printed:
    if _PARTED_DIGITS.search(text):
        return Printed(Kind.TEXT)
    squeezed = _INVISIBLE.sub("", text)
    if not squeezed:
        return Printed(Kind.BLANK)
    if squeezed in _MARKERS or _DASH_RUN.fullmatch(squeezed):
        return Printed(Kind.MARKER)
    match = _NUMBER.fullmatch(_widthless(squeezed))
    return _printed(match) if match else Printed(Kind.TEXT)


def kind_of(text: str) -> Kind:
    """What sort of thing is printed (cached with the parse)."""
    return (_parse(text) if len(text) <= _LONGEST_CELL else _LONG).kind


def figure(text: str, unit: str | None = None) -> Figure:
    """The figure of a cell whose column counts in ``unit``; a money unit means that 万元 is wanted."""
    return figures[text, unit]


class _Figures(dict[tuple[str, str | None], Figure]):
    """The figures of texts and units, made when first asked for: every cell of every report passes here."""

    def __missing__(self, key: tuple[str, str | None]) -> Figure:
        found = _figure(*key)
        if len(key[0]) <= _LONGEST_CELL:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[key] = found
        return found


figures = _Figures()


def _figure(text: str, unit: str | None) -> Figure:
    printed = parse(text)
    if printed.kind is not Kind.NUMBER:
        return Figure(None, _STATUS[printed.kind], unit, "no number" if printed.kind is Kind.TEXT else "")
    if unit in _YUAN:
        return _money(printed, unit)
    if printed.unit in _YUAN:
        return Figure(_plain(printed.number), Status.REPORTED, printed.unit, "money in a column of counts")
    if printed.has_point:
        concern = "a decimal point in a column of counts"
        return Figure(float(printed.number), Status.REPORTED, printed.unit or unit, concern)
    return Figure(_plain(printed.number), Status.REPORTED, printed.unit or unit)


@lru_cache(maxsize=1024)
def header_unit(text: str) -> str | None:
    """The money unit that a column header prints (采购总金额（单位：元） → 元), None where there is none."""
    found = _HEADER_UNIT.search(_INVISIBLE.sub("", text))
    return found[0] if found else None


def _widthless(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_MINUS)


def _printed(match: re.Match[str]) -> Printed:
    if match["han"]:
        # A single 一 is as likely a dash as a one: neither reading is safe.
        number = None if match["han"] == "一" else han_number(match["han"])
        if number is None:
            return Printed(Kind.TEXT)
    else:
        number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    number *= _SCALES[match["scale"] or ""]
    if match["sign"] in _NEGATIVE:
        number = -number
    unit = match["money"] or match["counter"] or ""
    has_point = bool(match["decimals"]) and not match["scale"]
    return Printed(Kind.NUMBER, number, unit, match["remark"] or "", has_point)


def han_number(text: str) -> Decimal | None:
    """零, 十二, 一百零三 or a row of digits (二〇); None where it is not a numeral."""
    if not any(han in "十百千" for han in text):
        return Decimal("".join(str(_HAN_DIGITS[han]) for han in text))
    match = _HAN_NUMERAL.fullmatch(text)
    if match is None:
        return None
    digits = (_HAN_DIGITS.get(han or "", 0) for han in match.group("k", "h", "t", "o"))
    thousands, hundreds, tens, ones = digits
    return Decimal(1000 * thousands + 100 * hundreds + 10 * (tens or ("十" in text)) + ones)


def _money(printed: Printed, unit: str) -> Figure:
    own = printed.unit if printed.unit in _YUAN else unit
    concern = "" if printed.unit in ("", own) else "a count in a column of money"
    return Figure(_plain(printed.number * _YUAN[own] / _YUAN[MONEY_UNIT]), Status.REPORTED, own, concern)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
