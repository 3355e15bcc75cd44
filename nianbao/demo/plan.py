"""What the demo consists of: places, portals, publishers and their reports, read from the data files.

Nothing here is computed; `figures` makes the numbers, `manifest` tells what a reader should find.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

EDITION_2021_FROM = 2021
"""The report year from which the form of 国办公开办函〔2021〕30号 is used."""

CellKey = tuple[str, str, str]
"""A place on the form: table, row and column code."""


@dataclass(frozen=True, slots=True)
class Place:
    """One row of divisions.csv; `parent` is a code, empty at the top."""

    code: str
    name: str
    parent: str
    level: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """How one report differs from the tidy case (oddities.toml explains every key)."""

    style: str | None = None
    zeros: Mapping[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    yuan: bool = False
    digits: str = "ascii"
    plus: bool = False
    forms: frozenset[str] = frozenset()
    title: str | None = None
    attachment: str | None = None
    twin: str | None = None
    moved: bool = False
    revised: Mapping[str, int] = field(default_factory=dict)
    from_visit: int = 1


@dataclass(frozen=True, slots=True)
class Planted:
    """One error put into one report (planted.toml explains every key)."""

    publisher: str
    year: int
    fails: tuple[str, ...]
    add: Mapping[str, int] = field(default_factory=dict)
    set: Mapping[str, int] = field(default_factory=dict)
    prose: Mapping[str, int] = field(default_factory=dict)
    shift: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publisher:
    """An invented body that reports; `scale` is the number of applications of a usual year."""

    id: str
    name: str
    title: str
    kind: str
    scale: int
    style: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PortalPlan:
    """One demo portal: its CMS family, its robots.txt and the publishers that share it."""

    id: str
    name: str
    division: str
    platform: str
    cms: str
    start: str
    first_year: int
    page_size: int
    domain: str
    site_code: str
    robots: str
    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A page in the list that is no annual report."""

    portal: str
    title: str
    date: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A link in the list behind which there is no report: removed, challenged or forbidden."""

    portal: str
    title: str
    date: str
    answer: str
    disposition: str


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """One report to be published: who, for which year, with which oddity (told by the other two)."""

    portal: PortalPlan
    publisher: Publisher
    year: int
    oddity: Oddity = field(hash=False)

    @property
    def key(self) -> str:
        """A name for this report, unique in the demo: ``qinghe-gov.2022``."""
        return f"{self.publisher.id}.{self.year}"

    @property
    def edition(self) -> str:
        """The form's edition, told by the report year."""
        return edition_of(self.year)

    @property
    def title(self) -> str:
        """The title on the page and of the link."""
        return self.oddity.title or self.publisher.title.format(year=self.year)

    @property
    def style(self) -> str:
        """How the tables were brought into the CMS."""
        return self.oddity.style or self.publisher.style


def edition_of(year: int) -> str:
    """Name the edition of the form in force for a report year."""
    return "2021" if year >= EDITION_2021_FROM else "2019"


def data_text(name: str) -> str:
    """Return the text of one of the demo's data files."""
    return files("nianbao.demo").joinpath(name).read_text(encoding="utf-8")


@cache
def data(name: str) -> dict[str, Any]:
    """Return one of the demo's TOML files, parsed once."""
    return tomllib.loads(data_text(name))


@cache
def places() -> Mapping[str, Place]:
    """Return the invented places by code."""
    rows = csv.DictReader(data_text("divisions.csv").splitlines())
    return {row["code"]: Place(**row) for row in rows}


def full_name(code: str) -> str:
    """Return a place's name with those of its parents in front, 云岚省望溪市云栖县."""
    place = places()[code]
    return (full_name(place.parent) if place.parent else "") + place.name


@cache
def portals() -> tuple[PortalPlan, ...]:
    """Return the seven portals in the order of their ports."""
    return tuple(_portal(row) for row in data("publishers.toml")["portal"])


def _portal(row: Mapping[str, Any]) -> PortalPlan:
    publishers = tuple(Publisher(**{**entry, "years": tuple(entry["years"])}) for entry in row["publisher"])
    plain = {name: value for name, value in row.items() if name != "publisher"}
    return PortalPlan(**plain, publishers=publishers)


@cache
def reports() -> tuple[ReportPlan, ...]:
    """Return every report that the demo publishes on any visit."""
    return tuple(_reports())


def _reports() -> Iterator[ReportPlan]:
    for portal in portals():
        for publisher in portal.publishers:
            for year in publisher.years:
                yield ReportPlan(portal, publisher, year, _oddity(publisher.id, year))


def _oddity(publisher: str, year: int) -> Oddity:
    row = data("oddities.toml").get(publisher, {}).get(str(year), {})
    lists = {"forms": frozenset(row.get("forms", ())), "blank": tuple(row.get("blank", ()))}
    return Oddity(**{**row, **lists})


@cache
def planted() -> tuple[Planted, ...]:
    """Return every planted error."""
    rows = data("planted.toml")["error"]
    return tuple(Planted(**{**row, "fails": tuple(row["fails"])}) for row in rows)


@cache
def near_misses() -> tuple[NearMiss, ...]:
    """Return what stands in the lists and is no report."""
    rows = data("near_misses.toml")["miss"]
    return tuple(NearMiss(**{**row, "text": tuple(row["text"])}) for row in rows)


@cache
def refused() -> tuple[Refused, ...]:
    """Return the links behind which no report can be had."""
    return tuple(Refused(**row) for row in data("near_misses.toml")["refused"])


def cell_key(address: str) -> CellKey:
    """Split ``applications/granted/total`` into its codes."""
    table, row, column = address.split("/")
    return table, row, column
