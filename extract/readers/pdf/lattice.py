"""Ruled tables: lines that cross make a lattice, and where no line parts two of its fields they are one cell.

Lines a few points apart count as one (double borders, joints that miss each other).  Where a table is open
at a side (cut by a page break, or printed without outer borders) the ends of its lines close it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.numbers import Kind, kind_of
from extract.readers.pdf.marks import Glyph, Page, Rule
from extract.readers.pdf.rules import SNAP, merge, positions
from extract.readers.pdf.text import TextLine, joined, lines_of

_JOINT = 1.0  # points between the ends of a line and what it belongs to
_LARGE = 2.5  # times the usual height of characters
_OPEN_END = 6.0  # points that a line sticks out where the table goes on
MAX_LINES = 600  # merged lines of one page along one axis; a page of small print has room for two hundred
MAX_FIELDS = 60_000  # of one lattice


@dataclass(slots=True)
class RuledCell:
    """A cell: where it begins in the lattice, how far it reaches, and what is printed in it.

    ``box`` is left, top, right, bottom in points on ``page``.
    """

    page: int
    row: int
    column: int
    rows: int
    columns: int
    box: tuple[float, float, float, float]
    lines: list[TextLine] = field(default_factory=list)
    _text: str | None = None

    @property
    def text(self) -> str:
        """What is printed in the cell, as one line."""
        if self._text is None:
            self._text = joined(self.lines, self.box[0], self.box[2]) if self.lines else ""
        return self._text

    @property
    def is_figure(self) -> bool:
        """Whether a number is printed in the cell."""
        return bool(self.lines) and kind_of(self.text) is Kind.NUMBER

    def take(self, lines: Sequence[TextLine]) -> None:
        """Take lines that go on with those in the cell."""
        self.lines, self._text = [*self.lines, *lines], None


@dataclass(slots=True)
class RuledTable:
    """A table: the x-positions that part its columns, its number of rows and its cells in reading order.

    ``aside`` are lines of text that stand beside it.
    """

    xs: list[float]
    top: float
    bottom: float
    row_count: int
    cells: list[RuledCell]
    aside: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RuledPage:
    """The tables of a page from the top, and the lines of text outside them."""

    tables: list[RuledTable]
    lines: list[TextLine]
    width: float
    is_whole: bool


def read_lattice(page: Page) -> RuledPage:
    """Part a page into its ruled tables and the text around them; a box of one cell is no table."""
    vertical = merge(page.vertical)
    horizontal = _without_loose(merge(page.horizontal), vertical)
    is_whole = max(len(horizontal), len(vertical)) <= MAX_LINES
    lattices = list(_lattices(horizontal, vertical)) if is_whole else []
    lattices.sort(key=lambda lattice: lattice.area)
    glyphs: list[Glyph] = page.glyphs
    tables = []
    for lattice in lattices:
        inside, outside = lattice.part(glyphs)
        table = lattice.table(page.number, inside)
        if sum(bool(cell.lines) for cell in table.cells) and len(table.cells) > 1:
            tables.append(table)
            glyphs = outside
    tables.sort(key=lambda table: table.top)
    return RuledPage(tables, _not_aside(lines_of(page.number, glyphs), tables), page.width, is_whole)


def _without_loose(horizontal: list[Rule], vertical: Sequence[Rule]) -> list[Rule]:
    """The lines without those within one cell, which reach neither side of it: under or through its text.

    Where most of their length is so, the table was drawn cell by cell and they are its lines.
    """
    kept = [rule for rule in horizontal if any(_meet(rule, other) for other in vertical)]
    return kept if 2 * sum(map(_length, kept)) > sum(map(_length, horizontal)) else horizontal


def _length(rule: Rule) -> float:
    return rule.end - rule.start


def _meet(rule: Rule, across: Rule) -> bool:
    """Whether two lines touch or cross."""
    at, start, end = rule
    is_beside = start - _JOINT <= across.at <= end + _JOINT
    return is_beside and across.start - SNAP <= at <= across.end + SNAP


def _not_aside(lines: Iterable[TextLine], tables: Sequence[RuledTable]) -> list[TextLine]:
    """The lines above and below tables; those beside one are handed to it."""
    free: list[TextLine] = []
    for line in lines:
        beside = next((table for table in tables if table.top < line.middle < table.bottom), None)
        (free if beside is None else beside.aside).append(line)
    return free


def _lattices(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[_Lattice]:
    """The groups of lines that hang together by crossing each other."""
    unseen = set(range(len(vertical)))
    waiting = set(range(len(horizontal)))
    while waiting:
        rows, columns = {waiting.pop()}, set[int]()
        fresh = set(rows)
        while fresh:
            reached = {v for v in unseen if any(_cross(horizontal[h], vertical[v]) for h in fresh)}
            unseen -= reached
            columns |= reached
            fresh = {h for h in waiting if any(_cross(horizontal[h], vertical[v]) for v in reached)}
            waiting -= fresh
            rows |= fresh
        lattice = _Lattice([horizontal[h] for h in rows], [vertical[v] for v in columns])
        if columns and lattice.is_sound:
            yield lattice


def _cross(row: Rule, column: Rule) -> bool:
    return (
        row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP
    )


class _Lattice:
    """Lines that hang together, and the fields between them."""

    def __init__(self, horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> None:
        self._horizontal, self._vertical = horizontal, vertical
        self.xs = _closed(positions(rule.at for rule in vertical), horizontal)
        self.ys = _closed(positions(rule.at for rule in horizontal), vertical)
        self._columns, self._rows = len(self.xs) - 1, len(self.ys) - 1

    @property
    def is_sound(self) -> bool:
        """Whether there is a field at all, and not more than any form has."""
        return 0 < self._columns * self._rows <= MAX_FIELDS

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def part(self, glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
        """The characters whose middle is inside, and the others."""
        inside: list[Glyph] = []
        outside: list[Glyph] = []
        left, right, top, bottom = 2 * self.xs[0], 2 * self.xs[-1], 2 * self.ys[0], 2 * self.ys[-1]
        for glyph in glyphs:
            is_inside = left < glyph.left + glyph.right < right and top < glyph.top + glyph.bottom < bottom
            (inside if is_inside else outside).append(glyph)
        return inside, outside

    def table(self, page: int, glyphs: Iterable[Glyph]) -> RuledTable:
        """The cells with the characters that stand in them."""
        owners, cells = self._cells(page)
        printed: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            row = bisect_right(self.ys, (glyph.top + glyph.bottom) / 2) - 1
            column = bisect_right(self.xs, (glyph.left + glyph.right) / 2) - 1
            printed.setdefault(owners[row][column], []).append(glyph)
        limit = _usual_height(printed.values())
        for number, inside in printed.items():
            cells[number].lines = lines_of(page, _without_watermark(inside, cells[number].box, limit))
        return RuledTable(self.xs, self.ys[0], self.ys[-1], *_without_void_rows(self._rows, cells))

    def _cells(self, page: int) -> tuple[list[list[int]], list[RuledCell]]:
        """Fields that no line parts, as rectangles: the number of the cell at each field, and the cells."""
        sides = _crossings(self._vertical, self.xs, self.ys)
        floors = _crossings(self._horizontal, self.ys, self.xs)
        owners = [[-1] * self._columns for _ in range(self._rows)]
        cells: list[RuledCell] = []
        for row in range(self._rows):
            for column in range(self._columns):
                if owners[row][column] >= 0:
                    continue
                columns = self._width(owners, sides, row, column)
                rows = self._height(owners, floors, sides, row, range(column, column + columns))
                for line in owners[row : row + rows]:
                    line[column : column + columns] = [len(cells)] * columns
                box = (self.xs[column], self.ys[row], self.xs[column + columns], self.ys[row + rows])
                cells.append(RuledCell(page, row, column, rows, columns, box))
        return owners, cells

    def _width(self, owners: list[list[int]], sides: list[set[int]], row: int, column: int) -> int:
        end = column + 1
        while end < self._columns and owners[row][end] < 0 and row not in sides[end]:
            end += 1
        return end - column

    def _height(
        self, owners: list[list[int]], floors: list[set[int]], sides: list[set[int]], row: int, columns: range
    ) -> int:
        """How many rows a cell of those columns reaches down: to a line under it, or to one that parts it."""
        end = row + 1
        while end < self._rows and floors[end].isdisjoint(columns):
            if any(owners[end][column] >= 0 for column in columns):
                break
            if any(end in sides[column] for column in columns[1:]):
                break
            end += 1
        return end - row


def _without_void_rows(count: int, cells: list[RuledCell]) -> tuple[int, list[RuledCell]]:
    """The rows and cells without rows that a stray line parts from the one above.

    Nothing printed begins in such a row, and a figure reaches into it.
    """
    reached = {row for cell in cells if cell.rows > 1 for row in _further_rows(cell) if cell.is_figure}
    void = reached - {cell.row for cell in cells if cell.lines}
    if not void:
        return count, cells
    kept = [row for row in range(count) if row not in void]
    for cell in cells:
        last = bisect_left(kept, cell.row + cell.rows)
        cell.row = bisect_left(kept, cell.row)
        cell.rows = last - cell.row
    return len(kept), [cell for cell in cells if cell.rows]


def _further_rows(cell: RuledCell) -> range:
    return range(cell.row + 1, cell.row + cell.rows)


def _usual_height(printed: Iterable[Sequence[Glyph]]) -> float:
    """The height above which a character of a table is of a watermark; infinite where none is so high."""
    heights = [glyph.bottom - glyph.top for inside in printed for glyph in inside]
    is_even = not heights or max(heights) <= _LARGE * min(heights)
    return math.inf if is_even else _LARGE * median(heights)


def _without_watermark(
    inside: list[Glyph], box: tuple[float, float, float, float], limit: float
) -> list[Glyph]:
    """The characters of a cell; of large ones those that stand alone in it and have room in it."""
    usual = [glyph for glyph in inside if glyph.bottom - glyph.top <= limit]
    if len(usual) == len(inside):
        return inside
    return usual or [glyph for glyph in inside if box[1] <= glyph.top and glyph.bottom <= box[3]]


def _closed(inner: list[float], across: Sequence[Rule]) -> list[float]:
    """Positions with an edge at either end where the lines across stick out beyond the last of them."""
    if not inner or not across:
        return inner
    low, high = min(rule.start for rule in across), max(rule.end for rule in across)
    first = [low] if low < inner[0] - _OPEN_END else []
    last = [high] if high > inner[-1] + _OPEN_END else []
    return [*first, *inner, *last]


def _crossings(rules: Iterable[Rule], places: Sequence[float], across: Sequence[float]) -> list[set[int]]:
    """For each place the fields across that a line there runs along: it passes their middle."""
    middles = [(low + high) / 2 for low, high in pairwise(across)]
    found: list[set[int]] = [set() for _ in places]
    for rule in rules:
        nearest = min(range(len(places)), key=lambda n: abs(places[n] - rule.at))
        found[nearest].update(range(bisect_left(middles, rule.start), bisect_right(middles, rule.end)))
    return found
