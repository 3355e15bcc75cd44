"""Grids of the layout ``list`` into claims: label, unit and a figure a column, an indicator a row.

The label may stand in up to three columns (block, indicator, 其中) behind a column of codes (01 … 35); the
last label of a row names it.  A row that no edition names is claimed under its printed label.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.claims import UNNAMED, Claim, Header, Leftover, Scan
from extract.grid import Cell, Grid
from extract.indicators import UNITS, Indicators, core_of
from extract.lexicon import Entry, How, Word
from extract.numbers import Kind, kind_of

_LOOKED_AT = 8  # rows that tell whether a grid is a list
_WIDEST = 9  # cells: three levels of labels, code, unit and some years of figures
_ENOUGH_UNITS = 2
_ENOUGH_ROWS = 2  # rows with labels that are known make a grid with units a list …
_ENOUGH_LABELS = 3  # … and so many one without
_LONGEST_LABEL = 80
_BARE = ("", "其中")


class ListScanner:
    """Walks the grids of one document; a list may go on in the next grid without its header."""

    def __init__(self, labels: Indicators) -> None:
        self._labels = labels
        self._header: Header | None = None
        self._last = ""
        self.found = Scan()

    def take(self, grid: Grid) -> bool:
        """Read one grid if it is a list; whether it was."""
        if self._labels.is_empty or not self._is_list(grid):
            return False
        self.found.statutory.add(grid.index)
        for index in range(len(grid.rows)):
            cells = cells_of(grid, index)
            if any(kind_of(cell.text) for cell in cells):
                self._take_row(grid, index, cells)
        return True

    def _is_list(self, grid: Grid) -> bool:
        """A cheap look first: most grids have no column of units and no label of an indicator."""
        if min(map(len, grid.rows[:_LOOKED_AT]), default=0) > _WIDEST:
            return False
        head = [cells_of(grid, index) for index in range(min(_LOOKED_AT, len(grid.rows)))]
        units = sum(cell.text in UNITS for cells in head for cell in cells)
        if units < _ENOUGH_UNITS and self._known_rows(head) < _ENOUGH_LABELS:
            return False
        every = [cells_of(grid, index) for index in range(len(grid.rows))]
        return self._known_rows(every) >= _ENOUGH_ROWS

    def _known_rows(self, rows: Sequence[Sequence[Cell]]) -> int:
        known: set[str] = set()
        for cells in rows:
            label = _label_of(cells[: _first_value(cells)])
            known.update(word.code for word in (self._labels.rows(label.text) if label else ())[:1])
        return len(known)

    def _take_row(self, grid: Grid, index: int, cells: list[Cell]) -> None:
        start = _first_value(cells)
        label = _label_of(cells[:start])
        if self._is_header(cells, label):
            self._take_header(grid, cells)
        elif label is not None and self._is_indicator(cells, start, label):
            unit = next((cell.text for cell in cells[:start] if cell.text in UNITS), "")
            self._claim(grid, index, label, unit, cells[start:])
        elif label is None or core_of(label.text) not in self._labels.silent:
            has_numbers = any(kind_of(cell.text) is Kind.NUMBER for cell in cells)
            self.found.leftovers.append(Leftover(grid, cells, has_numbers))

    def _is_indicator(self, cells: Sequence[Cell], start: int, label: Cell) -> bool:
        """Whether a row has figures, blank ones too; a strange label without unit and figure is a heading."""
        if start >= len(cells):
            return False
        is_printed = cells[start - 1].text in UNITS or any(kind_of(cell.text) for cell in cells[start:])
        return is_printed or bool(self._labels.rows(label.text))

    def _is_header(self, cells: Sequence[Cell], label: Cell | None) -> bool:
        if any(core_of(cell.text) in self._labels.stubs for cell in cells if cell.text):
            return True
        names_row = label is not None and bool(self._labels.rows(label.text))
        return not names_row and any(self._labels.column(cell.text).words for cell in cells)

    def _take_header(self, grid: Grid, cells: Sequence[Cell]) -> None:
        columns = [(entry, cell) for cell in cells if (entry := self._labels.column(cell.text)).words]
        if columns:
            self._header = Header(_table(columns), grid.index, columns)

    def _claim(self, grid: Grid, index: int, label: Cell, unit: str, values: list[Cell]) -> None:
        word = self._word(label)
        if word is None:
            self.found.leftovers.append(Leftover(grid, [label, *values], True))
            return
        header = self._header if self._header and self._header.table == word.table else None
        how = How.NONE if word.code.startswith(UNNAMED) else How.EXACT
        self.found.claims.append(
            Claim(
                grid, index, word.table, word.block, word.code, values, label, header, how, False, unit=unit
            )
        )

    def _word(self, label: Cell) -> Word | None:
        words = self._labels.rows(label.text)
        if words:
            word = self._labels.next_after(words, self._last)
            self._last = word.code
            return word
        before = next((claim for claim in reversed(self.found.claims)), None)
        first = self._labels.first
        if len(label.text) > _LONGEST_LABEL or first is None:
            return None
        table, block = (before.table, before.block) if before else (first.table, first.block)
        return first._replace(table=table, block=block, code=UNNAMED + label.text)


def cells_of(grid: Grid, index: int) -> list[Cell]:
    """The printed cells of a row, one that covers several columns once."""
    cells: list[Cell] = []
    for cell in grid.rows[index]:
        if cell is not None and not (cells and cells[-1] is cell):
            cells.append(cell)
    return cells


def _first_value(cells: Sequence[Cell]) -> int:
    """Where the figures begin: behind the unit, else at the first cell behind the words."""
    words = [n for n, cell in enumerate(cells) if kind_of(cell.text) is Kind.TEXT]
    units = [n for n in words if cells[n].text in UNITS and n]
    if units:
        return units[0] + 1
    start = words[0] if words else 0
    return next((n for n in range(start, len(cells)) if n not in words), len(cells))


def _label_of(cells: Sequence[Cell]) -> Cell | None:
    """The last words in front of the figures that are no unit and no bare 其中."""
    for cell in reversed(cells):
        if kind_of(cell.text) is Kind.TEXT and cell.text not in UNITS and core_of(cell.text) not in _BARE:
            return cell
    return None


def _table(columns: Sequence[tuple[Entry, Cell]]) -> str:
    return columns[0][0].words[0].table
