"""What is due, portal by portal: the season and the calendar asked of the archive and the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from archive import visits
from archive.models import Portal
from archive.store import Archive
from crawler.calendar import Calendar, Reason, Revisit, china_date
from crawler.hosts import delay, lanes
from crawler.settings import DOWNLOAD_DELAY, NIANBAO_PORTALS_AT_ONCE
from nianbao.season import LastRun, Why, next_due

_LAST_RUN = """
select started_at, outcome, deferred_count, blocked_count + unreachable_count + failed_count, list_count
from portal_runs where portal_id = ? order by run_id desc limit 1"""
_UNDER_WAY = """
select c.fetched_at from captures c join runs r on r.id = c.run_id and r.outcome = 'running'
where c.id = (select max(id) from captures where portal_id = ?)"""
_ROBOTS = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One portal of the plan; ``requests`` and ``seconds`` are None where nothing is known of its size.

    They count what the archive knows to be due on that day, so new reports come on top.
    """

    portal: Portal
    last_run_on: date | None
    due_on: date
    is_due: bool
    why: Why
    requests: int | None
    seconds: float | None


def plan(archive: Archive | None, portals: Iterable[Portal], today: date) -> list[Entry]:
    """The portals in the order in which they are due; None: there is no archive yet."""
    entries = [_entry(archive, portal, today) for portal in portals]
    return sorted(entries, key=lambda entry: (entry.due_on, entry.portal.id))


def due(archive: Archive, portals: Sequence[Portal], today: date) -> tuple[Portal, ...]:
    """The portals that are due today, in the order of the registry."""
    return tuple(portal for portal in portals if next_due(_last(archive, portal), today)[0] <= today)


def longest_lane(entries: Sequence[Entry]) -> float:
    """Seconds that a crawl of these takes at least: sites side by side, one site's portals in turn."""
    seconds = {entry.portal.id: entry.seconds or 0.0 for entry in entries}
    by_lane = [sum(seconds[portal.id] for portal in lane) for lane in lanes(e.portal for e in entries)]
    return max([sum(by_lane) / NIANBAO_PORTALS_AT_ONCE, *by_lane])


def _entry(archive: Archive | None, portal: Portal, today: date) -> Entry:
    last = _last(archive, portal) if archive else None
    due_on, why = next_due(last, today)
    requests = _requests(archive, portal, max(due_on, today)) if archive and last else None
    seconds = None if requests is None else requests * delay(portal, DOWNLOAD_DELAY)
    return Entry(portal, last.on if last else None, due_on, due_on <= today, why, requests, seconds)


def _last(archive: Archive, portal: Portal) -> LastRun | None:
    under_way = archive.db.conn.execute(_UNDER_WAY, (portal.id,)).fetchone()
    if under_way:
        return LastRun(china_date(under_way[0]), is_finished=False)
    row = archive.db.conn.execute(_LAST_RUN, (portal.id,)).fetchone()
    if row is None:
        return None
    started_at, outcome, deferred, refused, _ = row
    is_unwell = outcome == "failed" or (deferred and refused)  # who refuses us is not asked again tomorrow
    return LastRun(china_date(started_at), has_failed=is_unwell, has_deferred=deferred > 0 and not is_unwell)


def _requests(archive: Archive, portal: Portal, day: date) -> int:
    """Lists as in the last run, and of the pages that the archive holds those that the calendar asks for."""
    row = archive.db.conn.execute(_LAST_RUN, (portal.id,)).fetchone()
    calendar = Calendar(day, Revisit(portal.options.get("revisit", Revisit.CALENDAR)))
    pages = sum(
        not seen.is_held or calendar.revisit is Revisit.ALWAYS or calendar.by_date(seen) is not Reason.NOT_DUE
        for _, seen in visits.of_portal(archive, portal.id)
    )
    return _ROBOTS + (row[4] if row else 0) + pages
