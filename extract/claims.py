"""What a scan claims: this printed row is that row of the form, under this header; and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.grid import Cell, Grid
from extract.lexicon import Entry, How

_WIDEST_HEADER = 200  # labels; the widest form has sixteen, and a header may be printed twice
UNNAMED = "label:"  # the code of a row that no edition names is this and its printed label


@dataclass(slots=True)
class Header:
    """The column labels in force, in the order printed; ``rows`` holds what a banner names, by code."""

    table: str
    grid: int
    cells: list[tuple[Entry, Cell]] = field(default_factory=list)
    rows: dict[str, Cell] = field(default_factory=dict)
    is_closed: bool = False

    def takes(self, table: str, grid: int) -> bool:
        """Whether labels of a table in a grid go on with this header; one without an end is none."""
        is_open = not self.is_closed and len(self.cells) <= _WIDEST_HEADER
        return is_open and self.table == table and self.grid == grid


@dataclass(slots=True)
class Claim:
    """One printed row that is a row of the form; ``row`` is empty for the one line of a banner.

    ``column`` is set where that line prints one column of every row: a banner table turned on its side.
    ``values`` are the cells behind the label, blank ones too, each once.  A weak claim has neither
    header nor enough figures: it stands only where no other row claims the same.  ``unit`` is the one that
    the row itself prints, in lists.
    """

    grid: Grid
    line: int
    table: str
    block: str
    row: str
    values: list[Cell]
    label: Cell | None
    header: Header | None
    how: How
    is_weak: bool
    column: str = ""
    unit: str = ""


@dataclass(slots=True)
class Leftover:
    """A row in a statutory table that nothing claimed; ``has_numbers`` where figures stand in it."""

    grid: Grid
    cells: list[Cell]
    has_numbers: bool


@dataclass(slots=True)
class Scan:
    """What the walk found, in reading order; ``statutory`` are the grids that hold the form for certain.

    ``unread`` counts the texts that were not looked up, where a document has too many.
    """

    claims: list[Claim] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    statutory: set[int] = field(default_factory=set)
    unread: int = 0

    def completed_by(self, other: Scan) -> Scan:
        """This, and what another scan found of the tables that this one did not."""
        tables = {claim.table for claim in self.claims if not claim.is_weak}
        added = [claim for claim in other.claims if claim.table not in tables]
        grids = {claim.grid.index for claim in added}
        leftovers = [leftover for leftover in other.leftovers if leftover.grid.index in grids]
        return self.joined(Scan(added, leftovers, grids, other.unread))

    def joined(self, other: Scan) -> Scan:
        """This and what another scan found."""
        return Scan(
            self.claims + other.claims,
            self.leftovers + other.leftovers,
            self.statutory | other.statutory,
            self.unread + other.unread,
        )
