"""Automatic numbers of lists: what Word prints before a paragraph and stores nowhere.

Headings such as 一、 and （二） are often automatic, and without them a section is not known by its number.
How a document describes its lists is for the readers of DOCX and DOC; here they count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple

LEVELS = 9  # of every list, from 0
LARGEST = 10_000  # a number that a list may begin with
UNNUMBERED = frozenset({"bullet", "none"})

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "koreanDigital"),
)
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Level(NamedTuple):
    """How one level counts.

    ``form`` is the format's name in ISO/IEC 29500-1, 17.18.59; ``text`` has ``%1`` to ``%9`` where the
    numbers of the levels stand; ``is_legal`` prints all of them in digits; a level begins anew after one of
    the first ``restarts_after`` levels, after any above it where that is None.
    """

    form: str
    text: str
    start: int
    is_legal: bool = False
    restarts_after: int | None = None


class NumberedList(NamedTuple):
    """A list: those with the same ``shared`` count on together; ``starts`` are where it begins anew."""

    shared: Hashable
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = MappingProxyType({})


class Counters:
    """How far each list of a document has counted."""

    def __init__(self) -> None:
        self._counted: dict[Hashable, list[int | None]] = {}
        self._begun: set[Hashable] = set()

    def label(self, name: Hashable, numbered: NumberedList, at: int) -> str:
        """Count the next paragraph of a list; its number and the text around it, empty where it has none."""
        levels = numbered.levels
        if at not in levels:
            return ""
        counts = self._counted.setdefault(numbered.shared, [None] * LEVELS)
        if name not in self._begun:
            self._begun.add(name)
            for level, start in numbered.starts.items():
                counts[level] = start - 1
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        for deeper in range(at + 1, LEVELS):
            limit = levels[deeper].restarts_after if deeper in levels else None
            if limit is None or at < limit:
                counts[deeper] = None
        is_legal = levels[at].is_legal
        return _PLACE.sub(
            lambda place: _printed(levels, counts, int(place[1]) - 1, is_legal=is_legal), levels[at].text
        )


def _printed(levels: Mapping[int, Level], counts: list[int | None], at: int, *, is_legal: bool) -> str:
    level, count = levels.get(at), counts[at]
    if count is None:
        count = level.start if level else 1
    return _FORMS.get(level.form, str)(count) if level and not is_legal else str(count)


def chinese(number: int) -> str:
    """一, 十, 十二, 二十, 九十九; beyond ninety-nine in digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 100 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    parts = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        parts.append(sign * times)
    return "".join(parts)


def _enclosed(before_first: int, last: int) -> Callable[[int], str]:
    """Numbers that Unicode has as one character each: ① ⑴ ⒈ ㊀."""
    return lambda number: chr(before_first + number) if 0 < number <= last else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "decimalEnclosedCircle": _enclosed(0x245F, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x245F, 20),
    "decimalEnclosedParen": _enclosed(0x2473, 20),
    "decimalEnclosedFullstop": _enclosed(0x2487, 20),
    "ideographEnclosedCircle": _enclosed(0x327F, 10),
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalZero": lambda number: f"{number:02}",
}
