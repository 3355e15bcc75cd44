"""Scrapy extensions, one job each: contact, a run of its own, Crawl-delay, errors made issues."""

from __future__ import annotations

from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from archive import run_summary, runs
from archive.models import Severity
from archive.store import Archive
from crawler import registry
from crawler.admission import admission_of
from crawler.exceptions import ContactMissing
from crawler.gate import GATE
from crawler.hosts import host, is_local, site
from crawler.memory import Memory
from crawler.retrying import LONGEST_WAIT_S
from crawler.spiders import PortalSpider
from crawler.turns import site_key


def _spider(crawler: Crawler) -> PortalSpider:
    spider = crawler.spider
    assert isinstance(spider, PortalSpider), "the loader makes no other"
    return spider


class Contact:
    """Go to nobody's door without a name: a portal off loopback needs ``NIANBAO_CONTACT``."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Contact:
        """Let the crawl begin.

        Raises:
            ContactMissing: where no contact is set and the portal is not on loopback.
        """
        if not crawler.settings["NIANBAO_CONTACT"] and not is_local(_spider(crawler).portal):
            raise ContactMissing(
                "NIANBAO_CONTACT: expected the page or mailbox where a webmaster reaches you, found nothing"
                "；请设置环境变量 NIANBAO_CONTACT 为联系网址或邮箱"
            )
        return cls()


class OwnRun:
    """Give plain ``scrapy crawl`` what the program's own commands bring: lock, run, registry row, summary."""

    def __init__(self, crawler: Crawler, spider: PortalSpider) -> None:
        self._archive = Archive.open(crawler.settings["NIANBAO_DATA"])
        self._lock = runs.lock(self._archive)
        self._lock.__enter__()
        self._run = runs.begin(self._archive, f"scrapy-{spider.portal.id}")
        registry.sync(self._archive, (spider.portal,))
        vantage = crawler.settings["NIANBAO_VANTAGE"]
        spider.memory = Memory(self._archive, self._run.id, spider.portal, vantage)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnRun:
        """Open the archive, unless the caller did.

        Raises:
            ArchiveBusy: where another process is writing to it.
        """
        spider = _spider(crawler)
        if spider.has_memory:
            raise NotConfigured  # without a message, which Scrapy would log as a warning
        extension = cls(crawler, spider)
        crawler.signals.connect(extension.close, signal=signals.spider_closed)
        return extension

    def close(self, spider: PortalSpider, reason: str) -> None:
        """Finish the run; one that was interrupted stays open and is taken up by the next."""
        outcome = spider.outcome
        if reason != "shutdown":
            said = None if outcome.status == "complete" else outcome.line
            failures = [outcome.line] if outcome.status == "failed" else []
            run_summary.close(self._archive, self._run, outcome.status, said, failures)
        self._lock.__exit__(None, None, None)
        self._archive.close()


class CrawlDelay:
    """Obey Crawl-delay, which Scrapy reads and does not obey, where it is longer than our own delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Listen for every robots.txt that is read."""
        extension = cls(crawler)
        crawler.signals.connect(extension.slow_down, signal=signals.robots_parsed)
        return extension

    def slow_down(self, robotparser: RobotParser, request: Request) -> None:
        """Take a host's Crawl-delay over into the gate and the download slots, those there are and to come.

        One of more than two minutes would take weeks for a county's reports: the site is left to a person.
        """
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if asked is None:
            return
        if asked > LONGEST_WAIT_S:
            admission_of(self._crawler).stop(request.url, "crawl-delay")
            return
        GATE.slow(site_key(request.url), asked)
        key, downloader = site(host(request.url)), self._crawler.engine.downloader
        delay = max(asked, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0}
        if key in downloader.slots:
            downloader.slots[key].delay = delay


class SpiderErrors:
    """Make an issue of every error of a callback: a page was fetched and not read, and the defect is ours."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SpiderErrors:
        """Listen for errors of the spider."""
        extension = cls()
        crawler.signals.connect(extension.note, signal=signals.spider_error)
        return extension

    def note(self, failure: Failure, response: Any, spider: PortalSpider) -> None:
        """Note one; the walk goes on."""
        message = f"{type(failure.value).__name__}: {failure.value}"
        spider.walk.issues.note("spider-error", Severity.ERROR, message, response.url, about=message)
