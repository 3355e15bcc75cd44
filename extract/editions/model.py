"""What an edition of the statutory form is, once its TOML file is read: frozen, and free of any format."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.models import Identity

ROWS = "rows"  # a label in front of each row, its figures behind it
BANNER = "banner"  # the rows stand as headings above their figures, in one line of numbers
LIST = "list"  # an indicator a row: label, unit, one figure a year
LAYOUTS = (ROWS, BANNER, LIST)


@dataclass(frozen=True, slots=True)
class Source:
    """The document that prescribes the form: its number, title, ISO date (or year) and legal basis."""

    document: str
    title: str
    date: str
    basis: str


@dataclass(frozen=True, slots=True)
class Named:
    """A code with the label that the form prints for it and other ways in which reports print it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column(Named):
    """One column; ``unit`` is what the form counts in (件, 万元).

    ``is_optional`` marks one that only some print: it is there where the header names it.
    """

    unit: str | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Row(Named):
    """One row, under a group of the form or not.

    ``part_of`` names the row whose figures this one splits; ``splits`` allows parts that the form does
    not name; ``is_optional`` marks a row that stands only where its parts do not.  ``number`` is the code
    that some print in front of it (01 … 35).  ``is_background`` marks a row that was taken from general
    knowledge of the form, not from a copy of it: such rows are the first to doubt and to correct.
    """

    group: str = ""
    part_of: str = ""
    splits: bool = False
    is_optional: bool = False
    number: str = ""
    is_background: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with a column header of its own: 第二十条第（五）项."""

    code: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form; ``stubs`` are printed words that carry no figure."""

    code: str
    title: str
    layout: str
    stubs: tuple[str, ...]
    groups: tuple[Named, ...]
    blocks: tuple[Block, ...]
    row_codes: frozenset[str] = field(init=False, repr=False)
    optional_rows: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows = [row for block in self.blocks for row in block.rows]
        object.__setattr__(self, "row_codes", frozenset(row.code for row in rows))
        object.__setattr__(self, "optional_rows", frozenset(row.code for row in rows if row.is_optional))


@dataclass(frozen=True, slots=True)
class Heading:
    """One section that the form prescribes: 一、总体情况."""

    number: str
    heading: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the form; ``last_year`` is None while it is in force.

    ``is_free_form`` says that it prescribes no table: a report in prose alone follows it.
    """

    code: str
    first_year: int
    last_year: int | None
    source: Source
    sections: tuple[Heading, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]
    is_free_form: bool = False

    def table(self, code: str) -> Table | None:
        """The table with that code, None where this edition has none."""
        for table in self.tables:
            if table.code == code:
                return table
        return None

    def is_valid_in(self, year: int | None) -> bool:
        """Whether the form was prescribed for reports of that year."""
        return year is not None and self.first_year <= year <= (self.last_year or year)
