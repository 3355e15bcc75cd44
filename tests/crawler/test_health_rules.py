"""The rules of health as data, and the monitors that hold them: what is not known is never judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import ended_early, judge, worst
from crawler.health.measures import years_expected
from crawler.health.rules import OUTCOMES, rules

GOOD: dict[str, int | None] = {
    "walks": 1,
    "found": 40,
    "baseline": 40,
    "wanted": 40,
    "came": 40,
    "asked": 42,
    **dict.fromkeys(("blocked", "unreachable", "failed", "missing", "robots"), 0),
    "first_year": 2015,
    "years_found": 10,
    "years_expected": 10,
}


def codes(stage: str = "crawl", *, is_whole_walk: bool = True, **changes: int | None) -> list[str]:
    measures = GOOD | {"wanted": changes.get("found", GOOD["found"])} | changes
    found = judge(measures, stage, is_whole_walk=is_whole_walk)
    return [f"{finding.code} {finding.outcome}" for finding in found]


def test_a_crawl_as_the_one_before_is_in_order() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"found": 3}, ["yield-fell failed"]),
        ({"found": 20}, ["yield-fell partial"]),
        ({"found": 36}, []),
        ({"found": 0, "came": 0}, ["yield-zero failed"]),
        ({"found": 0, "came": 0, "baseline": None}, ["no-report failed"]),
        ({"came": 0}, ["nothing-came failed"]),
        ({"blocked": 1}, ["blocked partial"]),
        ({"unreachable": 22}, ["unreachable failed"]),
        ({"failed": 42, "found": 0, "came": 0}, ["failed failed"]),
        ({"missing": 13}, ["missing partial"]),
        ({"missing": 5}, []),
        ({"years_found": 5}, ["years-missing partial"]),
        ({"issue:pagination-loop": 1}, ["pagination-loop partial"]),
        ({"issue:too-many-leads": 1}, ["too-many-leads partial"]),
        ({"issue:spider-error": 1, "blocked": 30}, ["blocked failed", "spider-error partial"]),
    ],
)
def test_each_rule_finds_what_it_is_for(changes: dict[str, Any], found: list[str]) -> None:
    assert codes(**changes) == found


def test_a_walk_cut_short_is_not_held_against_whole_ones() -> None:
    assert codes(is_whole_walk=False, found=1, years_found=1, came=0) == []
    assert codes(is_whole_walk=False, blocked=30) == ["blocked failed"]


def test_what_is_not_known_is_not_judged() -> None:
    assert judge({}, "crawl") == ()
    assert codes(found=1, came=1, asked=2, baseline=None, years_expected=None) == []


def test_unread_articles_are_judged_by_the_same_suite() -> None:
    assert codes("read", fetched=10, unread=3) == []
    assert codes("read", fetched=10, unread=4) == ["unread partial"]
    assert codes("read", fetched=10, unread=9) == ["unread failed"]
    assert codes("read", fetched=2, unread=2) == []


def test_an_error_in_a_monitor_is_a_failure_and_not_silence() -> None:
    wrong: Any = {"blocked": "many"}
    (defect,) = judge(GOOD | wrong, "crawl")
    assert (defect.code, defect.outcome) == ("monitor-error", "failed")
    assert "blocked" in defect.zh


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.none() | st.integers(0, 10_000)))
def test_any_counts_are_judged_and_said_in_both_languages(changes: dict[str, int | None]) -> None:
    for finding in judge(GOOD | changes, "crawl"):
        assert finding.code != "monitor-error"
        assert finding.outcome in ("partial", "failed")
        assert "{" not in finding.zh + finding.en


def test_every_rule_has_a_reason_and_every_level_is_worse_than_the_next() -> None:
    for rule in rules().values():
        assert rule.why
        assert rule.zh
        assert rule.en
        severities = [OUTCOMES.index(level.outcome) for level in rule.levels]
        assert severities == sorted(severities, reverse=True)
        assert set(rule.unless) <= set(list(rules())[: list(rules()).index(rule.code)])


def test_reasons_for_ending_early_are_data_and_an_unknown_one_is_a_failure() -> None:
    assert ended_early("request-ceiling").outcome == "partial"
    assert ended_early("challenged").outcome == "failed"
    unknown = ended_early("meteorite")
    assert (unknown.outcome, "meteorite" in unknown.zh) == ("failed", True)


def test_the_worst_of_nothing_is_complete() -> None:
    assert worst(()) == "complete"
    assert worst(("complete", "failed", "partial")) == "failed"


@pytest.mark.parametrize(
    ("first_year", "today", "years"),
    [(2015, "2026-11-20", 11), (2015, "2026-02-01", 10), (2025, "2026-03-31", 0), (None, "2026-11-20", None)],
)
def test_a_report_is_expected_once_its_legal_term_is_over(
    first_year: int | None, today: str, years: int | None
) -> None:
    assert years_expected(first_year, date.fromisoformat(today)) == years
