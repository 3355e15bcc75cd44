"""Grids into claims: which row of the form each printed row is, told by labels, hierarchy and order.

The scan walks a document's grids row by row and carries its context (open table, header, group) from one
grid to the next, so that a table may be split over grids, share a grid with others, or repeat its header.
It places no figure: a claim says what a row is and which cells stand behind its label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extract.claims import UNNAMED, Claim, Header, Leftover, Scan
from extract.editions.model import BANNER, Edition
from extract.grid import Cell, Grid
from extract.lexicon import Entry, How, Kind, Lexicon, Word
from extract.rows import Line, LineReader

_ROW, _COLUMN, _GROUP, _TITLE = Kind.ROW, Kind.COLUMN, Kind.GROUP, Kind.TITLE
_CONTEXT_KINDS = _TITLE | _GROUP
_BANNER_KINDS = _ROW | _GROUP
_ENOUGH = 5  # figures that make a row count as the form's without a header in front of it


class Scanner:
    """Walks the grids of one document, in reading order."""

    def __init__(self, lexicon: Lexicon, editions: Iterable[Edition]) -> None:
        self._lines = LineReader(lexicon)
        self._prose = LineReader(lexicon)
        self._banners = {
            table.code: table for edition in editions for table in edition.tables if table.layout == BANNER
        }
        self.found = Scan()
        self._table = ""
        self._titled = ""
        self._block = ""
        self._group = ""
        self._order = 0
        self._split: Word | None = None
        self._header: Header | None = None
        self._blank_banner: Claim | None = None

    def hear(self, text: str) -> None:
        """Take a short paragraph between grids as context where it is a group's label: （六）其他."""
        groups = self._prose.entry(text).of(_GROUP)
        if groups:
            self._group = groups[-1].code

    def take(self, grid: Grid) -> None:
        """Read one grid."""
        for index in range(len(grid.rows)):
            line = self._lines.read(grid, index)
            if not line.is_blank_or_rule:
                self._take_line(grid, line)
            elif line.cells and self._awaits_figures():
                self._blank_banner = self._blank_banner or self._banner_claim(grid, line, line.cells)

    def finish(self) -> Scan:
        """What was found, once every grid has been taken."""
        self.found.unread = self._lines.unread + self._prose.unread
        blank = self._blank_banner
        if blank and not any(claim.table == blank.table for claim in self.found.claims):
            self.found.claims.append(blank)
        return self.found

    def _take_line(self, grid: Grid, line: Line) -> None:
        self._note_context(grid, line)
        if line.is_header:
            self._take_header(grid, line)
        elif (claim := self._claim(grid, line)) is not None:
            self.found.claims.append(claim)
            if not claim.is_weak:
                self.found.statutory.add(grid.index)
        elif line.has_numbers or not line.is_known:
            self.found.leftovers.append(Leftover(grid, line.cells, line.has_numbers))

    def _note_context(self, grid: Grid, line: Line) -> None:
        if not line.labels & _CONTEXT_KINDS:
            return
        for word in line.words(_TITLE):
            self._table, self._block, self._header, self._split = word.table, word.block, None, None
            self._titled = word.table
            self.found.statutory.add(grid.index)
        for word in line.words(_GROUP):
            self._group = word.code

    def _take_header(self, grid: Grid, line: Line) -> None:
        counts: defaultdict[str, int] = defaultdict(int)
        for entry in line.entries:
            for table in {word.table for word in entry.of(_COLUMN)}:
                counts[table] += 1
        table = max(counts, key=lambda table: (counts[table], table == self._table))
        header = self._header
        if header is None or not header.takes(table, grid.index):
            header = self._header = Header(table, grid.index)
        header.cells += line.columns_of(table)
        if table in self._banners:
            header.rows.update(self._banner_cells(line))
        self._table = table
        if len(header.cells) > 1:
            self.found.statutory.add(grid.index)

    def _claim(self, grid: Grid, line: Line) -> Claim | None:
        if self._opens_banner(line):
            self._open_banner(grid, line)
            return None
        for position in line.label_positions:
            claim = self._row_claim(grid, line, position)
            if claim is not None:
                return claim
        return self._part_claim(grid, line) or self._figures_claim(grid, line)

    def _row_claim(self, grid: Grid, line: Line, position: int) -> Claim | None:
        entry = line.entries[position]
        values = line.cells[position + 1 :]
        word = self._choose(entry, len(values))
        if word is None or (entry.kinds & _GROUP and line.is_label(position + 1)):
            return None
        is_figures = line.is_figures(position + 1, needs_number=word.table in self._banners)
        if not is_figures and not self._is_unreadable(line, position + 1, word):
            return None
        self._enter(word)
        if word.splits and line.is_label(position + 1) and line.is_figures(position + 2, needs_number=False):
            return self._labelled_part(grid, line, position + 1, word)
        return self._made(grid, line, word, values, line.cells[position], entry.how)

    def _is_unreadable(self, line: Line, start: int, word: Word) -> bool:
        """Whether words stand where the header in force wants figures: 约三百件."""
        header = self._header
        if header is None or header.table != word.table or word.splits or word.table in self._banners:
            return False
        return line.index > 0 and start < len(line.cells) and not any(e.words for e in line.entries[start:])

    def _part_claim(self, grid: Grid, line: Line) -> Claim | None:
        """A row under a row that may be split, with a label of its own that no edition knows."""
        position = line.first_printed
        if self._split is None or not line.is_label(position):
            return None
        if line.entries[position].words or not line.is_figures(position + 1, needs_number=True):
            return None
        return self._labelled_part(grid, line, position, self._split)

    def _labelled_part(self, grid: Grid, line: Line, position: int, whole: Word) -> Claim:
        label = line.cells[position]
        word = whole._replace(code=UNNAMED + label.text, splits=False)
        return self._made(grid, line, word, line.cells[position + 1 :], label, How.NONE)

    def _figures_claim(self, grid: Grid, line: Line) -> Claim | None:
        """The line of figures under a banner; a word in front of it (件数) is no part of it."""
        if not self._awaits_figures():
            return None
        start = next((n for n in range(len(line.cells)) if not line.is_label(n)), len(line.cells))
        if not line.is_figures(start, needs_number=False):
            return None
        claim = self._banner_claim(grid, line, line.cells[start:])
        side = [word for word in line.words(_COLUMN) if word.table == self._table]
        if side:
            claim.column = side[0].code
        elif self._header:
            self._header.is_closed = True
        return claim

    def _banner_claim(self, grid: Grid, line: Line, values: list[Cell]) -> Claim:
        block = self._banners[self._table].blocks[0].code
        return Claim(grid, line.index, self._table, block, "", values, None, self._header, How.EXACT, False)

    def _awaits_figures(self) -> bool:
        header = self._header
        return header is not None and header.table in self._banners and not header.is_closed

    def _opens_banner(self, line: Line) -> bool:
        return not line.has_numbers and bool(line.labels & _BANNER_KINDS) and bool(self._banner_cells(line))

    def _banner_cells(self, line: Line) -> dict[str, Cell]:
        return {
            word.code: cell
            for entry, cell in zip(line.entries, line.cells, strict=True)
            for word in entry.words
            if word.table in self._banners and word.kind & _BANNER_KINDS
        }

    def _open_banner(self, grid: Grid, line: Line) -> None:
        table = next(word.table for word in line.words(_BANNER_KINDS) if word.table in self._banners)
        header = self._header
        if header is None or not header.takes(table, header.grid):
            header = self._header = Header(table, grid.index)
        self._table = table
        header.rows.update(self._banner_cells(line))
        self.found.statutory.add(grid.index)

    def _choose(self, entry: Entry, figures: int) -> Word | None:
        """The row that a label means here: its enumerator, then the open group, then the form's order.

        A bare 其他 or 总计, a column's label as well, is a row only within its table and with figures enough.
        """
        words = entry.of(_ROW)
        word = min(words, key=lambda word: self._distance(word, entry.mark)) if len(words) > 1 else words[0]
        if entry.kinds & _COLUMN and not entry.mark and (word.table != self._table or figures < _ENOUGH):
            return None
        return word

    def _distance(self, word: Word, mark: str) -> tuple[bool, int, int, int]:
        marks = 0 if word.mark == mark else 2 if word.mark and mark else 1
        groups = 0 if word.group == self._group else 2 if word.group else 1
        ahead = word.order - self._order
        return word.table != self._table, marks, groups, ahead if ahead > 0 else 1000 - ahead

    def _enter(self, word: Word) -> None:
        if self._header and self._header.table != word.table:
            self._header = None
        if self._titled != word.table:
            self._titled = ""
        if word.block != self._block:
            self._split = None
        self._table, self._block, self._order = word.table, word.block, word.order
        if word.splits:
            self._split = word

    def _made(self, grid: Grid, line: Line, word: Word, values: list[Cell], label: Cell, how: How) -> Claim:
        header = self._header
        if header:
            header.is_closed = True
        is_weak = header is None and not self._titled and len(values) < _ENOUGH
        return Claim(grid, line.index, word.table, word.block, word.code, values, label, header, how, is_weak)
