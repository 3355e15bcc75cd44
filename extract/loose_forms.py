"""Strips of text into grids of the statutory form: told by its labels, each next to the one before.

A label counts only where nothing else stands between it and the label, number or line break before it:
行政处罚35件 in a sentence is prose.  Prose between tables is left to the sections.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.grid import Grid
from extract.labels import plain
from extract.lexicon import Entry, Kind, Lexicon
from extract.loose import Strip, grid_of

_FEWEST_ROWS = 3
_FEWEST_DIGITS = 5  # behind the headings of a banner
_SHORTEST_CUT, _LONGEST_CUT = 8, 60  # characters of a label that is cut
_LONGEST_STRANGE = 20  # characters; longer words without a label are prose
_SENTENCE = re.compile(r"[，。；！？,;!?]")
_MARK = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d\s?[、.．]")
_BOUNDARY = frozenset("|:：)）\"”'’、.．")
_OPENING = frozenset("(（“‘《[")
_HEADS = Kind.COLUMN | Kind.TITLE | Kind.STUB


class Segment(NamedTuple):
    """A label within some words, with its enumerator; ``is_last`` where nothing follows it."""

    text: str
    entry: Entry
    is_last: bool
    start: int


class Form(NamedTuple):
    """Lines of a form found in text, and how many rows and headings prove it."""

    lines: list[list[str]]
    rows: int
    heads: int


def form_grid(found: Sequence[Strip], lexicon: Lexicon, index: int) -> Grid | None:
    """The strips that print the form as one grid, None where too few do."""
    form = _form(found, lexicon)
    if form.rows < _FEWEST_ROWS or not form.heads:
        return None
    is_run_together = not any(strip.is_cell_a_line for strip in found)
    return grid_of(form.lines, index, is_run_together=is_run_together)


def _form(found: Sequence[Strip], lexicon: Lexicon) -> Form:
    lines: list[list[str]] = []
    strange: list[list[str]] = []  # what stands behind the last row may be prose as well
    rows = heads = 0
    for strip in found:
        segments = list(segments_of(strip.words, lexicon))
        heads += sum(bool(segment.entry.kinds & _HEADS) for segment in segments)
        last = segments[-1] if segments and segments[-1].is_last else None
        is_row = last is not None and _is_row(last.entry)
        figures = [last.text, *strip.numbers] if last and is_row else _banner(last, strip)
        if figures:
            lines += [*strange, *_headings(segments[:-1] if is_row else segments), figures]
            rows += _FEWEST_ROWS if not is_row else bool(strip.lines)
            strange = []
            continue
        lines += _headings(segments)
        strange += [] if last or not rows else _strange(strip)
    return Form(lines, rows, heads)


def labels_start(strip: Strip, lexicon: Lexicon) -> int | None:
    """Where in the words of a strip the labels in front of its figures begin; None where it is prose.

    Words with a full stop behind them are prose.
    """
    segments = list(segments_of(strip.words, lexicon))
    last = segments[-1] if segments and segments[-1].is_last else None
    if not strip.lines or last is None or not (_is_row(last.entry) or _banner(last, strip)):
        return None
    text = plain(strip.words)
    stop = max(text.rfind("。"), text.rfind("；")) + 1
    begin = next((segment.start for segment in segments if segment.start >= stop), stop)
    return begin if len(text) == len(strip.words) else strip.words.rfind("。") + 1


def _headings(segments: Sequence[Segment]) -> Iterator[list[str]]:
    """Labels without figures, each a line; one that may be a row's (其他, 总计) with the column before it."""
    line: list[str] = []
    for segment in segments:
        kinds = segment.entry.kinds
        if kinds == Kind.STUB:
            continue
        if line and not (kinds & Kind.COLUMN and kinds & Kind.ROW):
            yield line
            line = []
        line.append(segment.text)
    if line:
        yield line


def _is_row(entry: Entry) -> bool:
    return bool(entry.kinds & Kind.ROW) and (not entry.kinds & Kind.COLUMN or bool(entry.mark))


def _banner(last: Segment | None, strip: Strip) -> list[str]:
    """The figures below headings: a line of their own."""
    is_below = last is not None and bool(last.entry.kinds & Kind.COLUMN)
    return strip.numbers if is_below and sum(map(len, strip.numbers)) >= _FEWEST_DIGITS else []


def _strange(strip: Strip) -> list[list[str]]:
    """A row whose label no edition knows, kept to be reported; prose is not."""
    words = strip.words.strip()
    if not strip.lines or len(words) > _LONGEST_STRANGE or _SENTENCE.search(words):
        return []
    return [[words, *strip.numbers]]


def segments_of(words: str, lexicon: Lexicon) -> Iterator[Segment]:
    """The labels in some words, in order."""
    text, index = plain(words), _by_first(lexicon)
    position, start, is_boundary = 0, -1, True
    while position < len(text):
        mark = _MARK.match(text, position) if is_boundary else None
        core_end = 0 if mark else _longest(text, position, index) if is_boundary else 0
        if mark:
            start, position = (start if start >= 0 else position), mark.end()
            continue
        cut = _cut_label(text, position, lexicon, index) if is_boundary and core_end < len(text) else None
        if cut:
            begin = start if start >= 0 else position
            yield Segment(text[begin:].strip(), cut, is_last=True, start=begin)
            return
        if core_end:
            printed = text[start if start >= 0 else position : core_end].strip()
            is_last = not any(character.isalnum() for character in text[core_end:])
            yield Segment(printed, lexicon.find(printed), is_last, start if start >= 0 else position)
            position, start = core_end, -1
            continue
        character = text[position]
        is_boundary = character.isspace() or character in _BOUNDARY or (is_boundary and character in _OPENING)
        start = start if is_boundary else -1
        position += 1


def _cut_label(text: str, start: int, lexicon: Lexicon, index: Mapping[str, Sequence[str]]) -> Entry | None:
    """The row whose long label begins here and is cut by the end of the text: wrapped around figures."""
    if len(text) - start > _LONGEST_CUT:
        return None
    rest = "".join(filter(str.isalnum, text[start:]))
    if len(rest) < _SHORTEST_CUT:
        return None
    found = {core for core in index.get(text[start], ()) if core.startswith(rest) and len(core) > len(rest)}
    entries = [lexicon.find(core) for core in found]
    words = {word for entry in entries for word in entry.words}
    return entries[0] if entries and len(words) == len(entries[0].words) else None


@lru_cache(maxsize=4)
def _by_first(lexicon: Lexicon) -> Mapping[str, Sequence[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for core in sorted(lexicon.cores, key=len, reverse=True):
        index[core[:1]].append(core)
    return index


def _longest(text: str, start: int, index: Mapping[str, Sequence[str]]) -> int:
    """Where the longest label that begins here ends, 0 where none does."""
    return next((end for core in index.get(text[start], ()) if (end := _end(text, start, core))), 0)


def _end(text: str, start: int, core: str) -> int:
    """Where a label ends whose punctuation and blanks may be printed in any way, 0 if it is not there."""
    position = start
    for character in core:
        while position < len(text) and not text[position].isalnum():
            position += 1
        if position == len(text) or text[position] != character:
            return 0
        position += 1
    return position
