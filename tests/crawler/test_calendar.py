"""When a page is asked for again: weekly while new, every August after that, at once where there is cause."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Disposition
from archive.visits import Visits
from crawler.calendar import Calendar, Link, Reason, Revisit, china_date, last_recheck
from crawler.night import CHINA

LISTED = Link("某局2023年政府信息公开工作年度报告", "2024-01-20")


def visited(first: str, last: str, came: Disposition = Disposition.OK, **more: object) -> Visits:
    return Visits(
        f"{first}T14:00:00Z",
        f"{last}T14:00:00Z",
        came,
        frozenset({str(LISTED.title)}),
        frozenset({str(LISTED.listed_on)}),
        **more,  # type: ignore[arg-type]
    )


def on(day: str, visits: Visits, link: Link = LISTED) -> Reason:
    return Calendar(date.fromisoformat(day)).verdict(visits, link)


@pytest.mark.parametrize(
    ("first", "last", "today", "reason"),
    [
        ("2024-01-20", "2024-01-20", "2024-01-20", Reason.NOT_DUE),
        ("2024-01-20", "2024-01-20", "2024-01-25", Reason.NOT_DUE),
        ("2024-01-20", "2024-01-20", "2024-01-26", Reason.WEEKLY),  # a weekly crawl that came a little early
        ("2024-01-20", "2024-03-15", "2024-03-20", Reason.NOT_DUE),
        ("2024-01-20", "2024-03-10", "2024-03-20", Reason.WEEKLY),  # within two months of its first capture
        ("2024-01-20", "2024-03-10", "2024-03-21", Reason.NOT_DUE),
        ("2024-01-20", "2024-03-20", "2024-07-31", Reason.NOT_DUE),
        ("2024-01-20", "2024-03-20", "2024-08-01", Reason.AUGUST),
        ("2024-01-20", "2024-08-01", "2024-08-31", Reason.NOT_DUE),  # one August visit is enough
        ("2024-01-20", "2024-03-20", "2024-11-05", Reason.AUGUST),  # a missed August is made up for
        ("2024-01-20", "2024-09-01", "2025-07-31", Reason.NOT_DUE),
        ("2024-01-20", "2023-12-31", "2025-01-01", Reason.AUGUST),
    ],
)
def test_new_reports_weekly_and_older_ones_every_august(
    first: str, last: str, today: str, reason: Reason
) -> None:
    assert on(today, visited(first, last)) is reason


def test_what_was_never_seen_is_due() -> None:
    assert on("2024-05-01", Visits()) is Reason.NEW


@pytest.mark.parametrize(
    "came",
    [
        Disposition.BLOCKED,
        Disposition.FAILED,
        Disposition.UNREACHABLE,
        Disposition.MISSING,
        Disposition.ROBOTS,
    ],
)
def test_what_did_not_come_last_time_is_due(came: Disposition) -> None:
    assert on("2024-05-01", visited("2024-01-20", "2024-04-30", came)) is Reason.NOT_HELD


def test_an_attachment_that_did_not_come_makes_its_article_due() -> None:
    assert on("2024-05-01", visited("2024-01-20", "2024-04-30", has_lost_files=True)) is Reason.FILES_LOST


@pytest.mark.parametrize(
    "link",
    [Link("某局2023年政府信息公开工作年度报告（更正）", "2024-01-20"), Link(LISTED.title, "2024-04-30")],
)
def test_a_link_whose_title_or_date_changed_makes_its_report_due(link: Link) -> None:
    assert on("2024-05-01", visited("2024-01-20", "2024-04-20"), link) is Reason.LINK_CHANGED


def test_a_second_list_without_dates_changes_nothing() -> None:
    assert on("2024-05-01", visited("2024-01-20", "2024-04-20"), Link(LISTED.title)) is Reason.NOT_DUE


def test_what_a_killed_run_has_fetched_is_walked_again_from_the_store() -> None:
    seen = visited("2024-01-20", "2024-04-30", is_in_run=True)
    assert on("2024-05-01", seen) is Reason.IN_RUN


def test_the_operator_may_ask_for_all() -> None:
    everything = Calendar(date(2024, 5, 1), Revisit.ALWAYS)
    assert everything.verdict(visited("2024-01-20", "2024-05-01"), LISTED) is Reason.ALWAYS


def test_days_are_those_of_china() -> None:
    assert china_date("2024-07-31T16:00:00Z") == date(2024, 8, 1)
    assert china_date("2024-07-31T15:59:59Z") == date(2024, 7, 31)


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(0, 2000))
def test_nobody_waits_longer_than_from_one_august_to_the_next(first: date, later: int) -> None:
    """Visited daily where due: never over 7 days apart while new, and every August once."""
    seen, today = first, first + timedelta(days=later)
    visits = [first]
    for day in (first + timedelta(days=n) for n in range(later + 1)):
        moments = [datetime(d.year, d.month, d.day, 23, tzinfo=CHINA) for d in (first, seen)]
        first_at, last_at = (f"{(m - timedelta(hours=8)):%Y-%m-%dT%H:%M:%SZ}" for m in moments)
        if Calendar(day).by_date(Visits(first_at, last_at, Disposition.OK)) is not Reason.NOT_DUE:
            seen = day
            visits.append(day)
    assert seen >= min(last_recheck(today), today) or last_recheck(today) <= first
    early = [day for day in visits if day - first < timedelta(days=61)]
    assert all(b - a <= timedelta(days=7) for a, b in pairwise(early))
    assert len(visits) <= 12 + later // 365 + 1
