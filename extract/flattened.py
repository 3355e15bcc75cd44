"""Reports that lost their line breaks: one paragraph that holds headings, prose and tables.

Left whole, its title is no line, its sections are one, and words of a table's head (尚未审结) are taken for
the subject of the sentence behind the table.  Headings become paragraphs of their own again, and what was
read as a table is no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from extract.editions import load
from extract.editions.model import Edition
from extract.grid import Block, Paragraph
from extract.lexicon import Lexicon
from extract.loose import strips
from extract.loose_forms import labels_start

_SHORTEST = 120  # characters; a shorter paragraph holds no report
_LONGEST = 300_000  # characters; a longer text is not searched for tables either
_FEWEST_HEADINGS = 3  # of different sections
_IS_COUNTED = re.compile(
    r"\s?(?:[件条宗起份项次个笔人，。；、,;]|万?元[，。；、,;])"
)  # a figure of a sentence


def unflattened(blocks: tuple[Block, ...], editions: Mapping[str, Edition]) -> tuple[Block, ...]:
    """The blocks; of a paragraph with several numbered headings of the form each is one of its own."""
    if not any(isinstance(block, Paragraph) and len(block.text) >= _SHORTEST for block in blocks):
        return blocks
    heading = heading_of(editions)
    return tuple(part for block in blocks for part in _parts(block, heading))


def without_tables(blocks: Iterable[Block], lexicon: Lexicon) -> tuple[Block, ...]:
    """The blocks without the rows of the form that paragraphs hold."""
    return tuple(rest for block in blocks for rest in _prose(block, lexicon))


def heading_of(editions: Mapping[str, Edition]) -> re.Pattern[str]:
    """What finds a numbered heading of a section; its first group is the number."""
    return _of_package() if editions is load() else _heading(editions.values())


@cache
def _of_package() -> re.Pattern[str]:
    return _heading(load().values())


def _heading(editions: Iterable[Edition]) -> re.Pattern[str]:
    """A numbered heading, which no comma follows: that is a sentence which names the sections."""
    words = {w for e in editions for section in e.sections for w in (section.heading, *section.aliases)}
    known = "|".join(re.escape(heading) for heading in sorted(words, key=len, reverse=True))
    return re.compile(rf"([一二三四五六七八九十])\s?[、.．]\s?(?:{known})(?![，、；;,。和及与的])")


def _parts(block: Block, heading: re.Pattern[str]) -> Iterator[Block]:
    text = block.text if isinstance(block, Paragraph) else ""
    found = list(heading.finditer(text)) if _SHORTEST <= len(text) <= _LONGEST else []
    if len({match[1] for match in found}) < _FEWEST_HEADINGS:
        yield block
        return
    ends = [*(match.start() for match in found[1:]), len(text)]
    yield from _paragraphs(text[: found[0].start()])
    for match, end in zip(found, ends, strict=True):
        yield Paragraph(match[0])
        yield from _paragraphs(text[match.end() : end])


def _prose(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    rows = list(_rows(block.text, lexicon)) if isinstance(block, Paragraph) else []
    if not isinstance(block, Paragraph) or not rows:
        yield block
        return
    position = 0
    for start, end in [*rows, (len(block.text), 0)]:
        yield from _paragraphs(block.text[position:start].rstrip("（( "))
        position = end


def _rows(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where rows of the form stand in a text: label and figures, from first to last character."""
    if len(text) > _LONGEST:
        return
    for strip in strips(text):
        start = labels_start(strip, lexicon)
        if start is not None and not _IS_COUNTED.match(text, strip.end):
            yield strip.start + start, strip.end


def _paragraphs(text: str) -> Iterator[Paragraph]:
    if any(character.isalnum() for character in text):
        yield Paragraph(text.strip())
