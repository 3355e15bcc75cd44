"""Tables without rules: rows around each line of figures, labels in front of them in their order.

Such columns are a guess, so that the grid says of itself that it is not aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.grid import Box, Cell, Grid
from extract.readers.folding import fold
from extract.readers.pdf.bands import Band
from extract.readers.pdf.bands import bands as bands_of
from extract.readers.pdf.entries import Entry, Height, columns_of, entries_of
from extract.readers.pdf.text import TextLine, joined

_HEADING = re.compile(r"\s{0,9}[一二三四五六七八九十]{1,3}、")


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The entries of a table row by row; ``zone`` is the first of ``width`` columns that holds figures."""

    rows: list[list[Entry]]
    width: int
    zone: int

    def grid(self, index: int) -> Grid:
        """The grid: labels in order, then the columns of figures, blank cells only where figures are due."""
        placed = [self._placed(row) for row in self.rows]
        slots = max(sum(column < 0 for column in row) for row in placed)
        rows = [
            tuple(self._cells(number, {column + slots: text for column, text in row.items()}, slots))
            for number, row in enumerate(placed)
        ]
        boxes = {
            (number, column + slots): _box(lines)
            for number, row in enumerate(placed)
            for column, lines in row.items()
        }
        return Grid(tuple(rows), index, is_aligned=False, page=self.rows[0][0].lines[0].page, boxes=boxes)

    def _placed(self, row: Sequence[Entry]) -> dict[int, list[TextLine]]:
        """The lines in each column: from 0 on the figures', below 0 the labels', as near as they stand."""
        labels = _side_by_side([entry for entry in row if entry.column < self.zone])
        placed = dict(enumerate(labels, -len(labels)))
        for entry in row:
            if entry.column >= self.zone:
                placed.setdefault(entry.column - self.zone, []).extend(entry.lines)
        return placed

    def _cells(self, number: int, row: Mapping[int, list[TextLine]], slots: int) -> Iterator[Cell | None]:
        has_figures = any(column >= slots for column in row)
        is_header = has_figures and not any(entry.is_figure for entry in self.rows[number])
        for column in range(slots + self.width - self.zone):
            if column in row:
                lines = row[column]
                yield Cell(fold(joined(lines, *_edges(lines))), number, column)
            else:
                yield None if is_header or column < slots else Cell("", number, column)


def find_tables(lines: Sequence[TextLine]) -> Iterator[AlignedTable | list[TextLine]]:
    """The lines in order: tables among them, and runs of prose."""
    for band in bands_of(lines):
        if isinstance(band, Band):
            yield from _parted(_table(band))
        else:
            yield band


def _parted(table: AlignedTable) -> Iterator[AlignedTable | list[TextLine]]:
    """A table without the numbered heading that stands right below it, then that heading."""
    *rows, last = table.rows
    if rows and len(last) == 1 and _HEADING.match(last[0].lines[0].text):
        yield AlignedTable(rows, table.width, table.zone)
        yield last[0].lines
    else:
        yield table


def _table(band: Band) -> AlignedTable:
    columns = columns_of([fragment for line in band.lines for fragment in line.fragments])
    rows = _rows(list(entries_of(band.lines, columns)))
    return AlignedTable(rows, len(columns), _zone(rows))


def _zone(rows: Sequence[Sequence[Entry]]) -> int:
    """The first column behind the labels of the rows that have figures."""
    zone = 0
    for row in rows:
        figures = [entry.column for entry in row if entry.is_figure]
        labels = [entry.column for entry in row if not entry.is_figure]
        if figures:
            zone = max(zone, *(column + 1 for column in labels if column < min(figures)), 0)
    return zone


def _side_by_side(labels: Sequence[Entry]) -> list[list[TextLine]]:
    """The lines of labels from the left; those under each other are one label."""
    groups: list[list[Entry]] = []
    for label in sorted(labels, key=lambda label: label.left):
        if groups and _is_under(groups[-1], label):
            groups[-1].append(label)
        else:
            groups.append([label])
    return [
        [line for entry in sorted(group, key=lambda entry: entry.start) for line in entry.lines]
        for group in groups
    ]


def _is_under(group: Sequence[Entry], label: Entry) -> bool:
    shared = max(entry.right for entry in group) - label.left
    return shared > min(label.right - label.left, group[0].right - group[0].left) / 2


def _edges(lines: Sequence[TextLine]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)


def _rows(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Each line of figures with the labels beside it; labels without figures in rows of their own."""
    heights = sorted({entry.start for entry in entries if entry.is_figure})
    rows: list[tuple[Height, list[Entry]]] = []
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


def _loose_row(rows: list[tuple[Height, list[Entry]]], entry: Entry, anchors: int) -> list[Entry]:
    """The row of words at the height of an entry, a new one where there is none yet."""
    size = entry.lines[0].size
    found = next((row for height, row in rows[anchors:] if _is_level(height, entry.middle, size)), None)
    if found is None:
        found = []
        rows.append((entry.middle, found))
    return found


def _is_level(one: Height, other: Height, size: float) -> bool:
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
