"""Tables without rules: columns where things stand under each other, rows around each line of figures.

Such columns are a guess, so that the grid says of itself that it is not aligned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.grid import Box, Cell, Grid
from extract.readers.folding import fold
from extract.readers.pdf.bands import Band, Fragment, PartedLine
from extract.readers.pdf.bands import bands as bands_of
from extract.readers.pdf.joining import begins_row
from extract.readers.pdf.text import TextLine, joined

_LEADING = 0.7  # of a line's height: a wider gap between two lines of a column parts cells
_Height = tuple[int, float]  # page and distance from its top
_OVERLAP = 1.0  # points that two things share to stand under each other


@dataclass(slots=True)
class _Column:
    """Where the fragments of one column stand."""

    left: float
    right: float
    has_figures: bool

    def holds(self, fragment: Fragment) -> bool:
        return min(self.right, fragment.right) - max(self.left, fragment.left) > _OVERLAP

    def widen(self, fragment: Fragment) -> None:
        self.left, self.right = min(self.left, fragment.left), max(self.right, fragment.right)


@dataclass(slots=True)
class _Entry:
    """What is printed in one column without a break: a figure, or the lines of a label.

    ``is_anchored`` says that figures stand in its last line.
    """

    column: int
    is_figure: bool
    is_anchored: bool
    lines: list[TextLine]

    @property
    def start(self) -> _Height:
        """Page and middle of the first line."""
        return self.lines[0].page, self.lines[0].middle

    @property
    def middle(self) -> _Height:
        """The middle of the entry, on its first page."""
        page = self.lines[0].page
        here = [line for line in self.lines if line.page == page]
        return page, (here[0].top + here[-1].bottom) / 2

    def covers(self, height: _Height) -> bool:
        """Whether a height on a page is within the entry."""
        page, middle = height
        here = [line for line in self.lines if line.page == page]
        return bool(here) and min(line.top for line in here) < middle < max(line.bottom for line in here)

    def is_beside(self, fragment: Fragment, columns: Sequence[_Column]) -> bool:
        """Whether a fragment of the same line is in the same column: a gap within a cell."""
        last = self.lines[-1]
        if last.right + last.size < fragment.left:
            return False
        return any(column.left <= last.left and fragment.right <= column.right for column in columns)

    def is_over(self, below: _Entry) -> bool:
        """Whether the other begins under the last line of this one."""
        last, first = self.lines[-1], below.lines[0]
        shared = min(last.right, first.right) - max(last.left, first.left)
        return shared > min(last.right - last.left, first.right - first.left) / 2

    def goes_on(self, below: _Entry, columns: Sequence[_Column]) -> bool:
        """Whether the lines below are of the same label."""
        last, first = self.lines[-1], below.lines[0]
        if begins_row(first.text) or (self.is_anchored and below.is_anchored):
            return False
        if last.page != first.page:
            return last.right > columns[self.column].right - last.size
        return first.top - last.bottom < _LEADING * last.size

    def take(self, below: _Entry) -> None:
        """Take the lines below as one's own."""
        self.lines += below.lines
        self.column = min(self.column, below.column)
        self.is_anchored = below.is_anchored


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The entries of a table row by row; ``zone`` is the first column of figures."""

    rows: list[list[_Entry]]
    columns: list[_Column]
    zone: int

    def grid(self, index: int) -> Grid:
        """The grid: blank cells only where figures are due."""
        boxes: dict[tuple[int, int], Box] = {}
        rows = [self._row(number, row, boxes) for number, row in enumerate(self.rows)]
        page = self.rows[0][0].lines[0].page
        return Grid(tuple(rows), index, is_aligned=False, page=page, boxes=boxes)

    def _row(
        self, number: int, row: list[_Entry], boxes: dict[tuple[int, int], Box]
    ) -> tuple[Cell | None, ...]:
        cells: list[Cell | None] = [None] * len(self.columns)
        if any(entry.is_figure for entry in row) or all(entry.column < self.zone for entry in row):
            for column in range(self.zone, len(cells)):
                cells[column] = Cell("", number, column)
        for column, group in groupby(sorted(row, key=lambda entry: entry.column), lambda entry: entry.column):
            entries = list(group)
            lines = [line for entry in entries for line in entry.lines]
            edges = self.columns[column]
            cells[column] = Cell(fold(joined(lines, edges.left, edges.right)), number, column)
            boxes[number, column] = _box(lines)
        return tuple(cells)


def find_tables(lines: Sequence[TextLine]) -> Iterator[AlignedTable | list[TextLine]]:
    """The lines in order: tables among them, and runs of prose."""
    for band in bands_of(lines):
        yield _table(band) if isinstance(band, Band) else band


def _table(band: Band) -> AlignedTable:
    columns = _columns([fragment for line in band.lines for fragment in line.fragments])
    rows = _rows(list(_entries(band.lines, columns)))
    return AlignedTable(rows, columns, _zone(rows))


def _zone(rows: Sequence[Sequence[_Entry]]) -> int:
    """The first column behind the labels of the rows that have figures."""
    zone = 0
    for row in rows:
        figures = [entry.column for entry in row if entry.is_figure]
        labels = [entry.column for entry in row if not entry.is_figure]
        if figures:
            zone = max(zone, *(column + 1 for column in labels if column < min(figures)), 0)
    return zone


def _columns(fragments: Sequence[Fragment]) -> list[_Column]:
    """Figures make columns first; words make one where nothing else stands, and widen those of words.

    Narrow ones come first: what lies over two columns then spans them.
    """
    columns: list[_Column] = []
    for fragment in sorted(fragments, key=lambda f: (not f.is_figure, f.right - f.left)):
        under = [column for column in columns if column.holds(fragment)]
        if not under:
            columns.append(_Column(fragment.left, fragment.right, fragment.is_figure))
        elif len(under) == 1 and under[0].has_figures == fragment.is_figure:
            under[0].widen(fragment)
    return sorted(columns, key=lambda column: column.left)


def _entries(lines: Sequence[PartedLine], columns: Sequence[_Column]) -> Iterator[_Entry]:
    """Every figure, and every label with all of its lines."""
    labels: list[_Entry] = []
    for line in lines:
        begun: list[_Entry] = []
        for fragment in line.fragments:
            if fragment.is_figure:
                yield _entry(fragment, columns, is_anchored=True)
            elif begun and begun[-1].is_beside(fragment, columns):
                begun[-1].lines.append(fragment.line)
            else:
                begun.append(_entry(fragment, columns, is_anchored=line.is_anchor))
        for entry in begun:
            above = next((label for label in reversed(labels) if label.is_over(entry)), None)
            if above is not None and above.goes_on(entry, columns):
                above.take(entry)
            else:
                labels.append(entry)
    yield from labels


def _entry(fragment: Fragment, columns: Sequence[_Column], *, is_anchored: bool) -> _Entry:
    first = next(number for number, column in enumerate(columns) if column.holds(fragment))
    return _Entry(first, fragment.is_figure, is_anchored, [fragment.line])


def _rows(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Each line of figures with the labels beside it; labels without figures in rows of their own."""
    heights = sorted({entry.start for entry in entries if entry.is_figure})
    rows: list[tuple[_Height, list[_Entry]]] = []
    for height in heights:
        if not rows or not _is_level(rows[-1][0], height, entries[0].lines[0].size):
            rows.append((height, []))
    anchors = list(rows)
    for entry in sorted(entries, key=lambda entry: (not entry.is_figure, entry.middle)):
        row = next((row for height, row in anchors if entry.covers(height)), None)
        if row is None:
            row = _loose_row(rows, entry, len(anchors))
        row.append(entry)
    return [row for _, row in sorted(rows, key=lambda row: row[0]) if row]


def _loose_row(rows: list[tuple[_Height, list[_Entry]]], entry: _Entry, anchors: int) -> list[_Entry]:
    """The row of words at the height of an entry, a new one where there is none yet."""
    size = entry.lines[0].size
    found = next((row for height, row in rows[anchors:] if _is_level(height, entry.middle, size)), None)
    if found is None:
        found = []
        rows.append((entry.middle, found))
    return found


def _is_level(one: _Height, other: _Height, size: float) -> bool:
    return one[0] == other[0] and abs(one[1] - other[1]) < size / 2


def _box(lines: Sequence[TextLine]) -> Box:
    page = lines[0].page
    here = [line for line in lines if line.page == page]
    return Box(
        page,
        min(line.left for line in here),
        min(line.top for line in here),
        max(line.right for line in here),
        max(line.bottom for line in here),
    )
