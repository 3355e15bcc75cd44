"""``scrapy crawl ID``, which ends with status 1 where the portal failed, as ``nianbao crawl`` does."""

from __future__ import annotations

from argparse import Namespace

from scrapy import Spider
from scrapy.commands import crawl
from scrapy.crawler import Crawler

from crawler.outcomes import PortalOutcome


class Command(crawl.Command):
    """Scrapy's command; a scheduler learns from its status what came of the portal."""

    _crawler: Crawler

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._crawler = super()._create_crawler(spidercls)
        return self._crawler

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl, then judge."""
        super().run(args, opts)
        outcome: PortalOutcome | None = getattr(self._crawler.spider, "outcome", None)  # none: it never began
        if outcome is None or outcome.status == "failed":
            self.exitcode = 1
