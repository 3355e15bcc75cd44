"""The page and the file of one report print the same figures, or it is said which differ."""

from __future__ import annotations

from archive.checks import ReportFacts, renditions_agree
from archive.models import NOWHERE, Observation, Outcome, Status


def facts(**values: int | None) -> ReportFacts:
    return ReportFacts(
        tuple(
            Observation(
                "applications",
                row,
                "total",
                value,
                Status.BLANK if value is None else Status.REPORTED,
                "" if value is None else str(value),
                "件",
                NOWHERE,
            )
            for row, value in values.items()
        )
    )


def test_the_same_figures_agree_whatever_is_blank_in_one() -> None:
    result = renditions_agree.evaluate(
        facts(granted=3, carried_in=None), facts(granted=3, carried_in=0), "a.docx"
    )
    assert result.outcome is Outcome.PASS
    assert "a.docx" in result.message


def test_different_figures_are_named_with_both_sides() -> None:
    result = renditions_agree.evaluate(
        facts(granted=3, carried_in=1), facts(granted=4, carried_in=1), "a.docx"
    )
    assert (result.outcome, result.left, result.right) == (Outcome.FAIL, 3, 4)
    assert result.cells == ("applications/granted/total",)
    assert "3 ≠ 4" in result.message


def test_nothing_in_common_is_not_evaluable() -> None:
    assert (
        renditions_agree.evaluate(facts(granted=3), facts(carried_in=1), "a.docx").outcome
        is Outcome.NOT_EVALUABLE
    )
