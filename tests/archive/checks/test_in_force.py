"""Documents in force from one year to the next."""

from __future__ import annotations

import pytest

from archive.checks.in_force import evaluate
from archive.models import CheckResult, Outcome
from tests.archive.checks.build import facts

ROW = "disclosure/normative_documents"


def results(
    before: float | str | None, made: float | str | None, repealed: float, now: float
) -> list[CheckResult]:
    later = {f"{ROW}/made": made, f"{ROW}/repealed": repealed, f"{ROW}/in_force": now}
    return list(evaluate(facts({f"{ROW}/in_force": before}, year=2021), facts(later, year=2022)))


def test_the_stock_follows_from_the_year_before() -> None:
    [found] = results(597, 50, 227, 420)
    assert (found.outcome, found.left, found.right) == (Outcome.PASS, 420, 420)


def test_a_stock_that_does_not_follow_fails_with_both_sides() -> None:
    [found] = results(11, 2, 1, 15)
    assert (found.outcome, found.left, found.right) == (Outcome.FAIL, 12, 15)
    assert found.cells[0] == f"prior:{ROW}/in_force"
    assert found.cells[-1] == f"{ROW}/in_force"


@pytest.mark.parametrize(("before", "made"), [(None, 2), (11, None), ("marker", 2), (11, "unreadable")])
def test_no_certain_number_is_not_evaluable(before: float | str | None, made: float | str | None) -> None:
    assert [found.outcome for found in results(before, made, 1, 12)] == [Outcome.NOT_EVALUABLE]


def test_never_across_the_forms_of_2019_and_2021() -> None:
    before = facts({f"{ROW}/made": 3, f"{ROW}/total_published": 12}, year=2020)
    after = facts({f"{ROW}/made": 3, f"{ROW}/repealed": 0, f"{ROW}/in_force": 15}, year=2021)
    [found] = evaluate(before, after)
    assert (found.outcome, found.left) == (Outcome.NOT_APPLICABLE, None)


def test_two_reports_in_the_form_of_2019_have_no_result() -> None:
    report = facts({f"{ROW}/made": 3, f"{ROW}/total_published": 12})
    assert list(evaluate(report, report)) == []
