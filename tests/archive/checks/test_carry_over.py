"""What one year hands on and the next begins with."""

from __future__ import annotations

import pytest

from archive.checks.carry_over import evaluate
from archive.models import CheckResult, Outcome
from tests.archive.checks.build import facts

OUT, IN = "applications/carried_forward", "applications/carried_in"


def results(left: float | str | None, right: float | str | None) -> list[CheckResult]:
    return list(evaluate(facts({f"{OUT}/total": left}, year=2022), facts({f"{IN}/total": right}, year=2023)))


def test_equal_numbers_pass_and_name_both_reports() -> None:
    [found] = results(121, 121)
    assert (found.outcome, found.left, found.right) == (Outcome.PASS, 121, 121)
    assert found.cells == (f"prior:{OUT}/total", f"{IN}/total")


def test_every_column_is_compared_on_its_own() -> None:
    before = facts({f"{OUT}/natural_person": 1, f"{OUT}/business": 1, f"{OUT}/total": 2})
    after = facts({f"{IN}/natural_person": 2, f"{IN}/business": 0, f"{IN}/total": 2})
    outcomes = {found.cells[-1]: found.outcome for found in evaluate(before, after)}
    assert outcomes == {
        f"{IN}/natural_person": Outcome.FAIL,
        f"{IN}/business": Outcome.FAIL,
        f"{IN}/total": Outcome.PASS,
    }


@pytest.mark.parametrize(("left", "right"), [(None, 3), (3, None), ("marker", 0), (0, "ambiguous")])
def test_an_uncertain_side_is_not_evaluable_and_named(
    left: float | str | None, right: float | str | None
) -> None:
    [found] = results(left, right)
    assert (found.outcome, found.left, found.right) == (Outcome.NOT_EVALUABLE, None, None)
    assert "no certain number in" in found.message


def test_a_row_that_the_earlier_report_lost_is_not_evaluable() -> None:
    before, after = facts({"applications/new_received/total": 3}), facts({f"{IN}/total": 3})
    assert [found.outcome for found in evaluate(before, after)] == [Outcome.NOT_EVALUABLE]


def test_a_form_without_the_table_is_one_row_and_not_applicable() -> None:
    before = facts({"statistics/requests_received/year": 3}, year=2018)
    after = facts({f"{IN}/natural_person": 3, f"{IN}/total": 3}, year=2019)
    assert [found.outcome for found in evaluate(before, after)] == [Outcome.NOT_APPLICABLE]
