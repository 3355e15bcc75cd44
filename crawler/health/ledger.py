"""The Scrapy extension that writes each portal's outcome into the archive when its crawl ends."""

from __future__ import annotations

from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from archive import portal_runs
from archive.captures import now
from crawler.memory import Memory
from crawler.outcomes import PortalOutcome
from crawler.spiders import PortalSpider


class Ledger:
    """Enter what came of the crawl, with the requests that it sent, as a row of ``portal_runs``."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started_at = now()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Ledger:
        """Listen for the end; Scrapy has connected the spider's own ``closed`` before any extension."""
        extension = cls(crawler)
        crawler.signals.connect(extension.close, signal=signals.spider_closed)
        return extension

    def close(self, spider: PortalSpider) -> None:
        """Write the row."""
        sent = self._crawler.stats.get_value("downloader/request_count", 0) if self._crawler.stats else 0
        enter(spider.memory, spider.outcome, self._started_at, sent)


def enter(memory: Memory, outcome: PortalOutcome, started_at: str, request_count: int = 0) -> None:
    """Write one portal's outcome of one run; the requests are added to those before the run was killed."""
    portal_runs.record(
        memory.archive,
        {
            **judged(memory.run_id, outcome),
            "started_at": started_at,
            "finished_at": now(),
            "finish_reason": outcome.finish_reason,
            "is_yield_normal": int(outcome.is_yield_normal),
            "request_count": request_count,
            "vantage": memory.vantage,
            **{column: getattr(outcome, name) for column, name in _COUNTS.items()},
        },
    )


def judged(run_id: str, outcome: PortalOutcome) -> dict[str, Any]:
    """The columns that say how a portal's outcome was judged; a later stage may judge it anew."""
    return {
        "run_id": run_id,
        "portal_id": outcome.portal_id,
        "outcome": outcome.status,
        "reason": " ".join(outcome.codes) or None,
        "message": "\n".join(map(str, outcome.findings)) or None,
        "fetched_count": outcome.fetched,
        "unread_count": outcome.unread,
    }


_COUNTS = {  # column -> field of the outcome
    **{
        f"{name}_count": name
        for name in (
            *("found", "new", "revised", "unchanged", "not_due", "deferred", "missing", "blocked", "robots"),
            *("unreachable", "failed"),
        )
    },
    "list_count": "lists",
    "candidate_count": "candidates",
}
