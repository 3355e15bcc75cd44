"""Whether a crawl may ask for anything more: of this site, in this run, at this hour.

What is refused here was not asked for; it is recorded as ``deferred`` with its reason and taken by the next
run.  No answer of a portal can be told from it, so none of it says anything about a publisher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from archive.models import Capture, CaptureKind, Disposition
from crawler import night
from crawler.exceptions import Withheld
from crawler.hosts import host, site
from crawler.memory import Memory
from crawler.turns import spider_of

CHALLENGES_IN_A_ROW = 3
CHALLENGES_IN_ALL = 5
FAILURES_IN_A_ROW = 5  # URLs, each tried three times: a server that is down is left to recover

_NOT_ASKED = (Disposition.DEFERRED, Disposition.ROBOTS)
_FAULTS = ("timeout", "connection-", "dns", "tls-", "http-5", "unavailable-503")
_SENT = "select count(*) from captures where run_id = ? and portal_id = ? and http_status is not null"
_MET = """
select url, fetched_at, kind, disposition, reason from captures
where run_id = ? and portal_id = ? order by id"""
_LOGINS = "login-"  # a page for members only is no challenge


@dataclass(slots=True)
class Standing:
    """How one site has answered so far; every capture counts, one that was recalled from a killed run too."""

    challenges: int = 0
    in_a_row: int = 0
    failures: int = 0

    def take(self, capture: Capture) -> str | None:
        """Count a capture; the reason to leave the site alone, where there is one now."""
        reason = capture.reason or ""
        if capture.disposition is Disposition.BLOCKED and not reason.startswith(_LOGINS):
            self.challenges, self.in_a_row = self.challenges + 1, self.in_a_row + 1
        elif reason.startswith(_FAULTS):
            self.failures += 1
        else:
            self.in_a_row, self.failures = 0, 0
        if self.in_a_row >= CHALLENGES_IN_A_ROW or self.challenges >= CHALLENGES_IN_ALL:
            return "challenged"
        return "not-answering" if self.failures >= FAILURES_IN_A_ROW else None


@dataclass(slots=True)
class Stops:
    """Sites that are left alone for the rest of a run, and why; all crawls of a process share it."""

    _reasons: dict[tuple[str, str], str] = field(default_factory=dict)

    def stop(self, run_id: str, name: str, reason: str) -> None:
        """Leave a site alone; the first reason stands."""
        self._reasons.setdefault((run_id, name), reason)

    def reason(self, run_id: str, name: str) -> str | None:
        """Why a site is left alone, None where it is not."""
        return self._reasons.get((run_id, name))


STOPS = Stops()


@dataclass(slots=True)
class Admission:
    """One crawl's leave to ask.  ``ceiling`` bounds its requests in this run, ``window`` their hours."""

    run_id: str
    ceiling: int
    window: night.Night | None = None
    clock: Callable[[], datetime] = night.china_now
    sent: int = 0
    _standings: dict[str, Standing] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)

    def check(self, url: str) -> None:
        """Let a request pass that may be sent now.

        Raises:
            Withheld: with the reason, for one that may not.
        """
        reason = STOPS.reason(self.run_id, site(host(url))) or self._own_reason()
        if reason:
            raise Withheld(url, reason)

    def stop(self, url: str, reason: str) -> None:
        """Ask nothing more of the site of a URL in this run."""
        STOPS.stop(self.run_id, site(host(url)), reason)

    def note(self, capture: Capture) -> None:
        """Take notice of what came of a URL, once; what robots.txt answered is no page."""
        if (
            capture.kind is CaptureKind.ROBOTS
            or capture.disposition in _NOT_ASKED
            or capture.url in self._noted
        ):
            return
        self._noted.add(capture.url)
        standing = self._standings.setdefault(site(host(capture.url)), Standing())
        reason = standing.take(capture)
        if reason:
            self.stop(capture.url, reason)

    def _own_reason(self) -> str | None:
        if self.sent >= self.ceiling:
            return "request-ceiling"
        if self.window and not self.window.holds(self.clock()):
            return "night-window"
        return None


def admission_of(crawler: Crawler) -> Admission:
    """The one admission of a crawl whose run has been opened."""
    if crawler not in _OF:
        _OF[crawler] = _new(crawler)
    return _OF[crawler]


_OF: WeakKeyDictionary[Crawler, Admission] = WeakKeyDictionary()


def _new(crawler: Crawler) -> Admission:
    spider, settings = spider_of(crawler), crawler.settings
    memory, options = spider.memory, spider.portal.options
    (sent,) = memory.archive.db.conn.execute(_SENT, (memory.run_id, memory.portal.id)).fetchone()
    is_nightly = settings.getbool("NIANBAO_NIGHT") or options.get("night") == "1"
    ceiling: Any = options.get("max_requests") or settings["NIANBAO_MAX_REQUESTS"]
    window = night.Night() if is_nightly else None
    admission = Admission(memory.run_id, int(ceiling), window, night.china_now, sent)
    for capture in _before(memory):
        admission.note(capture)
    return admission


def _before(memory: Memory) -> Iterator[Capture]:
    """What this run had met at this portal before it was killed."""
    rows = memory.archive.db.conn.execute(_MET, (memory.run_id, memory.portal.id))
    for url, at, kind, came, reason in rows.fetchall():
        held = CaptureKind(kind), Disposition(came)
        yield Capture(memory.run_id, memory.portal.id, url, at, *held, reason)
