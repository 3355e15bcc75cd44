"""Indicators against values computed by hand, and what is not known stays empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from archive import indicators, publish, readings
from archive.cells import form_cells
from archive.models import Disposition, Locator, Observation, Reading, Status
from archive.store import Archive
from tests.publish import sample
from tests.publish.conftest import rows

BODY = "人民政府办公室"
REFUSED = [row for table, row, column in form_cells() if row.startswith("refused_") and column == "total"]
REJECTED = [row for table, row, column in form_cells() if row.startswith("rejected_") and column == "total"]
KNOWN = {
    **dict.fromkeys((f"applications/{row}/total" for row in (*REFUSED, *REJECTED)), 0),
    "applications/new_received/total": 38,
    "applications/carried_in/total": 2,
    "applications/granted/total": 10,
    "applications/granted_in_part/total": 5,
    "applications/refused_state_secret/total": 1,
    "applications/refused_process/total": 3,
    "applications/unavailable_not_held/total": 6,
    "applications/unavailable_needs_creation/total": 1,
    "applications/unavailable_still_unclear/total": 1,
    "applications/rejected_petition/total": 4,
    "applications/rejected_excessive/total": 2,
    "applications/other_overdue_correction/total": 1,
    "applications/other_unpaid_fee/total": 0,
    "applications/other_other/total": 2,
    "applications/total_handled/total": 36,
    "applications/carried_forward/total": 4,
    "challenges/reconsideration/upheld": 2,
    "challenges/reconsideration/corrected": 1,
    "challenges/reconsideration/other": 1,
    "challenges/reconsideration/pending": 1,
    "challenges/reconsideration/total": 5,
    "challenges/litigation_direct/total": 3,
    "challenges/litigation_after_reconsideration/total": 1,
    "disclosure/normative_documents/made": 7,
    "disclosure/normative_documents/repealed": 2,
    "disclosure/normative_documents/in_force": 30,
}


def add(
    archive: Archive,
    year: int,
    cells: Mapping[str, Any],
    *,
    edition: str = "2021",
    published_on: str | None = None,
    publisher: str = BODY,
    ambiguous: str = "",
) -> None:
    data = f"{publisher}{year}".encode()
    sample.capture(archive, f"{sample.HOST}/{publisher}/{year}.html", "年报", Disposition.OK, data)
    observations = tuple(
        _observation(cell, value, is_certain=cell != ambiguous) for cell, value in cells.items()
    )
    reading = Reading(
        archive.blobs.put(data),
        "text/html",
        "html/1",
        publisher=publisher,
        division=sample.DIVISION,
        year=year,
        edition=edition,
        published_on=published_on,
        published_on_source="meta",
        observations=observations,
    )
    readings.take_in(archive, reading)


def _observation(cell: str, value: float | None, *, is_certain: bool) -> Observation:
    table, row, column = cell.split("/")
    known = Status.REPORTED if is_certain else Status.AMBIGUOUS
    status = Status.BLANK if value is None else known
    return Observation(table, row, column, value, status, str(value or ""), None, Locator())


def computed(archive: Archive, year: int = 2023) -> dict[str, Any]:
    publish.publish(archive)
    (row,) = rows(archive, "select * from indicators where year = ?", year)
    return row


def test_values_computed_by_hand(archive: Archive) -> None:
    add(archive, 2023, KNOWN, published_on="2024-02-03")
    row = computed(archive)
    expected = {
        "requests_new": 38,
        "requests_handled": 40,
        "requests_closed": 36,
        "carryover_rate": 0.1,
        "closing_rate": 0.9,
        "grant_rate_full": round(10 / 36, 6),
        "grant_rate_any": round(15 / 36, 6),
        "refusal_rate": round(4 / 36, 6),
        "not_held_rate": round(8 / 36, 6),
        "not_processed_rate": round(6 / 36, 6),
        "other_rate": round(3 / 36, 6),
        "not_held_share": 0.75,
        "petition_share": round(4 / 36, 6),
        "repeat_abuse_share": round(2 / 36, 6),
        "secret_share": 0.25,
        "internal_process_share": 0.75,
        "dispute_rate": 0.25,
        "first_dispute_rate": round(8 / 36, 6),
        "review_correction_closed": 0.25,
        "review_correction_all": 0.2,
        "post_review_suit": 0.25,
        "direct_suit_share": 0.75,
        "normative_net": 5,
        "deadline_on": "2024-01-31",
        "on_time": 0,
        "days_late": 3,
        "zero_report": 0,
    }
    assert {code: row[code] for code in expected} == expected
    assert (row["grant_rate_any_numerator"], row["grant_rate_any_denominator"]) == (15, 36)
    assert (row["grant_rate_any_is_small"], row["secret_share_is_small"]) == (0, 1)


def test_a_blank_operand_leaves_only_what_needs_it_empty(archive: Archive) -> None:
    add(archive, 2023, {**KNOWN, "applications/refused_other_law/total": None})
    row = computed(archive)
    assert row["refusal_rate"] is None
    assert row["refusal_rate_numerator"] is None
    assert row["secret_share_is_small"] is None
    assert row["grant_rate_any"] == round(15 / 36, 6)


def test_an_ambiguous_figure_is_not_computed_with(archive: Archive) -> None:
    add(archive, 2023, KNOWN, ambiguous="applications/granted/total")
    assert computed(archive)["grant_rate_full"] is None


def test_a_denominator_of_zero_is_no_rate(archive: Archive) -> None:
    add(archive, 2023, {**KNOWN, "applications/total_handled/total": 0})
    row = computed(archive)
    assert row["grant_rate_any"] is None
    assert row["grant_rate_any_denominator"] == 0


def test_zero_report_needs_every_zero_to_be_printed(archive: Archive) -> None:
    nothing = dict.fromkeys(KNOWN, 0)
    add(archive, 2022, nothing)
    add(archive, 2023, {**nothing, "challenges/reconsideration/total": None})
    assert computed(archive, 2022)["zero_report"] == 1
    assert computed(archive, 2023)["zero_report"] is None


def test_the_year_before_is_joined(archive: Archive) -> None:
    add(
        archive,
        2022,
        {**KNOWN, "applications/new_received/total": 4, "applications/carried_forward/total": 3},
    )
    add(archive, 2023, KNOWN)
    row = computed(archive)
    assert row["carry_link_gap"] == -1
    assert (row["requests_new_growth"], row["yoy_jump"]) == (9.5, 1)
    assert row["normative_valid_change"] == 0
    assert computed(archive, 2022)["carry_link_gap"] is None


def test_columns_that_mean_something_else_in_2019_stay_apart(archive: Archive) -> None:
    cells = {"disclosure/normative_documents/made": 20, "disclosure/normative_documents/newly_published": 3}
    add(archive, 2020, {**cells, "applications/other_handling/total": 1}, edition="2019")
    row = computed(archive, 2020)
    assert row["normative_made"] is None
    assert row["normative_published_share"] == 0.15
    assert row["other_rate_numerator"] == 1


def test_the_old_form_has_columns_of_its_own(archive: Archive) -> None:
    cells = {"requests_received": 9, "requests_answered": 8, "answers_granted": 6}
    old = {f"statistics/{row}/year": value for row, value in cells.items()}
    add(archive, 2015, old, edition="2014", published_on="2016-03-30")
    row = computed(archive, 2015)
    assert row["requests_new"] is None
    assert row["requests_received_before_2019"] == 9
    assert row["grant_rate_full_before_2019"] == 0.75
    assert (row["deadline_on"], row["on_time"]) == ("2016-03-31", 1)


def test_pooled_and_mean_are_different_and_both_count_bodies(archive: Archive) -> None:
    add(archive, 2023, KNOWN, publisher="民政局")
    few = {"applications/granted/total": 1, "applications/total_handled/total": 2}
    add(archive, 2023, {**KNOWN, **few}, publisher="教育局")
    blank = {**KNOWN, "applications/granted/total": None}
    add(archive, 2023, blank, publisher="财政局")
    publish.publish(archive)
    (pooled,) = rows(archive, "select * from indicators_pooled")
    (mean,) = rows(archive, "select * from indicators_mean")
    assert (pooled["grant_rate_full_numerator"], pooled["grant_rate_full_denominator"]) == (11, 38)
    assert pooled["grant_rate_full"] == round(11 / 38, 6)
    assert mean["grant_rate_full"] == pytest.approx((10 / 36 + 1 / 2) / 2, abs=1e-6)
    assert pooled["grant_rate_full_count"] == mean["grant_rate_full_count"] == 2
    assert pooled["report_count"] == 3


def test_every_operand_is_a_cell_of_the_form_and_every_formula_uses_operands() -> None:
    columns = {cell.name for cell in form_cells().values()}
    used = {
        name
        for operand in indicators.operands().values()
        for name in re.findall(r"(?:cells|prior)\.(\w+)", operand.sql)
    }
    assert used - columns == set()
    unused = {
        name
        for name in indicators.operands()
        if not any(re.search(rf"\b{name}\b", sql) for i in indicators.computed() for _, sql, _ in i.columns())
    }
    assert unused == set()


def test_the_catalogue_is_whole_and_numbered() -> None:
    numbers = {indicator.number for indicator in indicators.catalogue()}
    assert numbers == set(range(1, 45))
    not_computed = {indicator.code for indicator in indicators.catalogue() if not indicator.where}
    assert not_computed == {"requests_per_10k", "info_fee", "text_similarity", "peer_percentile"}
    assert not_computed.isdisjoint(column.name for i in indicators.computed() for _, _, column in i.columns())
