"""Crawl portals from within a program: different sites side by side, one site's portals in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# First of all: it reads the stack of imports three times over, which takes 0.1 s where they are nested.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from archive.captures import now
from archive.models import Capture, Portal
from archive.store import Archive
from crawler import reactor, registry
from crawler.calendar import Calendar
from crawler.health.ledger import enter
from crawler.hosts import lanes, longest_delay
from crawler.loader import spider_class
from crawler.memory import Memory
from crawler.outcomes import PortalOutcome, PortalProgress, broken
from crawler.spiders import PortalSpider

OnProgress = Callable[[PortalProgress], None]


def crawl(  # noqa: PLR0913 (keywords, each an option of the command line)
    portals: Sequence[Portal],
    *,
    data: Path,
    run_id: str,
    since: int | None = None,
    on_progress: OnProgress | None = None,
    spider: type[PortalSpider] = PortalSpider,
    calendar: Calendar | None = None,
    night: bool = False,
) -> dict[str, PortalOutcome]:
    """Crawl portals into the archive under a data root, as part of a run that the caller has begun.

    Blocks until all are done.  A process that is killed loses nothing: called again with the same run, it
    fetches only what the run has not fetched.  ``since`` leaves out reports of earlier years where the link
    tells the year.  ``spider`` is the class whose subclasses walk the portals; ``calendar`` stands above what
    the rows say of visiting pages again.  With ``night``, pages are asked for only from 22:00 to 07:00 China
    time; what is left then is left to the next run.

    Returns:
        What came of each portal, by its id.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SPIDER_LOADER_CLASS", "scrapy.spiderloader.DummySpiderLoader")  # the rows are given
    if night:
        settings.set("NIANBAO_NIGHT", value=True)
    archive = Archive.open(data)
    try:
        registry.sync(archive, portals)
        make = _Make(spider, since, calendar)
        crawl_of_all = _Crawl(settings, archive, run_id, on_progress, len(portals), make)
        return reactor.run(crawl_of_all.portals(portals), settings.getfloat("DNS_TIMEOUT"))
    finally:
        archive.close()


@dataclass(frozen=True, slots=True)
class _Make:
    """How every portal's spider is made."""

    spider: type[PortalSpider]
    since: int | None
    calendar: Calendar | None

    @property
    def arguments(self) -> dict[str, Any]:
        """What is the same for all of them."""
        return {"since": self.since, "calendar": self.calendar}


class _Crawl:
    """One call of `crawl`."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        run_id: str,
        on_progress: OnProgress | None,
        total: int,
        make: _Make,
    ) -> None:
        self._settings, self._archive, self._run_id, self._make = settings, archive, run_id, make
        self._on_progress, self._total, self._pages = on_progress, total, 0
        self._outcomes: dict[str, PortalOutcome] = {}
        self._runner = AsyncCrawlerRunner(settings)
        self._room = asyncio.Semaphore(settings.getint("NIANBAO_PORTALS_AT_ONCE"))

    async def portals(self, portals: Sequence[Portal]) -> dict[str, PortalOutcome]:
        """Crawl them all, lane beside lane."""
        try:
            await asyncio.gather(*(self._lane(lane) for lane in lanes(portals)))
        except asyncio.CancelledError:
            await self._runner.stop()
            raise
        return {portal.id: self._outcomes[portal.id] for portal in portals}

    async def _lane(self, lane: Sequence[Portal]) -> None:
        async with self._room:
            for position, portal in enumerate(lane):
                if position:
                    await asyncio.sleep(longest_delay(lane, self._settings.getfloat("DOWNLOAD_DELAY")))
                self._outcomes[portal.id] = await self._portal(portal)
                self._report(portal.id)

    async def _portal(self, portal: Portal) -> PortalOutcome:
        memory, started_at = self._memory(portal), now()
        crawler = self._runner.create_crawler(spider_class(portal, self._make.spider))
        task = self._runner.crawl(crawler, memory=memory, on_fetched=self._count, **self._make.arguments)
        # One portal's crawl that cannot start must not end the others'; its error becomes its outcome.
        (result,) = await asyncio.gather(task, return_exceptions=True)
        spider = crawler.spider
        if isinstance(spider, PortalSpider) and hasattr(spider, "outcome") and result is None:
            return spider.outcome
        outcome = broken(portal.id, result or RuntimeError("the crawl ended without an outcome"))
        enter(memory, outcome, started_at)
        return outcome

    def _memory(self, portal: Portal) -> Memory:
        return Memory(self._archive, self._run_id, portal, self._settings["NIANBAO_VANTAGE"])

    def _count(self, capture: Capture) -> None:
        self._pages += 1
        self._report(capture.portal_id or "")

    def _report(self, portal_id: str) -> None:
        if self._on_progress:
            self._on_progress(PortalProgress(portal_id, self._pages, len(self._outcomes), self._total))


__all__ = ["OnProgress", "PortalOutcome", "PortalProgress", "crawl"]
