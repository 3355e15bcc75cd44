"""One printed row, looked at once: its cells, what sort of thing each prints and what labels may mean."""

from __future__ import annotations

from collections.abc import Iterator

from extract.grid import Cell, Grid
from extract.lexicon import NO_ENTRY, Entry, Kind, Lexicon, Word
from extract.numbers import Kind as Printed
from extract.numbers import kind_of


class Line:
    """A row of a grid; a cell that covers several columns stands once."""

    __slots__ = ("cells", "entries", "index", "kinds")

    def __init__(self, index: int, cells: list[Cell], kinds: list[Printed], entries: list[Entry]) -> None:
        self.index = index
        self.cells = cells
        self.kinds = kinds
        self.entries = entries

    @property
    def is_blank_or_rule(self) -> bool:
        """Whether nothing is printed, or only the dashes of a Markdown rule."""
        printed = [cell for cell, kind in zip(self.cells, self.kinds, strict=True) if kind]
        if not printed:
            return True
        return all(len(cell.text) > 1 and not cell.text.strip("-:") for cell in printed)

    @property
    def has_numbers(self) -> bool:
        """Whether any cell prints a number."""
        return Printed.NUMBER in self.kinds

    @property
    def is_known(self) -> bool:
        """Whether any cell is a label of the form."""
        return any(entry.words for entry in self.entries)

    @property
    def is_header(self) -> bool:
        """Whether the row prints column labels: two of them, or one that is no row's label as well."""
        if self.has_numbers:
            return False
        columns = [entry for entry in self.entries if entry.of(Kind.COLUMN)]
        return len(columns) > 1 or any(not entry.of(Kind.ROW) for entry in columns)

    @property
    def label_positions(self) -> list[int]:
        """Where labels of rows stand in front of the first number."""
        end = self.kinds.index(Printed.NUMBER) if self.has_numbers else len(self.kinds)
        return [n for n in range(end) if self.entries[n].of(Kind.ROW)]

    @property
    def first_printed(self) -> int:
        """The position of the first cell that is not blank; the row must have one."""
        return next(n for n, kind in enumerate(self.kinds) if kind)

    def words(self, *kinds: Kind) -> Iterator[Word]:
        """The meanings of some kinds, in the order printed."""
        return (word for entry in self.entries for word in entry.words if word.kind in kinds)

    def columns_of(self, table: str) -> list[tuple[Entry, Cell]]:
        """The cells that are column labels of one table."""
        return [
            (entry, cell)
            for entry, cell in zip(self.entries, self.cells, strict=True)
            if any(word.kind is Kind.COLUMN and word.table == table for word in entry.words)
        ]

    def is_label(self, position: int) -> bool:
        """Whether a cell prints words, no figure."""
        return position < len(self.kinds) and self.kinds[position] is Printed.TEXT

    def is_figures(self, start: int, *, needs_number: bool) -> bool:
        """Whether the cells from ``start`` on are figures: at most half of them words."""
        kinds = self.kinds[start:]
        if not kinds or (needs_number and Printed.NUMBER not in kinds):
            return False
        return 2 * kinds.count(Printed.TEXT) <= len(kinds)


def read_line(grid: Grid, index: int, lexicon: Lexicon) -> Line:
    """Look at one row of a grid."""
    cells: list[Cell] = []
    last = None
    for cell in grid.rows[index]:
        if cell is not None and cell is not last:
            cells.append(cell)
        last = cell
    kinds = [kind_of(cell.text) for cell in cells]
    text = Printed.TEXT
    find = lexicon.find
    entries = [find(cell.text) if kind is text else NO_ENTRY for cell, kind in zip(cells, kinds, strict=True)]
    return Line(index, cells, kinds, entries)
