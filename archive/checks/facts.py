"""What a check may know of one report: numbers, prose and circumstances.  Nothing here can be altered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.models import CheckResult, Identity, Mention, Observation, Section

Key = tuple[str, str, str]  # table, row, column


@dataclass(frozen=True)
class ReportFacts:
    """One version of one report; fields that are not known are empty or None."""

    observations: tuple[Observation, ...] = ()
    identities: tuple[Identity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sections: tuple[Section, ...] = ()
    year: int | None = None
    edition: str | None = None
    publisher_kind: str | None = None  # as in archive.publisher_ids
    division_level: str | None = None  # province, city or county

    @cached_property
    def cells(self) -> Mapping[Key, Observation]:
        """The observations by their place on the form."""
        return {(o.table, o.row, o.column): o for o in self.observations}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: what `evaluate` checks, and why it should hold."""

    code: str
    version: int
    rule: str
    basis: str


Evaluate = Callable[[ReportFacts], Iterable[CheckResult]]
