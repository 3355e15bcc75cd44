"""Strips of text into grids of the layout ``list``: header, then label, unit and figures row by row.

Units and figures bound the labels, so that an indicator no edition knows is found as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.grid import Grid
from extract.indicators import UNITS, Indicators, core_of
from extract.lexicon import Word
from extract.loose import Strip, grid_of

_FEWEST_ROWS = 3
_WIDEST_GAP = 3  # rows that no edition knows between two that one does
_LONGEST_STRANGE = 40  # characters of a label that no edition knows
_NEAR = 400  # characters: the longest label with a header in front of it
_SENTENCE = re.compile(r"[，。；！？,;!?]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:\s*年(?!度|末))?")
_BY_LENGTH = sorted(UNITS, key=len, reverse=True)
_MOST_CODED = 0.8  # share of rows that prints its code


@dataclass(slots=True)
class _Row:
    """One strip as a row: words of the header in front of its label, label, unit, figures."""

    head: list[str]
    label: str
    unit: str
    words: tuple[Word, ...]
    values: list[str]
    is_alone: bool = False

    @property
    def is_known(self) -> bool:
        """Whether this is a row of a list for certain: a sentence prints no unit in front of its figure."""
        return bool(self.words and self.values and (self.unit or self.head or self.is_alone))

    @property
    def may_be_strange(self) -> bool:
        """Whether this may be an indicator that no edition knows, and is no prose."""
        is_short = 0 < len(self.label) <= _LONGEST_STRANGE and not _SENTENCE.search(self.label)
        return is_short and bool(self.values and self.unit)


def list_grids(found: Sequence[Strip], labels: Indicators, index: int) -> Iterator[Grid]:
    """Each list that the strips print as one grid."""
    if labels.is_empty:
        return
    rows = [_row(strip, labels) for strip in _with_whole_labels(found, labels)]
    for first, last in _clusters(rows):
        chosen = rows[first : last + 1]
        before = rows[first - 1] if first else None
        if _codes_stripped(chosen, before, labels) and before and not chosen[0].head:
            chosen[0].head = before.head or _head(before.label.split(), labels)
        is_run_together = not any(strip.is_cell_a_line for strip in found[first : last + 1])
        yield grid_of(_lines(chosen), index, is_run_together=is_run_together)
        index += 1


def _with_whole_labels(found: Sequence[Strip], labels: Indicators) -> list[Strip]:
    """The strips, but a label that ends in a digit (免予公开范围1) whole again."""
    whole: list[Strip] = []
    for strip in found:
        above = whole[-1] if whole else None
        if above and strip.words.strip() in UNITS and len(above.numbers) == 1:
            label = above.words + above.numbers[0]
            if labels.rows(label.split()[-1]):
                whole[-1] = Strip(label + strip.words, strip.lines)
                continue
        whole.append(strip)
    return whole


def _row(strip: Strip, labels: Indicators) -> _Row:
    # The label stands right in front of its figures; what is farther off is prose.
    words, unit = _without_unit(strip.words[-_NEAR:].split(), labels)
    for start in range(len(words)):
        label = " ".join(words[start:])
        if known := labels.rows(label):
            head = _head(words[:start], labels)
            return _Row(head, label, unit, known, strip.numbers, start == 0)
        head, label = _peeled("".join(words[start:]), labels)
        if head and (known := labels.rows(label)):
            return _Row([*_head(words[:start], labels), *head], label, unit, known, strip.numbers)
    head, label = _peeled("".join(words), labels) if words else ([], "")
    return _Row([] if label else head, " ".join(words), unit, (), strip.numbers)


def _head(words: list[str], labels: Indicators) -> list[str]:
    """The words of a header among those in front of a label: from the first that is one on."""
    start = (n for n, word in enumerate(words) if core_of(word) in labels.stubs or labels.column(word).words)
    return words[next(start, len(words)) :]


def _without_unit(words: list[str], labels: Indicators) -> tuple[list[str], str]:
    """The words and the unit behind them, which may stand right behind the label."""
    if len(words) > 1 and words[-1] in UNITS:
        return words[:-1], words[-1]
    last = words[-1] if words else ""
    for unit in _BY_LENGTH:
        bare = last.removesuffix(unit)
        if bare not in ("", last) and not labels.rows(last) and (labels.rows(bare) or bare[-1] in "数额"):
            return [*words[:-1], bare], unit
    return words, ""


def _peeled(text: str, labels: Indicators) -> tuple[list[str], str]:
    """The words of a header that stand right in front of a label, and the label."""
    head: list[str] = []
    printed = sorted({*labels.silent, *labels.headings}, key=len, reverse=True)
    while text:
        year = _YEAR.match(text)
        word = year[0] if year else next((core for core in printed if core and text.startswith(core)), "")
        if not word:
            break
        head.append(word)
        text = text[len(word) :]
    return head, text


def _clusters(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """First and last row of every list: known rows close to each other, and strange ones right behind.

    What stands in front of a header is prose.
    """
    known = [n for n, row in enumerate(rows) if row.is_known]
    while known:
        size = next((n for n in range(1, len(known)) if _parts(rows, known[n - 1], known[n])), len(known))
        first, last = known[0], known[size - 1]
        known = known[size:]
        while last + 1 < len(rows) and rows[last + 1].may_be_strange:
            last += 1
        if size >= _FEWEST_ROWS:
            yield first, last


def _parts(rows: Sequence[_Row], above: int, below: int) -> bool:
    """Whether a list ends between two known rows: prose stands there, or a header in front of the second."""
    return below - above > _WIDEST_GAP or len(rows[below].head) > 1


def _codes_stripped(rows: Sequence[_Row], before: _Row | None, labels: Indicators) -> bool:
    """Take the code that a form prints in front of a row (01 … 35) off the figures of the row above."""
    above = [before, *rows[:-1]]
    coded = [
        (row, code)
        for row, below in zip(above, rows, strict=True)
        if row and row.values and below.words and (code := labels.numbers.get(below.words[0].code))
    ]
    with_code = [(row, code) for row, code in coded if row.values[-1].endswith(code)]
    if len(with_code) < max(_FEWEST_ROWS, _MOST_CODED * len(coded)) or not _is_number_01(before, with_code):
        return False
    for row, code in with_code:
        rest = row.values.pop().removesuffix(code)
        row.values += [rest] if rest else []
    return True


def _is_number_01(before: _Row | None, with_code: Sequence[tuple[_Row, str]]) -> bool:
    """Whether the code of the first row stands in front of it: else the numbers are figures."""
    return before is not None and any(row is before for row, _ in with_code)


def _lines(rows: Sequence[_Row]) -> Iterator[list[str]]:
    for row in rows:
        if len(row.head) > 1:
            yield row.head
        if row.label and row.values and (row.words or row.may_be_strange or core_of(row.label)):
            yield [row.label, *([row.unit] if row.unit else []), *row.values]
