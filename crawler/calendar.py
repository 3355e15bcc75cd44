"""When a page that the archive holds is asked for again.  Pure: dates in, verdict out.

Lists come first, and every crawl reads them.  A report that is listed as it was is visited again weekly while
it is new, then every August: so a silent revision is seen, and a site is spared.  Days are those of China.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from archive.visits import Visits
from crawler.night import CHINA, china_now

NEW_FOR = timedelta(days=61)  # two months: publishers correct a report, if ever, soon after its deadline
WEEK = timedelta(days=7)
SLACK = timedelta(days=1)  # a weekly crawl may reach a page a little earlier in the night than last time
RECHECK_MONTH = 8  # between the deadlines of one year and the drafts of the next


class Revisit(StrEnum):
    """What a registry row says about pages that the archive holds."""

    CALENDAR = "calendar"
    ALWAYS = "always"


class Reason(StrEnum):
    """Why a page is due, or why not."""

    ALWAYS = "always"  # the row or the operator asks for all
    NEW = "new"  # never seen
    IN_RUN = "in-run"  # seen by this run, which was killed: the store answers
    NOT_HELD = "not-held"  # the last visit failed, was blocked or found nothing
    FILES_LOST = "files-lost"  # that of one of its attachments
    LINK_CHANGED = "link-changed"  # the list shows another title or date
    WEEKLY = "weekly"
    AUGUST = "august"
    NOT_DUE = "not-due"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its list shows it now."""

    title: str | None = None
    listed_on: str | None = None

    def is_known(self, visits: Visits) -> bool:
        """Whether an earlier visit came by a link of this title and by one of this date.

        A report stands on several lists, with different titles; so any earlier link counts, not the last.
        """
        return (self.title is None or self.title in visits.titles) and (
            self.listed_on is None or self.listed_on in visits.dates
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar on one day in China."""

    today: date
    revisit: Revisit = Revisit.CALENDAR

    def verdict(self, visits: Visits, link: Link) -> Reason:
        """Whether a page is due, and why; what the archive does not hold is due always."""
        if self.revisit is Revisit.ALWAYS:
            return Reason.ALWAYS
        if visits.is_in_run:
            return Reason.IN_RUN
        if visits.last_at is None:
            return Reason.NEW
        if not visits.is_held:
            return Reason.NOT_HELD
        if visits.has_lost_files:
            return Reason.FILES_LOST
        return Reason.LINK_CHANGED if not link.is_known(visits) else self.by_date(visits)

    def by_date(self, visits: Visits) -> Reason:
        """The verdict on a page that is held and listed as it was."""
        if visits.first_at is None or visits.last_at is None:
            return Reason.NOT_HELD
        first, last = china_date(visits.first_at), china_date(visits.last_at)
        if last < last_recheck(self.today):
            return Reason.AUGUST
        is_new = self.today - first < NEW_FOR
        return Reason.WEEKLY if is_new and self.today - last >= WEEK - SLACK else Reason.NOT_DUE


def last_recheck(today: date) -> date:
    """The first day of the August that is or was last; one that was missed is made up for later."""
    return date(today.year - (today.month < RECHECK_MONTH), RECHECK_MONTH, 1)


def china_date(at: str) -> date:
    """The day in China of a UTC time as the archive holds it."""
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone(CHINA).date()


def china_today() -> date:
    """The present day in China."""
    return china_now().date()
