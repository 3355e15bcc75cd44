"""One printed row, looked at once: its cells, what sort of thing each prints and what labels may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.grid import Cell, Grid
from extract.lexicon import NO_ENTRY, Entry, Kind, Lexicon, Word
from extract.numbers import Kind as Printed
from extract.numbers import kind_of

_TEXT = Printed.TEXT
_NUMBER = Printed.NUMBER
_ROW, _COLUMN = Kind.ROW, Kind.COLUMN  # looking a member up takes longer than comparing it
_new = tuple.__new__  # half the time of Look(...), and a report has a hundred
_MOST_LABELS = 10_000  # distinct texts of one document; a report prints some hundreds


class Look(NamedTuple):
    """What is printed in a cell, and what it may be a label of."""

    kind: Printed
    entry: Entry


class Line:
    """A row of a grid; a cell that covers several columns stands once."""

    __slots__ = ("cells", "entries", "has_numbers", "index", "is_known", "kinds", "labels")

    def __init__(self, index: int, cells: list[Cell], looks: list[Look]) -> None:
        self.index = index
        self.cells = cells
        self.kinds: Sequence[Printed]
        self.entries: Sequence[Entry]
        self.kinds, self.entries = zip(*looks, strict=True) if looks else ((), ())
        self.has_numbers = _NUMBER in self.kinds
        labels = 0
        for entry in self.entries:
            labels |= entry.kinds
        self.labels = labels  # the kinds of label in the row, as flags of `lexicon.Kind`
        self.is_known = labels != 0

    @property
    def is_blank_or_rule(self) -> bool:
        """Whether nothing is printed, or only the dashes of a Markdown rule."""
        if self.has_numbers or _TEXT in self.kinds:
            return False
        printed = [cell for cell, kind in zip(self.cells, self.kinds, strict=True) if kind]
        return all(len(cell.text) > 1 and not cell.text.strip("-:") for cell in printed)

    @property
    def is_header(self) -> bool:
        """Whether the row prints column labels: two of them, or one that is no row's label as well."""
        if self.has_numbers or not self.labels & _COLUMN:
            return False
        columns = [entry.kinds for entry in self.entries if entry.kinds & _COLUMN]
        return len(columns) > 1 or not columns[0] & _ROW

    @property
    def label_positions(self) -> list[int]:
        """Where labels of rows stand in front of the first number, the last one first."""
        if not self.labels & _ROW:
            return []
        end = self.kinds.index(_NUMBER) if self.has_numbers else len(self.kinds)
        return [n for n in range(end - 1, -1, -1) if self.entries[n].kinds & _ROW]

    @property
    def first_printed(self) -> int:
        """The position of the first cell that is not blank; the row must have one."""
        return next(n for n, kind in enumerate(self.kinds) if kind)

    def words(self, kinds: int) -> Iterator[Word]:
        """The meanings of some kinds (flags), in the order printed."""
        if not self.labels & kinds:
            return iter(())
        return (word for entry in self.entries for word in entry.words if word.kind & kinds)

    def columns_of(self, table: str) -> list[tuple[Entry, Cell]]:
        """The cells that are column labels of one table."""
        return [
            (entry, cell)
            for entry, cell in zip(self.entries, self.cells, strict=True)
            if any(word.kind == _COLUMN and word.table == table for word in entry.words)
        ]

    def is_label(self, position: int) -> bool:
        """Whether a cell prints words, no figure."""
        return position < len(self.kinds) and self.kinds[position] is _TEXT

    def is_figures(self, start: int, *, needs_number: bool) -> bool:
        """Whether the cells from ``start`` on are figures: at most half of them words."""
        kinds = self.kinds[start:]
        if not kinds or (needs_number and _NUMBER not in kinds):
            return False
        return 2 * kinds.count(_TEXT) <= len(kinds)


class LineReader:
    """Looks at rows; what was seen once in a document is not looked at again.

    ``unread`` counts the distinct texts beyond `_MOST_LABELS`, which were not looked up as labels.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._find = lexicon.find
        self._seen: dict[str, Look] = {}
        self._labels = 0
        self.unread = 0

    def read(self, grid: Grid, index: int) -> Line:
        """Look at one row of a grid."""
        cells: list[Cell] = []
        looks: list[Look] = []
        last, seen = None, self._seen
        for cell in grid.rows[index]:
            if cell is not None and cell is not last:
                cells.append(cell)
                text = cell[0]
                looks.append(seen[text] if text in seen else self._look(text))
            last = cell
        return Line(index, cells, looks)

    def _look(self, text: str) -> Look:
        kind = kind_of(text)
        look = self._seen[text] = _new(Look, (kind, self.entry(text) if kind is _TEXT else NO_ENTRY))
        return look

    def entry(self, text: str) -> Entry:
        """What a text may be a label of; none once too many were looked up."""
        self._labels += 1
        if self._labels <= _MOST_LABELS:
            return self._find(text)
        self.unread += 1
        return NO_ENTRY
