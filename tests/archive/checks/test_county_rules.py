"""规章 where nobody may make any."""

from __future__ import annotations

from typing import Any

import pytest

from archive.checks.county_rules import evaluate
from archive.models import CheckResult, Outcome
from tests.archive.checks.build import facts

COUNTY = {"publisher_kind": "department", "division_level": "county"}


def result(in_force: float | str | None, **about: Any) -> CheckResult:
    cells = {"disclosure/rules/made": 0, "disclosure/rules/in_force": in_force}
    [only] = evaluate(facts(cells, **{**COUNTY, **about}))
    return only


def test_no_rules_pass() -> None:
    assert result(0).outcome is Outcome.PASS


@pytest.mark.parametrize("level", ["county", "zone"])
def test_rules_of_a_county_are_a_question(level: str) -> None:
    found = result(12, division_level=level)
    assert (found.outcome, found.left, found.right) == (Outcome.FAIL, 12, 0)
    assert found.message.startswith("疑问")


def test_a_township_of_a_city_without_counties_is_asked_too() -> None:
    assert result(3, publisher_kind="township", division_level="city").outcome is Outcome.FAIL


@pytest.mark.parametrize("level", ["province", "city"])
def test_above_the_county_it_does_not_apply(level: str) -> None:
    assert result(12, division_level=level).outcome is Outcome.NOT_APPLICABLE


def test_a_blank_is_not_evaluable_and_named() -> None:
    found = result(None)
    assert found.outcome is Outcome.NOT_EVALUABLE
    assert "disclosure/rules/in_force" in found.message


def test_an_unknown_level_is_not_evaluable() -> None:
    assert result(12, division_level=None).outcome is Outcome.NOT_EVALUABLE


def test_a_form_without_the_row_has_no_result() -> None:
    assert list(evaluate(facts({}, **COUNTY))) == []
