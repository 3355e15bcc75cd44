"""The prose of a report, in sections under their statutory numbers.

A heading counts as a section's where its words are the form's, whatever number is printed (lost numerals,
``1、`` for 一、), or where its numeral is the next one; other numbered lines are prose of the section open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.models import Mention, Section
from extract.editions.model import Edition
from extract.grid import Block, Paragraph
from extract.labels import normalise

_NUMERALS = "一二三四五六七八九十"
_LONGEST_HEADING = 40
_HEADING = re.compile(rf"\s*([{_NUMERALS}])\s*[、.．,，:：]\s*(\S.*)", re.DOTALL)
_RUN_IN = re.compile(r"[。；;!?！？]")


class Heading(NamedTuple):
    """A line recognised as a section's heading, and the prose that runs in after it."""

    number: str
    text: str
    rest: str


def sections(blocks: Iterable[Block], edition: Edition) -> tuple[Section, ...]:
    """The prose under each statutory heading, without the tables; number None before the first."""
    found: list[tuple[str | None, str, list[str]]] = [(None, "", [])]
    words = _heading_words(edition)
    for text in _paragraphs(blocks):
        heading = _heading(text, words, found[-1][0])
        if heading is None:
            found[-1][2].append(text)
            continue
        found.append((heading.number, heading.text, [heading.rest] if heading.rest else []))
    made = [Section(number, heading, "\n".join(text)) for number, heading, text in found if number or text]
    return tuple(
        section for n, section in enumerate(made) if section.text or not _recurs(section, made[n + 1 :])
    )


def mentions(sections: Sequence[Section]) -> tuple[Mention, ...]:
    """The figures that the prose states; none are looked for yet."""
    del sections
    return ()


def _recurs(section: Section, later: Iterable[Section]) -> bool:
    """Whether an empty section stands again further down: a line of a table of contents."""
    return any(other.number == section.number for other in later)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    return (block.text for block in blocks if isinstance(block, Paragraph))


def _heading_words(edition: Edition) -> Mapping[str, str]:
    return {
        normalise(words).core: section.number
        for section in edition.sections
        for words in (section.heading, *section.aliases)
    }


def _heading(text: str, words: Mapping[str, str], current: str | None) -> Heading | None:
    """The heading that a paragraph is, or begins with; None for prose."""
    line, rest = _parted(text)
    if len(line) > _LONGEST_HEADING:
        return None
    label = normalise(line)
    number = words.get(label.core)
    if number is not None and _contradicts(label.mark, number):
        return None
    if number is None:
        match = _HEADING.match(line)
        if match is None or not _is_next(match[1], current) or _RUN_IN.search(line):
            return None
        number = match[1]
    return Heading(number, line.strip(), rest)


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


def _is_next(number: str, current: str | None) -> bool:
    """Whether a numeral goes on from the section open: the next one, or one further where some are lost."""
    last = _NUMERALS.index(current) if current else -1
    return last < _NUMERALS.index(number) <= last + 3
