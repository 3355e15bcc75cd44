"""Jumps between years are asked about."""

from __future__ import annotations

import pytest

from archive.checks.year_on_year import evaluate
from archive.models import CheckResult, Outcome
from tests.archive.checks.build import facts

CELL = "disclosure/penalty/decisions"


def results(before: float | str | None, after: float | str | None) -> list[CheckResult]:
    return list(evaluate(facts({CELL: before}), facts({CELL: after})))


@pytest.mark.parametrize(("before", "after"), [(30, 301), (301, 30), (0, 40), (40, 3)])
def test_more_than_ten_times_is_a_question(before: int, after: int) -> None:
    [found] = results(before, after)
    assert (found.outcome, found.left, found.right) == (Outcome.FAIL, before, after)
    assert found.message.startswith("疑问")


@pytest.mark.parametrize(("before", "after"), [(30, 300), (2, 29), (0, 29), (100, 10), (7, 7)])
def test_what_may_be_chance_passes(before: int, after: int) -> None:
    [found] = results(before, after)
    assert (found.outcome, found.cells) == (Outcome.PASS, (CELL,))


def test_nothing_to_compare_is_not_evaluable() -> None:
    assert [found.outcome for found in results(None, 500)] == [Outcome.NOT_EVALUABLE]


def test_cells_that_mean_something_else_in_the_other_form_are_left_alone() -> None:
    made = "disclosure/normative_documents/made"
    assert [r.outcome for r in evaluate(facts({made: 1}), facts({made: 500}))] == [Outcome.NOT_EVALUABLE]
