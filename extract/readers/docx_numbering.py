"""Automatic numbers of WordprocessingML lists (ISO/IEC 29500-1, 17.9), put before their paragraphs.

Counters belong to the abstract numbering that lists share; a level that is used starts the deeper ones anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from archive.models import Issue, Severity
from extract.errors import ReadError
from extract.readers.docx_text import attribute, find, is_on, name_of
from extract.readers.list_numbers import LARGEST, LEVELS, UNNUMBERED, Counters, Level, NumberedList
from extract.readers.ooxml import Package

_NUMBERING_PART = re.compile(r"word/numbering\.xml", re.IGNORECASE)
_STYLES_PART = re.compile(r"word/styles\.xml", re.IGNORECASE)
_STYLES_DEEP = 10


class _Use(NamedTuple):
    """What a paragraph or style says: which numbering, which of its levels (None where it does not say)."""

    number: str | None
    level: int | None


class Numbering:
    """The numberings of a document and how far each has counted."""

    def __init__(self, numbering: etree._Element, styles: etree._Element | None) -> None:
        abstract = {
            attribute(element, "abstractNumId"): dict(_levels(element))
            for element in numbering.iter("{*}abstractNum")
        }
        self._lists = {
            attribute(element, "numId"): _list(element, abstract) for element in numbering.iter("{*}num")
        }
        self._styles = _by_style(styles) if styles is not None else {}
        self._counters = Counters()

    def label(self, paragraph: etree._Element) -> str:
        """The number that is printed before a paragraph and the text around it; empty where there is none."""
        use = self._use(paragraph)
        numbered = self._lists.get(use.number) if use.number is not None else None
        return self._counters.label(use.number, numbered, use.level or 0) if numbered else ""

    def _use(self, paragraph: etree._Element) -> _Use:
        own = _use_of(find(paragraph, "pPr", "numPr"))
        style = self._styles.get(attribute(find(paragraph, "pPr", "pStyle"), "val") or "", _Use(None, None))
        level = own.level if own.level is not None else style.level
        return _Use(own.number or style.number, level)


def print_numbers(root: etree._Element, package: Package) -> tuple[Issue, ...]:
    """Put each automatic number in front of its paragraph, in place; an issue where they cannot be told."""
    try:
        numbering = _numbering(package)
    except ReadError as error:
        message = f"自动编号未能读取 / automatic numbers were not read: {error}"
        return (Issue("numbering-not-read", Severity.WARNING, message),)
    for paragraph in list(root.iter("{*}p")) if numbering else ():
        if (
            numbering and find(paragraph, "pPr", "rPr", "del") is None
        ):  # a deleted paragraph counts for nothing
            _put_number(paragraph, numbering.label(paragraph))
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


def _list(number: etree._Element, abstract: Mapping[str | None, Mapping[int, Level]]) -> NumberedList:
    """A list with the levels of its abstract numbering and those that it sets itself (17.9.8)."""
    shared = attribute(find(number, "abstractNumId"), "val")
    levels = {**abstract.get(shared, {}), **dict(_levels(number))}
    return NumberedList(shared, levels, dict(_overrides(number)))


def _levels(numbering: etree._Element) -> Iterator[tuple[int, Level]]:
    for element in numbering.iter("{*}lvl"):
        at = _number(attribute(element, "ilvl"), 0)
        form = attribute(find(element, "numFmt"), "val") or "decimal"
        text = attribute(find(element, "lvlText"), "val") or ""
        restart = attribute(find(element, "lvlRestart"), "val")
        if at < LEVELS and form not in UNNUMBERED:
            start, is_legal = (
                _number(attribute(find(element, "start"), "val"), 1),
                is_on(find(element, "isLgl")),
            )
            yield at, Level(form, text, start, is_legal, None if restart is None else _number(restart, at))


def _overrides(number: etree._Element) -> Iterator[tuple[int, int]]:
    for element in number.iter("{*}lvlOverride"):
        start = find(element, "startOverride")
        at = _number(attribute(element, "ilvl"), 0)
        if start is not None and at < LEVELS:
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
    return min(int(digits), LARGEST) if digits and len(digits) < 9 and digits.isdecimal() else default
