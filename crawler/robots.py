"""robots.txt as RFC 9309 reads it: what a site says of itself, and what its silence means.

| answer | then |
|---|---|
| rules | obeyed, the first 500 KiB of them (section 2.5) |
| a page of HTML, 4xx but 429, a redirect that leads nowhere | no rules: all is allowed (2.3.1.3) |
| 5xx, 429, no answer, a broken one | nothing is asked of the host in this run (2.3.1.4) |

Redirects are followed, five at most, to another host too if that is asked for its own robots.txt (2.3.1.2).
"""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser

from archive.models import Capture, CaptureKind, Disposition
from crawler.blocking import Verdict
from crawler.errand import errand_of
from crawler.exceptions import RobotsForbidden, RobotsUnread, Unusable
from crawler.exchange import failed_capture
from crawler.turns import spider_of

MOST_BYTES = 500 * 1024
_PATH = "/robots.txt"
_NO_RULES = ("redirect-",)  # reasons of an answer that led nowhere


class Rules(ProtegoRobotParser):
    """Scrapy's parser, given as much of a file as the RFC asks a crawler to read, to its last whole line."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """Scrapy's way of making one."""
        if len(robotstxt_body) > MOST_BYTES:
            robotstxt_body = robotstxt_body[:MOST_BYTES].rpartition(b"\n")[0]
        rules: Self = super().from_crawler(crawler, robotstxt_body)
        return rules


def is_robots(request: Request) -> bool:
    """Whether a request is for a robots.txt, redirected or not."""
    return errand_of(request).kind is CaptureKind.ROBOTS and urlsplit(request.url).path == _PATH


def without_rules(capture: Capture) -> Verdict | None:
    """What a robots.txt without rules means for the host's pages; None where they may be asked for."""
    status, reason = capture.http_status or 0, capture.reason or ""
    if (200 <= status < 500 and status != 429) or reason.startswith(_NO_RULES):
        return None
    if capture.disposition is Disposition.FAILED:
        return Verdict(Disposition.DEFERRED, "robots-unreachable")
    return Verdict(capture.disposition, capture.reason)


class Robots(RobotsTxtMiddleware):
    """Scrapy's obedience to robots.txt, and the RFC's where there is none to obey."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._errors: dict[str, Exception] = {}
        self._unread: dict[str, Verdict | None] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Let an allowed URL pass.

        Raises:
            RobotsForbidden: where robots.txt forbids it.
            RobotsUnread: where it could not be read, so that nothing may be asked.
        """
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise RobotsForbidden(request.url) from error
        unread = None if is_robots(request) else self._verdict(request)
        if unread is not None:
            raise RobotsUnread(request.url, unread)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._errors[netloc] = exc
        super()._robots_error(exc, netloc)

    def _verdict(self, request: Request) -> Verdict | None:
        parts = urlsplit(request.url)
        error = self._errors.pop(parts.netloc, None)
        if error is not None:
            capture = self._recorded(f"{parts.scheme}://{parts.netloc}{_PATH}", error)
            self._unread[parts.netloc] = without_rules(capture)
        return self._unread.get(parts.netloc)

    def _recorded(self, url: str, error: Exception) -> Capture:
        if isinstance(error, Unusable):
            return error.capture
        spider = spider_of(self.crawler)
        capture = spider.memory.record(failed_capture(spider.memory, Request(url), error), None)
        spider.fetched(capture)
        return capture
