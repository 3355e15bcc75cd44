"""What the checks must find in the demo, and nothing else: the planted errors with the cells they touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nianbao.demo.figures import result_rows
from nianbao.demo.plan import ReportPlan, planted, reports
from nianbao.demo.printing import printed

_APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
_OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
_BALANCE = ("new_received", "carried_in", "total_handled", "carried_forward")
_ACROSS_YEARS = ("carry-over", "in-force")


@dataclass(frozen=True, slots=True)
class PlantedError:
    """One finding that a check must make.

    `check` is an identity's code, or ``prose-table``, ``carry-over``, ``in-force``; `position` is the
    column (for ``requests-balance`` and ``results-sum``) or row (``applicants-sum``, ``outcomes-sum``)
    in which the identity breaks, otherwise the cell concerned.  `cells` are the cells on both sides.
    `stated` is what the text says, or what the report of the year before lets expect.
    """

    portal_id: str
    publisher: str
    year: int
    check: str
    position: str
    cells: tuple[str, ...]
    stated: int | None = None


def planted_errors() -> tuple[PlantedError, ...]:
    """Return every finding that planted.toml announces."""
    return tuple(_findings())


def _findings() -> Iterator[PlantedError]:
    plans = {(plan.publisher.id, plan.year): plan for plan in reports()}
    for error in planted():
        plan = plans[error.publisher, error.year]
        for finding in error.fails:
            check, position = finding.split("@")
            stated = error.prose.get(position)
            if check in _ACROSS_YEARS:
                stated = _expected_from_last_year(plans[error.publisher, error.year - 1], plan, position)
            cells = _OPERANDS.get(check, _single)(position, plan.edition)
            names = plan.publisher.name, plan.year
            yield PlantedError(plan.portal.id, *names, check, position, cells, stated)


def _column(rows: tuple[str, ...], column: str) -> tuple[str, ...]:
    return tuple(f"applications/{row}/{column}" for row in rows)


def _single(position: str, edition: str) -> tuple[str, ...]:
    del edition
    return (position,)


_OPERANDS: Mapping[str, Callable[[str, str], tuple[str, ...]]] = {
    "requests-balance": lambda column, _: _column(_BALANCE, column),
    "results-sum": lambda column, edition: _column((*result_rows(edition), "total_handled"), column),
    "applicants-sum": lambda row, _: tuple(f"applications/{row}/{column}" for column in _APPLICANTS),
    "outcomes-sum": lambda row, _: tuple(f"challenges/{row}/{column}" for column in _OUTCOMES),
}


def _expected_from_last_year(before: ReportPlan, now: ReportPlan, position: str) -> int:
    """Return what last year's report lets expect in a cell: its 结转, or 现行有效 + 制发 − 废止."""
    table, row, column = position.split("/")
    last, current = printed(before, 1), printed(now, 1)
    if row == "carried_in":
        return int(last[table, "carried_forward", column].value or 0)
    parts = (last[table, row, column], current[table, row, "made"], current[table, row, "repealed"])
    stock, made, repealed = (int(figure.value or 0) for figure in parts)
    return stock + made - repealed
