"""The columns of a table without rules, and what is printed in them: figures, and labels of several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.readers.pdf.bands import Fragment, PartedLine
from extract.readers.pdf.joining import begins_row
from extract.readers.pdf.text import TextLine

Height = tuple[int, float]  # page and distance from its top
_OVERLAP = 1.0  # points that two things share to stand under each other
_LEADING = 0.7  # of a line's height: a wider gap between two lines of a column parts cells


@dataclass(slots=True)
class Column:
    """Where the fragments of one column stand."""

    left: float
    right: float
    has_figures: bool

    def holds(self, fragment: Fragment) -> bool:
        """Whether a fragment stands under or above this column."""
        low, high = _inner(fragment)
        return self.left < high and low < self.right

    def widen(self, fragment: Fragment) -> None:
        """Take a fragment's place as well."""
        self.left, self.right = min(self.left, fragment.left), max(self.right, fragment.right)


@dataclass(slots=True)
class Entry:
    """What is printed in one column without a break: a figure, or the lines of a label.

    ``is_anchored`` says that figures stand in its last line.
    """

    column: int
    is_figure: bool
    is_anchored: bool
    lines: list[TextLine]

    @property
    def start(self) -> Height:
        """Page and middle of the first line."""
        return self.lines[0].page, self.lines[0].middle

    @property
    def left(self) -> float:
        """Left edge in points."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Right edge in points."""
        return max(line.right for line in self.lines)

    @property
    def middle(self) -> Height:
        """The middle of the entry, on its first page."""
        page = self.lines[0].page
        here = [line for line in self.lines if line.page == page]
        return page, (here[0].top + here[-1].bottom) / 2

    def covers(self, height: Height) -> bool:
        """Whether a height on a page is within the entry."""
        page, middle = height
        here = [line for line in self.lines if line.page == page]
        return bool(here) and min(line.top for line in here) < middle < max(line.bottom for line in here)

    def is_beside(self, fragment: Fragment, columns: Sequence[Column]) -> bool:
        """Whether a fragment of the same line is in the same column: a gap within a cell."""
        last = self.lines[-1]
        if last.right + last.size < fragment.left or begins_row(fragment.text):
            return False
        return any(column.left <= last.left and fragment.right <= column.right for column in columns)

    def is_over(self, below: Entry) -> bool:
        """Whether the other begins under the last line of this one."""
        last, first = self.lines[-1], below.lines[0]
        shared = min(last.right, first.right) - max(last.left, first.left)
        return shared > min(last.right - last.left, first.right - first.left) / 2

    def goes_on(self, below: Entry, columns: Sequence[Column]) -> bool:
        """Whether the lines below are of the same label."""
        last, first = self.lines[-1], below.lines[0]
        if begins_row(first.text) or (self.is_anchored and below.is_anchored):
            return False
        if last.page != first.page:
            return last.right > columns[self.column].right - last.size
        return first.top - last.bottom < _LEADING * last.size

    def take(self, below: Entry) -> None:
        """Take the lines below as one's own."""
        self.lines += below.lines
        self.column = min(self.column, below.column)
        self.is_anchored = below.is_anchored


def _inner(fragment: Fragment) -> tuple[float, float]:
    """The part of a fragment that tells its column; one of a point's width has such a part as well."""
    edge = min(_OVERLAP, (fragment.right - fragment.left) / 4)
    return fragment.left + edge, fragment.right - edge


def columns_of(fragments: Sequence[Fragment]) -> list[Column]:
    """Figures make columns first; words make one where nothing else stands, and widen those of words.

    Narrow ones come first: what lies over two columns then spans them.
    """
    columns: list[Column] = []
    for fragment in sorted(fragments, key=lambda f: (not f.is_figure, f.right - f.left)):
        low, high = _inner(fragment)
        under = [column for column in columns if column.left < high and low < column.right]
        if not under:
            columns.append(Column(fragment.left, fragment.right, fragment.is_figure))
        elif len(under) == 1 and under[0].has_figures == fragment.is_figure:
            under[0].widen(fragment)
    return sorted(columns, key=lambda column: column.left)


def entries_of(lines: Sequence[PartedLine], columns: Sequence[Column]) -> Iterator[Entry]:
    """Every figure, and every label with all of its lines; over a page break only labels beside figures."""
    labels: list[Entry] = []
    heads = 0  # labels that stand above the first figures
    is_header = True
    for line in lines:
        is_header = is_header and not line.is_anchor
        begun: list[Entry] = []
        for fragment in line.fragments:
            if fragment.is_figure:
                yield _entry(fragment, columns, is_anchored=True)
            elif begun and begun[-1].is_beside(fragment, columns):
                begun[-1].lines.append(fragment.line)
            else:
                begun.append(_entry(fragment, columns, is_anchored=line.is_anchor))
        for entry in begun:
            place = next((n for n in range(len(labels) - 1, -1, -1) if labels[n].is_over(entry)), -1)
            above = labels[place] if place >= 0 else None
            is_cut = above is not None and above.lines[-1].page != entry.lines[0].page
            if above is not None and not (is_cut and place < heads) and above.goes_on(entry, columns):
                above.take(entry)
            else:
                labels.append(entry)
                heads += is_header
    yield from labels


def _entry(fragment: Fragment, columns: Sequence[Column], *, is_anchored: bool) -> Entry:
    first = next((number for number, column in enumerate(columns) if column.holds(fragment)), None)
    if first is None:  # a damaged font: the fragment has no width at all
        first = min(range(len(columns)), key=lambda number: abs(columns[number].left - fragment.left))
    return Entry(first, fragment.is_figure, is_anchored, [fragment.line])
