"""What came of a portal's crawl, and how far the crawl of several is."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from archive.models import CaptureKind, Disposition
from crawler.issue_log import IssueLog
from crawler.memory import Memory
from crawler.walk import Walk

_NEW_DOCUMENTS = """
select count(distinct document_sha256) from captures c
where run_id = ? and portal_id = ? and document_sha256 is not null
and not exists (
  select 1 from captures e
  where e.document_sha256 = c.document_sha256 and e.id < c.id and e.run_id <> c.run_id)"""
_USABLE = (Disposition.OK, Disposition.NOT_MODIFIED)
_FAILED = (Disposition.FAILED, Disposition.UNREACHABLE)
# Issues that leave the walk incomplete.
_DOUBTS = ("spider-error", "pagination-loop", "too-many-pages", "unreadable-list")


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
    status: str  # complete, partial or failed
    reason: str | None  # why it is not complete
    finish_reason: str  # Scrapy's word: finished, shutdown, cancelled
    lists: int = 0
    candidates: int = 0
    near_misses: int = 0
    articles: int = 0
    attachments: int = 0
    new_documents: int = 0
    not_modified: int = 0
    missing: int = 0
    blocked: int = 0
    robots: int = 0
    failed: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The counts alone, as a run's summary keeps them."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}


def outcome_of(memory: Memory, walk: Walk, finish_reason: str) -> PortalOutcome:
    """Count a walk that has ended and judge it."""
    tally, key = walk.tally, (memory.run_id, memory.portal.id)
    counts = {
        "lists": tally.count(*_USABLE, kind=CaptureKind.LIST),
        "candidates": tally.candidates,
        "near_misses": tally.near_misses,
        "articles": tally.count(*_USABLE, kind=CaptureKind.ARTICLE),
        "attachments": tally.count(*_USABLE, kind=CaptureKind.ATTACHMENT),
        "new_documents": memory.archive.db.conn.execute(_NEW_DOCUMENTS, key).fetchone()[0],
        "not_modified": tally.count(Disposition.NOT_MODIFIED),
        "missing": tally.count(Disposition.MISSING),
        "blocked": tally.count(Disposition.BLOCKED),
        "robots": tally.count(Disposition.ROBOTS),
        "failed": tally.count(*_FAILED),
    }
    status, reason = _judge(counts, walk.issues, finish_reason)
    return PortalOutcome(memory.portal.id, status, reason, finish_reason, **counts)


def broken(portal_id: str, error: BaseException) -> PortalOutcome:
    """The outcome of a portal whose crawl could not even begin."""
    return PortalOutcome(portal_id, "failed", f"{type(error).__name__}: {error}", "error")


def _judge(counts: dict[str, int], issues: IssueLog, finish_reason: str) -> tuple[str, str | None]:
    refused = [f"{counts[name]} {name}" for name in ("blocked", "failed", "robots") if counts[name]]
    if finish_reason != "finished":
        return "failed", f"the crawl ended early: {finish_reason}"
    if not counts["articles"] and not counts["attachments"]:
        return "failed", ", ".join(["no report was found", *refused])
    doubts = [code for code in _DOUBTS if code in issues]
    if counts["blocked"] or counts["failed"] or doubts:
        return "partial", ", ".join([*refused, *doubts])
    return "complete", None
