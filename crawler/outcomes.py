"""What came of a portal's crawl, and how far the crawl of several is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from archive.models import CaptureKind, Disposition
from crawler.health import Finding, by_gravity, ended_early, judge, worst
from crawler.health.measures import crawl_measures
from crawler.memory import Memory
from crawler.walk import Walk

_DOCUMENTS = (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT)
_USABLE = (Disposition.OK, Disposition.NOT_MODIFIED)
_FINISHED = "finished"
_NEW_DOCUMENTS = """
select count(distinct document_sha256) from captures c
where run_id = ? and portal_id = ? and document_sha256 is not null
and not exists (
  select 1 from captures e
  where e.document_sha256 = c.document_sha256 and e.id < c.id and e.run_id <> c.run_id)"""
# What each document URL brought now beside what the newest run before this one held of it.
_BESIDE_BEFORE = """
select
  count(*) filter (where e.document_sha256 is null),
  count(*) filter (where e.document_sha256 <> c.document_sha256),
  count(*) filter (where e.document_sha256 = c.document_sha256)
from json_each(:urls) u
join captures c on c.id = (
  select max(id) from captures where run_id = :run and url = u.value and document_sha256 is not null)
left join captures e on e.id = (
  select max(id) from captures
  where url = u.value and id < c.id and run_id <> :run and document_sha256 is not null)"""


@dataclass(frozen=True, slots=True)
class PortalProgress:
    """How far a crawl of several portals is: pages fetched so far, portals done of all."""

    portal_id: str
    pages: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PortalOutcome:
    """What one portal's crawl brought; every count is of URLs, ``new_documents`` of distinct bytes."""

    portal_id: str
    finish_reason: str  # Scrapy's word: finished, shutdown, cancelled, or that of what ended the walk
    findings: tuple[Finding, ...] = ()  # why it is not complete, the gravest first
    is_yield_normal: bool = False  # whether later runs may be held against it
    lists: int = 0
    candidates: int = 0
    near_misses: int = 0
    found: int = 0  # reports seen, whether fetched or not
    articles: int = 0
    attachments: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    not_due: int = 0
    deferred: int = 0
    new_documents: int = 0
    not_modified: int = 0
    missing: int = 0
    blocked: int = 0
    robots: int = 0
    unreachable: int = 0
    failed: int = 0
    fetched: int | None = None  # articles among the new and revised; None before they are read
    unread: int | None = None  # of those, articles that show no figure, neither the page nor its files

    @property
    def status(self) -> str:
        """Complete, partial or failed: the worst that was found."""
        return worst(finding.outcome for finding in self.findings)

    @property
    def reason(self) -> str | None:
        """Why it is not complete, in Chinese and English."""
        return "；".join(map(str, self.findings)) or None

    @property
    def line(self) -> str:
        """What a person is told of it."""
        return f"{self.portal_id}: {self.status} ({self.reason})"

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that were broken, the gravest first."""
        return tuple(finding.code for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """The counts alone."""
        return {name: value for name, value in asdict(self).items() if type(value) is int}

    def read(self, fetched: int, unread: int) -> PortalOutcome:
        """The same outcome once its documents have been read, judged by the rules of that stage too."""
        found = judge({"fetched": fetched, "unread": unread}, "read")
        findings = by_gravity((*self.findings, *found))
        return replace(self, findings=findings, fetched=fetched, unread=unread)


def outcome_of(memory: Memory, walk: Walk, finish_reason: str) -> PortalOutcome:
    """Count a walk that has ended and judge it."""
    counts = _counts(memory, walk)
    is_whole = finish_reason == _FINISHED and walk.tally.is_whole
    found = judge(crawl_measures(counts, walk, memory), "crawl", is_whole_walk=is_whole)
    findings = by_gravity((*map(ended_early, _left_off(walk, finish_reason)), *found))
    is_normal = is_whole and not any(f.outcome == "failed" or f.is_yield for f in findings)
    del counts["asked"], counts["came"], counts["wanted"]
    return PortalOutcome(memory.portal.id, finish_reason, findings, is_normal, **counts)


def _left_off(walk: Walk, finish_reason: str) -> list[str]:
    """Why not everything was asked for, each reason once."""
    reasons = {reason for _, reason in walk.tally.deferred.values()}
    return [*({finish_reason} - {_FINISHED}), *sorted(reasons)]


def broken(portal_id: str, error: BaseException) -> PortalOutcome:
    """The outcome of a portal whose crawl could not even begin."""
    detail = f"{type(error).__name__}: {error}"
    return PortalOutcome(portal_id, "error", (ended_early("error", detail),))


def _counts(memory: Memory, walk: Walk) -> dict[str, int]:
    tally, key = walk.tally, (memory.run_id, memory.portal.id)
    articles = tally.count(*_USABLE, kind=CaptureKind.ARTICLE)
    attachments = tally.count(*_USABLE, kind=CaptureKind.ATTACHMENT)
    return {
        "lists": tally.count(*_USABLE, kind=CaptureKind.LIST),
        "candidates": tally.candidates,
        "near_misses": tally.near_misses,
        "found": tally.found,
        "articles": articles,
        "attachments": attachments,
        "not_due": len(tally.not_due),
        "deferred": len(tally.deferred),
        **_beside_before(memory, walk),
        "new_documents": memory.archive.db.conn.execute(_NEW_DOCUMENTS, key).fetchone()[0],
        "not_modified": tally.count(Disposition.NOT_MODIFIED),
        "missing": tally.count(Disposition.MISSING),
        "blocked": tally.count(Disposition.BLOCKED),
        "robots": tally.count(Disposition.ROBOTS),
        "unreachable": tally.count(Disposition.UNREACHABLE),
        "failed": tally.count(Disposition.FAILED),
        "asked": tally.count(*Disposition),
        "wanted": tally.wanted(walk.since),
        "came": articles + attachments + len(tally.not_due) + len(tally.deferred),
    }


def _beside_before(memory: Memory, walk: Walk) -> Mapping[str, int]:
    urls = sorted(walk.tally.urls(*_USABLE, kinds=_DOCUMENTS))
    parameters = {"urls": json.dumps(urls), "run": memory.run_id}
    row = memory.archive.db.conn.execute(_BESIDE_BEFORE, parameters).fetchone()
    return dict(zip(("new", "revised", "unchanged"), row, strict=True))
