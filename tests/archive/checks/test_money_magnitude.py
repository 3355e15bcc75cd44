"""元 in a column of 万元: asked where it may be, never where the print rules it out."""

from __future__ import annotations

import pytest

from archive.checks import ReportFacts
from archive.checks.money_magnitude import evaluate
from archive.models import Outcome
from tests.archive.checks.build import facts, observation

CELL = "disclosure/fees/amount_wan_yuan"


def outcome(value: float | str | None, raw: str | None = None, unit: str = "万元") -> Outcome:
    [result] = evaluate(ReportFacts(observations=(observation(CELL, value, raw, unit),)))
    return result.outcome


@pytest.mark.parametrize(("value", "raw"), [(517200, None), (73802895.9, "73802895.90"), (10000, None)])
def test_a_large_amount_that_may_be_yuan_is_asked_about(value: float, raw: str | None) -> None:
    assert outcome(value, raw) is Outcome.FAIL


@pytest.mark.parametrize("value", [137296.5351, 24252.311082, 7730.28, 0])
def test_decimals_or_a_usual_size_pass(value: float) -> None:
    assert outcome(value) is Outcome.PASS


@pytest.mark.parametrize(("raw", "unit"), [("517200万元", "万元"), ("5172000000", "元")])
def test_a_printed_unit_leaves_no_question(raw: str, unit: str) -> None:
    assert outcome(517200, raw, unit) is Outcome.PASS


@pytest.mark.parametrize("value", [None, "marker", "unreadable", "ambiguous"])
def test_no_certain_number_is_not_evaluable(value: str | None) -> None:
    assert outcome(value) is Outcome.NOT_EVALUABLE


def test_a_form_without_amounts_has_no_result() -> None:
    assert list(evaluate(facts({"disclosure/fees/prior_year_items": 3}))) == []
