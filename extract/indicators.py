"""Labels of the statistics tables (layout ``list``): which indicator does a printed label name?

Lists print an indicator a row in free wording: 其中 in front, enumerators of any kind, 数, 总数 or 数量
behind.  A label is compared without these, and only exactly: of two indicators that differ by one
character (同意公开, 不同意公开) a likeness says nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from extract.editions import Edition, load
from extract.editions.model import LIST, Named, Table
from extract.labels import fold, split
from extract.lexicon import NO_ENTRY, Entry, How, Kind, Word, entry_of

UNITS = frozenset(
    ["条", "件", "次", "人次", "元", "万元", "篇", "个", "人", "份", "宗", "部", "项", "起", "期", "场"]
)
_LONGEST = 600  # characters of a printed label, as in `extract.lexicon`; longer text is none
_IN_WHICH = re.compile(r"其中(?:[:,、]|(?=[0-9(（一二三]))")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|$)")
_BEHIND = re.compile(r"(?:总数|数量|数)$")


@lru_cache(maxsize=4096)
def core_of(text: str) -> str:
    """What a label is compared by: ``其中：1、政府网站公开数（条）`` is ``政府网站公开``."""
    return _core_of(text) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=16384)
def _core_of(text: str) -> str:
    folded = fold(text)
    found = _IN_WHICH.match(folded)
    core = _YEAR.sub("", split(folded[found.end() :] if found else folded).core)
    return _BEHIND.sub("", core) or core


class Indicators:
    """The labels of every table of the layout ``list``, over a set of editions."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._rows: dict[str, tuple[Word, ...]] = defaultdict(tuple)
        self._columns: dict[str, tuple[Word, ...]] = defaultdict(tuple)
        self._orders: list[dict[str, int]] = []
        self.silent: set[str] = set()  # cores of printed words that carry no figure
        self.stubs: set[str] = set()  # cores of the words that only the head of a list prints
        self.numbers: dict[str, str] = {}  # the code that a form prints in front of a row, by the row's
        for edition in editions:
            for table in edition.tables:
                if table.layout == LIST:
                    self._learn(table)

    @property
    def is_empty(self) -> bool:
        """Whether no edition has a list."""
        return not self._rows

    @property
    def headings(self) -> Iterable[str]:
        """The labels of columns, as they are compared."""
        return self._columns

    @property
    def row_cores(self) -> Iterable[str]:
        """The labels of indicators, as they are compared."""
        return self._rows

    @property
    def first(self) -> Word | None:
        """The first indicator of all, None where no edition has a list."""
        return next((words[0] for words in self._rows.values() if words), None)

    def rows(self, text: str) -> tuple[Word, ...]:
        """The indicators that a label may name."""
        return self._rows.get(core_of(text), ())

    def column(self, text: str) -> Entry:
        """The column that a label of the header names."""
        words = self._columns.get(core_of(text), ())
        return entry_of(words, "", How.EXACT) if words else NO_ENTRY

    def next_after(self, words: Iterable[Word], last: str) -> Word:
        """Of several indicators with one label (其他情形数) the next after the row ``last`` of a form."""
        candidates = list(words)
        for order in self._orders if len(candidates) > 1 else ():
            if last in order and all(word.code in order for word in candidates):
                return min(candidates, key=lambda word: (order[word.code] <= order[last], order[word.code]))
        return candidates[0]

    def _learn(self, table: Table) -> None:
        self.stubs.update(map(core_of, table.stubs))
        self.silent.update(map(core_of, (table.title, *table.stubs)))
        for group in table.groups:
            self.silent.update(map(core_of, (group.label, *group.aliases)))
        order: dict[str, int] = {}
        for block in table.blocks:
            for column in block.columns:
                self._name(self._columns, column, Word(Kind.COLUMN, table.code, block.code, column.code))
            for row in block.rows:
                order[row.code] = len(order)
                self.numbers.setdefault(row.code, row.number)
                self._name(self._rows, row, Word(Kind.ROW, table.code, block.code, row.code))
        self._orders.append(order)

    @staticmethod
    def _name(index: dict[str, tuple[Word, ...]], named: Named, word: Word) -> None:
        for label in (named.label, *named.aliases):
            core = core_of(label)
            if word not in index[core]:
                index[core] += (word,)


@lru_cache(maxsize=1)
def _packaged() -> Indicators:
    return Indicators(load().values())


def indicators(editions: Mapping[str, Edition]) -> Indicators:
    """The index over some editions; that over the editions of the package is made once."""
    return _packaged() if editions is load() else Indicators(editions.values())
