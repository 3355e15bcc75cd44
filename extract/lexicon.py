"""Every label of every edition in one index: what may a printed cell be a label of?

A label is looked up exactly, then after its inner enumerators (a cell that runs group and row together),
then as a truncated one, then as a near miss of one or two characters (recognition errors).  The
index gives all that the label may mean; the form's hierarchy and order decide (`scan`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple

from extract.editions import Block, Edition, Named, Row, Table, load
from extract.editions.model import LIST
from extract.labels import enumerated_parts, fold, normalise, split

_LONGEST_LABEL = 60
_LONGEST_PRINTED = 600  # of a label with all that is folded away: white space, what Word leaks
_SHORTEST_PREFIX = 3
_SHORTEST_GUESS = 5
_LONG = 8  # from so many characters on, two of them may be misprinted
_MEMO_SIZE = 20_000


class Kind(IntEnum):
    """What a label stands for on the form, as flags: one label may stand for several."""

    ROW = 1
    COLUMN = 2
    GROUP = 4  # a heading over rows: （三）不予公开
    TITLE = 8  # the head of a block: 第二十条第（一）项
    STUB = 16  # printed words that carry no figure: 信息内容


class How(StrEnum):
    """How a label was recognised."""

    EXACT = "exact"
    INNER = "inner"
    TRUNCATED = "truncated"
    SIMILAR = "similar"
    NONE = "none"


class Word(NamedTuple):
    """One meaning of a label: its place on the form, in the words of the editions."""

    kind: Kind
    table: str
    block: str
    code: str
    group: str = ""
    mark: str = ""
    order: int = 0
    splits: bool = False


class Entry(NamedTuple):
    """What a printed label may mean: ``kinds`` at a glance; ``mark`` is the enumerator printed with it."""

    words: tuple[Word, ...]
    mark: str
    how: How
    kinds: int
    by_kind: Mapping[Kind, tuple[Word, ...]]

    def of(self, kind: Kind) -> tuple[Word, ...]:
        """The meanings of one kind."""
        return self.by_kind.get(kind, ())


def entry_of(words: tuple[Word, ...], mark: str, how: How) -> Entry:
    """The entry of some meanings."""
    kinds = dict.fromkeys(word.kind for word in words)
    by_kind = {kind: tuple(word for word in words if word.kind == kind) for kind in kinds}
    return Entry(words, mark, how, sum(kinds), by_kind)


NO_ENTRY = entry_of((), "", How.NONE)


class Lexicon:
    """The index over a set of editions; looking up the same text again is one dict hit."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        words: dict[str, dict[Word, None]] = defaultdict(dict)
        for edition in editions:
            for core, word in _words(edition):
                words[core].setdefault(word)
        self._words: Mapping[str, tuple[Word, ...]] = {core: _merged(found) for core, found in words.items()}
        self._characters = frozenset("".join(self._words))
        self._memo: dict[str, Entry] = {}

    @property
    def cores(self) -> Iterable[str]:
        """Every label as it is compared."""
        return self._words

    def find(self, text: str) -> Entry:
        """All meanings of a printed text; none for text too long to be a label of the form."""
        if len(text) > _LONGEST_PRINTED:
            return NO_ENTRY
        entry = self._memo.get(text)
        if entry is None:
            if len(self._memo) >= _MEMO_SIZE:
                self._memo.clear()
            entry = self._memo[text] = self._look_up(text)
        return entry

    def _look_up(self, text: str) -> Entry:
        folded = fold(text)
        if not folded or len(folded) > _LONGEST_LABEL:
            return NO_ENTRY
        label = split(folded)
        if words := self._words.get(label.core):
            return entry_of(words, label.mark, How.EXACT)
        inner = enumerated_parts(folded)[-1]
        if words := self._words.get(inner.core):
            return entry_of(words, inner.mark, How.INNER)
        words, how = self._near(label.core)
        return entry_of(words, label.mark, how)

    def _near(self, core: str) -> tuple[tuple[Word, ...], How]:
        """The words of a label that is cut off or misprinted; a strange character rules most texts out."""
        strange = len(set(core) - self._characters)
        if len(core) >= _SHORTEST_PREFIX and not strange and (words := self._truncated(core)):
            return words, How.TRUNCATED
        allowed = 1 if len(core) < _LONG else 2
        if len(core) >= _SHORTEST_GUESS and strange <= allowed and (words := self._similar(core, allowed)):
            return words, How.SIMILAR
        return (), How.NONE

    def _truncated(self, core: str) -> tuple[Word, ...]:
        """What begins with the core, or the only label that contains it where it is long enough."""
        if words := _joined(words for known, words in self._words.items() if known.startswith(core)):
            return words
        if len(core) < _SHORTEST_GUESS:
            return ()
        found = _joined(words for known, words in self._words.items() if core in known)
        return found if len({(word.table, word.block, word.code) for word in found}) == 1 else ()

    def _similar(self, core: str, allowed: int) -> tuple[Word, ...]:
        near = [known for known in self._words if _differ_at_most(core, known, allowed)]
        return self._words[near[0]] if len(near) == 1 else ()


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The index over the editions of the package."""
    return Lexicon(load().values())


def _words(edition: Edition) -> Iterator[tuple[str, Word]]:
    for table in (table for table in edition.tables if table.layout != LIST):
        yield from _plain(Kind.STUB, table, table.stubs)
        for group in table.groups:
            yield from _named(group, Kind.GROUP, table)
        order = 0
        for block in table.blocks:
            yield from _plain(Kind.TITLE, table, block.titles, block.code)
            for column in block.columns:
                yield from _named(column, Kind.COLUMN, table, block)
            for row in block.rows:
                order += 1
                yield from _named(row, Kind.ROW, table, block, order)


def _plain(kind: Kind, table: Table, labels: Iterable[str], block: str = "") -> Iterator[tuple[str, Word]]:
    for label in labels:
        yield normalise(label).core, Word(kind, table.code, block, block or label)


def _named(
    item: Named, kind: Kind, table: Table, block: Block | None = None, order: int = 0
) -> Iterator[tuple[str, Word]]:
    group, splits = (item.group, item.splits) if isinstance(item, Row) else ("", False)
    for printed in (item.label, *item.aliases):
        label = normalise(printed)
        place = block.code if block else ""
        yield label.core, Word(kind, table.code, place, item.code, group, label.mark, order, splits)


def _merged(words: Iterable[Word]) -> tuple[Word, ...]:
    """One word a meaning: editions differ in the order and marks of a row that is the same.

    The newest edition's word stands, and a word with a mark stands before one without.
    """
    merged: dict[tuple[Kind, str, str, str], Word] = {}
    for word in words:
        place = (word.kind, word.table, word.block, word.code)
        before = merged.get(place)
        merged[place] = word._replace(mark=word.mark or before.mark) if before else word
    return tuple(merged.values())


def _joined(found: Iterable[tuple[Word, ...]]) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(word for words in found for word in words))


def _differ_at_most(first: str, second: str, allowed: int) -> bool:
    """Whether the edit distance (Levenshtein 1966) of two labels is at most ``allowed``."""
    if abs(len(first) - len(second)) > allowed or len(set(first) ^ set(second)) > 2 * allowed:
        return False
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1] <= allowed
