"""When a portal is due for a crawl.  Pure: dates in, verdict out; days are those of China.

Departments publish by 31 January and governments by 31 March (Regulation on Open Government Information,
Article 49), and so do their late ones: lists are read weekly then, monthly else, and once every August.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crawler.calendar import WEEK, last_recheck

DAY = timedelta(days=1)
MONTH = timedelta(weeks=4)  # a whole number of weeks, so that a weekly timer keeps it
SEASONS = (((1, 5), (2, 10)), ((3, 1), (4, 10)))  # month and day, first and last


class Why(StrEnum):
    """Why a portal is due."""

    FIRST = "first"  # never crawled
    UNFINISHED = "unfinished"  # its run was killed, or is under way
    DEFERRED = "deferred"  # its last run left pages to the next: night window, ceiling, a server at rest
    WEEKLY = "weekly"  # in the season of publication
    RETRY = "retry"  # its last run failed
    AUGUST = "august"  # the yearly visit to what is older
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class LastRun:
    """A portal's last crawl: the day in China on which it began, and how it ended."""

    on: date
    is_finished: bool = True
    has_failed: bool = False  # or was refused so often that the rest was left
    has_deferred: bool = False


def is_season(day: date) -> bool:
    """Whether reports are being published: 5 January to 10 February, 1 March to 10 April."""
    return any(first <= (day.month, day.day) <= last for first, last in SEASONS)


def why(last: LastRun | None, day: date) -> Why | None:
    """Why a portal is due on a day; None where it is not."""
    return next(_reasons(last, day), None)


def next_due(last: LastRun | None, today: date) -> tuple[date, Why]:
    """The first day on which a portal is, or was, due, and why."""
    day = today if last is None or not last.is_finished else last.on + DAY
    while (reason := why(last, day)) is None:
        day += DAY
    return day, reason


def _reasons(last: LastRun | None, day: date) -> Iterator[Why]:
    if last is None:
        yield Why.FIRST
        return
    waited = day - last.on
    if not last.is_finished:
        yield Why.UNFINISHED
    if last.has_deferred and waited >= DAY:
        yield Why.DEFERRED
    if waited >= WEEK and is_season(day):
        yield Why.WEEKLY
    if waited >= WEEK and last.has_failed:
        yield Why.RETRY
    if last.on < last_recheck(day):
        yield Why.AUGUST
    if waited >= MONTH:
        yield Why.MONTHLY
