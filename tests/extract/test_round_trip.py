"""Any set of figures, printed in any habit of markup, reads back exactly, blank cells and signs included.

``ROUND_TRIP_EXAMPLES=2000`` in the environment tries that many sets of figures in each style.
"""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extract
from archive.models import Hints, Outcome
from tests.extract import rendering, untabled
from tests.extract.rendering import Key

STYLES = {**rendering.STYLES, **untabled.STYLES}
EXAMPLES = int(os.environ.get("ROUND_TRIP_EXAMPLES", "50"))
COUNTS = st.one_of(
    st.integers(0, 12_000_000).map(str),
    st.sampled_from(["0", "0", "0", "", "/", "—", "１２", "22（其中修订16件）", "1,036", "3件", "十二"]),
)
CHANGES = st.one_of(st.integers(-999, 999).map(str), st.sampled_from(["＋1036", "－3", "−8", ""]))
MONEY = st.one_of(
    st.decimals(0, 200_000, places=4).map(str), st.sampled_from(["517200元", "2.5亿元", "", "0.0000"])
)
SPECIAL: dict[str, int | float | None] = {
    "": None,
    "/": None,
    "—": None,
    "１２": 12,
    "22（其中修订16件）": 22,
    "1,036": 1036,
    "3件": 3,
    "十二": 12,
    "＋1036": 1036,
    "－3": -3,
    "−8": -8,
    "517200元": 51.72,
    "2.5亿元": 25000,
}


def strategy(key: Key) -> st.SearchStrategy[str]:
    if key[2] == "amount_wan_yuan":
        return MONEY
    return CHANGES if key[2] == "change" else COUNTS


@st.composite
def filled_forms(draw: st.DrawFn) -> tuple[str, dict[Key, str]]:
    edition = draw(st.sampled_from(["2019", "2021"]))
    return edition, {key: draw(strategy(key)) for key in rendering.keys(edition)}


def value_of(text: str) -> int | float | None:
    return SPECIAL[text] if text in SPECIAL else float(Decimal(text))


@pytest.mark.parametrize("style", STYLES)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(form=filled_forms())
def test_a_printed_form_reads_back(style: str, form: tuple[str, dict[Key, str]]) -> None:
    edition, figures = form
    render, name = STYLES[style]

    reading = extract.read(render(edition, figures), Hints(filename=name))

    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    assert read == {key: value_of(text) for key, text in figures.items()}
    assert reading.edition == edition


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("style", STYLES)
def test_a_clean_form_raises_no_issue_and_fails_no_identity(style: str, edition: str) -> None:
    render, name = STYLES[style]

    reading = extract.read(render(edition, dict.fromkeys(rendering.keys(edition), "0")), Hints(filename=name))

    assert [issue for issue in reading.issues if not issue.code.startswith("identity")] == []
    assert {check.outcome for check in reading.checks} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
