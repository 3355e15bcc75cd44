"""What a check may know of one report: numbers, prose and circumstances.  Nothing here can be altered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from archive.models import CheckResult, Identity, Mention, Observation, Outcome, Section, Status

Key = tuple[str, str, str]  # table, row, column
Number = int | float
Kind = Literal["identity", "requirement", "question"]
Years = tuple[int, int | None]  # first and last, None while it goes on
_REPORTED = Status.REPORTED  # looking a member up takes longer than comparing it
PRIOR = "prior:"  # in front of a cell of the report of the year before


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
    division_level: str | None = None  # as in archive.divisions
    edition_years: Mapping[str, Years] = field(default_factory=dict)  # of every edition of the form

    @cached_property
    def cells(self) -> Mapping[Key, Observation]:
        """The observations by their place on the form."""
        return {o[:3]: o for o in self.observations}

    @cached_property
    def numbers(self) -> Mapping[Key, Number]:
        """The numbers that are printed for certain and were surely read as printed, by their place.

        A figure recognised from a picture is not, unless the form's arithmetic agrees: what may be our
        misreading must never count as the publisher's error.
        """
        return {
            key: o.value
            for key, o in self.cells.items()
            if o.value is not None and o.status is _REPORTED and o.is_verified is not False
        }

    def number(self, key: Key) -> Number | None:
        """The number that is printed in a cell for certain; None where there is none."""
        return self.numbers.get(key)

    def prints(self, table: str) -> bool:
        """Whether any cell of a table was found."""
        return any(o.table == table for o in self.observations)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: what `evaluate` checks, and why it should hold.

    ``kind`` tells what a failure means.  identity: published figures contradict each other;
    requirement: something that is prescribed is not there; question: it is unusual and may well be
    right, so that nobody may call it an error.  ``rule`` and ``basis`` are Chinese · English.
    """

    code: str
    version: int
    rule: str
    basis: str
    kind: Kind = "identity"

    def found(
        self,
        outcome: Outcome,
        cells: Iterable[str] = (),
        sides: tuple[Number | None, Number | None] = (None, None),
        message: str = "",
    ) -> CheckResult:
        """A result of this rule; ``sides`` are what stands left and right of its equation."""
        return CheckResult(self.code, self.version, outcome, *sides, tuple(cells), message)


def uncertain(cells: Iterable[str]) -> str:
    """The message of what cannot be evaluated for want of certain numbers in some cells."""
    return f"没有确定的数字 / no certain number in {', '.join(cells)}"


Evaluate = Callable[[ReportFacts], Iterable[CheckResult]]
Compare = Callable[[ReportFacts, ReportFacts], Iterable[CheckResult]]  # the earlier report, the later one


def address(key: Key) -> str:
    """A cell as results name it: ``applications/granted/total``."""
    return "/".join(key)


def prior(key: Key) -> str:
    """The same cell in the report of the year before."""
    return PRIOR + address(key)
