"""What the prose states against what the tables print, and whether fees are explained."""

from __future__ import annotations

import pytest

from archive.checks import ReportFacts, fees_explained, prose_table
from archive.models import Mention, Outcome, Section
from tests.archive.checks.build import observation

NEW, IN = "applications/new_received/total", "applications/carried_in/total"
UNPAID = "applications/other_unpaid_fee/total"
FEE = "fees.information_processing.charged"


def facts(
    cells: dict[str, int | None], *stated: tuple[str, int], text: str = "", section: str = "一"
) -> ReportFacts:
    observations = tuple(observation(cell, value) for cell, value in cells.items())
    mentions = tuple(Mention(section, n, n + 1, text[n : n + 1], t, v) for n, (t, v) in enumerate(stated))
    return ReportFacts(observations, (), mentions, (Section(section, "", text), Section("六", "", "")))


@pytest.mark.parametrize(
    ("cells", "stated", "outcome"),
    [
        ({NEW: 5}, [("applications.new_received.total", 5)], Outcome.PASS),
        ({NEW: 5}, [("applications.new_received.total", 6)], Outcome.FAIL),
        ({NEW: None}, [("applications.new_received.total", 6)], Outcome.NOT_EVALUABLE),
        ({NEW: 5}, [("applications.new_received.total", n) for n in (5, 9)], Outcome.NOT_EVALUABLE),
        ({NEW: 5}, [("applications.new_received.total", n) for n in (2, 3)], Outcome.NOT_EVALUABLE),
        ({NEW: 5, IN: 2}, [("applications.new_received.total", 7)], Outcome.NOT_EVALUABLE),
        ({"statistics/requests_received/year": 5}, [("applications.new_received.total", 4)], Outcome.FAIL),
        ({"applications/other_other/total": 2}, [("applications.other_handling.total", 2)], Outcome.PASS),
    ],
)
def test_outcomes(cells: dict[str, int | None], stated: list[tuple[str, int]], outcome: Outcome) -> None:
    [result] = prose_table.evaluate(facts(cells, *stated))

    assert (result.outcome, result.cells) == (outcome, tuple(cells)[:1])


def test_a_failure_names_both_sides_and_quotes_the_sentence() -> None:
    text = "全年收到申请6件。"

    [result] = prose_table.evaluate(facts({NEW: 5}, ("applications.new_received.total", 6), text=text))

    assert (result.left, result.right, result.cells) == (6, 5, (NEW,))
    assert "全年收到申请6件" in result.message


def test_litigation_is_both_proceedings() -> None:
    both = {f"challenges/{row}/total": 1 for row in ("litigation_direct", "litigation_after_reconsideration")}

    [result] = prose_table.evaluate(facts({**both}, ("challenges.litigation.total", 2)))

    assert (result.outcome, result.right, result.cells) == (Outcome.PASS, 2, tuple(both))


def test_what_names_no_printed_cell_is_not_reported() -> None:
    assert list(prose_table.evaluate(facts({NEW: 5}, ("disclosure.items", 90), (FEE, 1)))) == []


@pytest.mark.parametrize(
    ("unpaid", "stated", "section", "outcome"),
    [
        (2, [], "六", Outcome.FAIL),
        (2, [(FEE, 0)], "六", Outcome.PASS),
        (0, [(FEE, 1)], "一", Outcome.FAIL),
        (0, [], "六", Outcome.NOT_APPLICABLE),
        (None, [], "六", Outcome.NOT_EVALUABLE),
    ],
)
def test_fees_are_explained_in_part_six(
    unpaid: int | None, stated: list[tuple[str, int]], section: str, outcome: Outcome
) -> None:
    [result] = fees_explained.evaluate(facts({UNPAID: unpaid}, *stated, section=section))

    assert result.outcome is outcome
    assert fees_explained.RULE.kind == "question"
