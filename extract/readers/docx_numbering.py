"""Automatic numbers of WordprocessingML lists (ISO/IEC 29500-1, 17.9): what Word prints and stores nowhere.

Headings such as 一、 and （二） are often automatic, and without them a section is not known by its number.
Counters belong to the abstract numbering that lists share; a level that is used starts the deeper ones anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from archive.models import Issue, Severity
from extract.errors import ReadError
from extract.readers.docx_text import attribute, find, name_of
from extract.readers.ooxml import Package

_NUMBERING_PART = re.compile(r"word/numbering\.xml", re.IGNORECASE)
_STYLES_PART = re.compile(r"word/styles\.xml", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_LEVELS, _STYLES_DEEP, _LARGEST = 9, 10, 10_000
_DIGITS = "零一二三四五六七八九"
_CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "koreanDigital"),
)


class _Level(NamedTuple):
    """How one level counts: its format's name, the text around the numbers, and its first number."""

    form: str
    text: str
    start: int


class _Use(NamedTuple):
    """What a paragraph or style says: which numbering, which of its levels (None where it does not say)."""

    number: str | None
    level: int | None


class Numbering:
    """The numberings of a document and how far each has counted."""

    def __init__(self, numbering: etree._Element, styles: etree._Element | None) -> None:
        self._abstract = {
            attribute(element, "abstractNumId"): dict(_levels(element))
            for element in numbering.iter("{*}abstractNum")
        }
        self._numbers = {
            attribute(element, "numId"): (
                attribute(find(element, "abstractNumId"), "val"),
                dict(_overrides(element)),
            )
            for element in numbering.iter("{*}num")
        }
        self._styles = _by_style(styles) if styles is not None else {}
        self._counted: dict[str | None, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The number that is printed before a paragraph and the text around it; empty where there is none."""
        use = self._use(paragraph)
        if use.number is None or use.number not in self._numbers:
            return ""
        abstract, overrides = self._numbers[use.number]
        levels, at = self._abstract.get(abstract, {}), use.level or 0
        if at not in levels:
            return ""
        if use.number not in self._begun:
            self._begun.add(use.number)
            self._restart(abstract, overrides)
        counts = self._count(abstract, levels, at)
        return _PLACE.sub(lambda place: _printed(levels, counts, int(place[1]) - 1), levels[at].text)

    def _use(self, paragraph: etree._Element) -> _Use:
        own = _use_of(find(paragraph, "pPr", "numPr"))
        style = self._styles.get(attribute(find(paragraph, "pPr", "pStyle"), "val") or "", _Use(None, None))
        level = own.level if own.level is not None else style.level
        return _Use(own.number or style.number, level)

    def _restart(self, abstract: str | None, overrides: Mapping[int, int]) -> None:
        counts = self._counted.setdefault(abstract, [None] * _LEVELS)
        for level, start in overrides.items():
            counts[level] = start - 1

    def _count(self, abstract: str | None, levels: Mapping[int, _Level], at: int) -> list[int | None]:
        counts = self._counted.setdefault(abstract, [None] * _LEVELS)
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return counts


def print_numbers(root: etree._Element, package: Package) -> tuple[Issue, ...]:
    """Put each automatic number in front of its paragraph, in place; an issue where they cannot be told."""
    try:
        numbering = _numbering(package)
    except ReadError as error:
        message = f"自动编号未能读取 / automatic numbers were not read: {error}"
        return (Issue("numbering-not-read", Severity.WARNING, message),)
    for paragraph in list(root.iter("{*}p")) if numbering else ():
        _put_number(paragraph, numbering.label(paragraph) if numbering else "")
    return ()


def _numbering(package: Package) -> Numbering | None:
    part, styles = package.find(_NUMBERING_PART), package.find(_STYLES_PART)
    if part is None:
        return None
    return Numbering(package.tree(part), package.tree(styles) if styles else None)


def _put_number(paragraph: etree._Element, label: str) -> None:
    if not label:
        return
    run = etree.Element(_sibling(paragraph, "r"))
    etree.SubElement(run, _sibling(paragraph, "t")).text = label
    has_properties = len(paragraph) > 0 and name_of(paragraph[0]) == "pPr"
    paragraph.insert(int(has_properties), run)


def _sibling(element: etree._Element, name: str) -> str:
    return f"{str(element.tag).rpartition('}')[0]}}}{name}"


def _levels(abstract: etree._Element) -> Iterator[tuple[int, _Level]]:
    for element in abstract.iter("{*}lvl"):
        at = _number(attribute(element, "ilvl"), 0)
        form = attribute(find(element, "numFmt"), "val") or "decimal"
        text = attribute(find(element, "lvlText"), "val") or ""
        if at < _LEVELS and form not in ("bullet", "none"):
            yield at, _Level(form, text, _number(attribute(find(element, "start"), "val"), 1))


def _overrides(number: etree._Element) -> Iterator[tuple[int, int]]:
    for element in number.iter("{*}lvlOverride"):
        start = find(element, "startOverride")
        at = _number(attribute(element, "ilvl"), 0)
        if start is not None and at < _LEVELS:
            yield at, _number(attribute(start, "val"), 1)


def _by_style(styles: etree._Element) -> dict[str, _Use]:
    """What each style says, those that it is based on included."""
    own: dict[str, tuple[_Use, str]] = {}
    for element in styles.iter("{*}style"):
        based_on = attribute(find(element, "basedOn"), "val") or ""
        own[attribute(element, "styleId") or ""] = _use_of(find(element, "pPr", "numPr")), based_on
    found = {}
    for name in own:
        use, at = _Use(None, None), name
        for _ in range(_STYLES_DEEP):
            inherited, following = own.get(at, (_Use(None, None), ""))
            level = use.level if use.level is not None else inherited.level
            use, at = _Use(use.number or inherited.number, level), following
        found[name] = use
    return found


def _use_of(properties: etree._Element | None) -> _Use:
    if properties is None:
        return _Use(None, None)
    level = attribute(find(properties, "ilvl"), "val")
    return _Use(attribute(find(properties, "numId"), "val"), None if level is None else _number(level, 0))


def _number(digits: str | None, default: int) -> int:
    return min(int(digits), _LARGEST) if digits and len(digits) < 9 and digits.isdecimal() else default


def _printed(levels: Mapping[int, _Level], counts: list[int | None], at: int) -> str:
    level = levels.get(at)
    count = counts[at] if counts[at] is not None else (level.start if level else 1)
    assert count is not None, "a level that has not counted begins with its first number"
    form = level.form if level else "decimal"
    return _FORMS.get(form, str)(count)


def chinese(number: int) -> str:
    """一, 十, 十二, 二十, 九十九; beyond ninety-nine in digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 100 else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if 0 < number <= 20 else str(number),
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalZero": lambda number: f"{number:02}",
}
