"""The prose of a report, in sections under their statutory numbers.

A heading counts as a section's where its words are the form's, whatever number is printed (lost numerals,
``1、`` for 一、).  Of several such lines for one section (a table of contents, a list that starts again) one
is the heading.  Other numbered headings count where their numeral goes on from the section open and leaves
room for the next one; headings of charges that only the earlier forms know keep their words and no number.
Every other numbered line is prose of the section open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.models import Issue, Section, Severity
from extract.cell_prose import sentences
from extract.editions.model import Edition
from extract.grid import Block, Paragraph
from extract.labels import normalise

_NUMERALS = "一二三四五六七八九十"
MOST_PROSE = 200_000  # characters; the longest reports have some 30,000
_LONGEST_HEADING = 40
_MOST_LOST = 3  # numerals may be lost: 四 is followed by 七
_HEADING = re.compile(rf"\s*([{_NUMERALS}])\s*[、.．,，:：]\s*(\S.*)", re.DOTALL)
_RUN_IN = re.compile(r"[。；;!?！？]")
_OF_EARLIER_FORMS = re.compile(r"收费|减免")


class Heading(NamedTuple):
    """A line that may head a section: the prose that runs in after it, and how well it fits.

    ``is_known`` says that its words are the form's, ``is_marked`` that it prints an enumerator.
    """

    place: int
    number: str | None
    text: str
    rest: str
    is_known: bool
    is_marked: bool


def searched(sections: Iterable[Section]) -> tuple[tuple[Section, ...], tuple[Issue, ...]]:
    """The sections as far as figures are looked for in them, and an issue where that is not all."""
    room, within, beyond = MOST_PROSE, [], 0
    for section in sections:
        within.append(replace(section, text=section.text[:room]) if len(section.text) > room else section)
        beyond += len(section.text) - len(within[-1].text)
        room -= len(within[-1].text)
    if not beyond:
        return tuple(within), ()
    message = f"正文过长，其余部分未查找数字 / too long: {beyond} characters were not searched for figures"
    return tuple(within), (Issue("bound-hit", Severity.WARNING, message),)


def sections(blocks: Sequence[Block], edition: Edition) -> tuple[Section, ...]:
    """The prose under each statutory heading, of tables only the sentences; number None before the first."""
    lines = _candidates(blocks, _heading_words(edition))
    empty = _empty(lines, blocks)
    headings = {heading.place: heading for heading in _accepted(lines, empty)}
    found: list[tuple[str | None, str, list[str]]] = [(None, "", [])]
    for place, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            found[-1][2].extend(sentences(block))
        elif heading := headings.get(place):
            found.append((heading.number, heading.text, [heading.rest] if heading.rest else []))
        elif place not in empty:
            found[-1][2].append(block.text)
    return tuple(
        Section(number, heading, "\n".join(text)) for number, heading, text in found if heading or text
    )


def _heading_words(edition: Edition) -> Mapping[str, str]:
    return {
        normalise(words).core: section.number
        for section in edition.sections
        for words in (section.heading, *section.aliases)
    }


def _candidates(blocks: Iterable[Block], words: Mapping[str, str]) -> list[Heading]:
    found = (
        _candidate(place, block.text, words)
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph)
    )
    return [heading for heading in found if heading is not None]


def _candidate(place: int, text: str, words: Mapping[str, str]) -> Heading | None:
    """The heading that a paragraph may be, or begin with; None for prose."""
    line, rest = _parted(text)
    if len(line) > _LONGEST_HEADING:
        return None
    label = normalise(line)
    number = words.get(label.core)
    if number is not None and not _contradicts(label.mark, number):
        return Heading(place, number, line.strip(), rest, True, bool(label.mark))
    match = _HEADING.match(line)
    if number is not None or match is None or _RUN_IN.search(line):
        return None
    return Heading(place, match[1], line.strip(), rest, False, True)


def _contradicts(mark: str, number: str) -> bool:
    """Whether an enumerator cannot be a section's: a bracketed one, or another Arabic number."""
    return mark.startswith("（") or (mark.endswith(".") and mark != f"{_NUMERALS.index(number) + 1}.")


def _parted(text: str) -> tuple[str, str]:
    """The first line or sentence of a paragraph, and what follows it."""
    if len(text) <= _LONGEST_HEADING:
        return text, ""
    if not _HEADING.match(text[:_LONGEST_HEADING]):
        return text, ""
    end = _RUN_IN.search(text, 0, _LONGEST_HEADING)
    return (text[: end.start()], text[end.end() :].strip()) if end else (text, "")


def _empty(candidates: Sequence[Heading], blocks: Sequence[Block]) -> frozenset[int]:
    """Where words of headings stand with nothing below them: the lines of a table of contents."""
    known = [heading for heading in candidates if heading.is_known]
    nothing = {*(heading.place for heading in known), len(blocks)}
    return frozenset(h.place for h in known if not h.rest and h.place + 1 in nothing)


def _accepted(candidates: Sequence[Heading], empty: frozenset[int]) -> Iterator[Heading]:
    """The headings among the candidates: one for each number, and each unnumbered one once."""
    known = _chosen([heading for heading in candidates if heading.is_known], empty)
    following = _following(candidates, known)
    last, words = -1, set()
    for heading, limit in zip(candidates, following, strict=True):
        own = _NUMERALS.index(heading.number or "")
        if known.get(heading.number) == heading:
            last = own
            yield heading
        elif not heading.is_known and heading.number not in known and last < own <= last + _MOST_LOST:
            if own >= limit:
                continue
            if not _OF_EARLIER_FORMS.search(heading.text):
                last = own
                yield heading
            elif heading.text not in words:
                words.add(heading.text)
                yield heading._replace(number=None)


def _chosen(known: Sequence[Heading], empty: frozenset[int]) -> Mapping[str | None, Heading]:
    """For each number the line to take: with text or a table below it, with an enumerator, the first.

    The last line of a table of contents has text below it, but a line without any above it.
    """
    chosen: dict[str | None, Heading] = {}
    for heading in sorted(
        known, key=lambda h: (h.place in empty, h.place - 1 in empty, not h.is_marked, h.place)
    ):
        chosen.setdefault(heading.number, heading)
    return chosen


def _following(candidates: Sequence[Heading], known: Mapping[str | None, Heading]) -> list[int]:
    """For each candidate the number, counted from 0, of the chosen heading after it."""
    limits, limit = [], len(_NUMERALS)
    for heading in reversed(candidates):
        limits.append(limit)
        if known.get(heading.number) == heading:
            limit = _NUMERALS.index(heading.number or "")
    return limits[::-1]
