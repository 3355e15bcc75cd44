"""The form that is used is the one in force."""

from __future__ import annotations

import pytest

from archive.checks.edition_fits_year import evaluate
from archive.models import CheckResult, Outcome
from tests.archive.checks.build import facts


def result(year: int | None, edition: str | None) -> CheckResult:
    [only] = evaluate(facts(year=year, edition=edition))
    return only


@pytest.mark.parametrize(
    ("year", "edition"), [(2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")]
)
def test_the_form_in_force_passes(year: int, edition: str) -> None:
    assert result(year, edition).outcome is Outcome.PASS


@pytest.mark.parametrize(("year", "edition"), [(2021, "2019"), (2020, "2021"), (2019, "2014")])
def test_another_form_fails_and_both_are_named(year: int, edition: str) -> None:
    found = result(year, edition)
    assert found.outcome is Outcome.FAIL
    assert f"实际使用{edition}年格式" in found.message


@pytest.mark.parametrize(("year", "edition"), [(None, "2021"), (2023, None)])
def test_unknown_year_or_form_is_not_evaluable(year: int | None, edition: str | None) -> None:
    assert result(year, edition).outcome is Outcome.NOT_EVALUABLE


def test_a_year_without_any_known_form_is_not_applicable() -> None:
    assert result(2008, "2014").outcome is Outcome.NOT_APPLICABLE
