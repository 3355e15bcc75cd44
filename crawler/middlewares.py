"""Downloader middlewares, one job each; `crawler.settings` has their order.

On the way out: own hosts, one slot a site, resume, robots.txt, conditional request.  On the way in, after
Scrapy has followed redirects, decompressed and retried: recording.  What is recorded and is no page to read
leaves as the exception `Unusable`, so that a callback only ever sees a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.models import Capture, Disposition
from crawler.errand import asked_url
from crawler.exceptions import ForeignHost, Unusable
from crawler.exchange import (
    RECALLED,
    failed_capture,
    fresh_capture,
    stored_response,
    unchanged_capture,
)
from crawler.hosts import host, own_hosts, site
from crawler.robots import is_robots

if TYPE_CHECKING:
    from crawler.spiders import PortalSpider

_USABLE = (Disposition.OK, Disposition.NOT_MODIFIED)


class _Middleware:
    """A middleware that can reach its spider; a crawler has one only once the crawl has begun."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """Scrapy's way of making one."""
        return cls(crawler)

    @property
    def spider(self) -> PortalSpider:
        """The spider of this crawl."""
        spider: Any = self.crawler.spider
        return spider  # type: ignore[no-any-return]


class OwnHosts(_Middleware):
    """Keep to the portal's allow-list, after redirects too: mirrors and hijacked domains are common."""

    def process_request(self, request: Request) -> None:
        """Let a URL of the portal's own hosts pass, and the robots.txt that one of them refers to.

        Raises:
            ForeignHost: for any other.
        """
        name = host(request.url)
        if name not in own_hosts(self.spider.portal) and not is_robots(request):
            self.spider.walk.note_foreign(request.url, asked_url(request))
            raise ForeignHost(request.url)


class OneSlot(_Middleware):
    """All hosts of one registrable domain share one download slot, so that its delay holds between them."""

    def process_request(self, request: Request) -> None:
        """Name the slot."""
        request.meta["download_slot"] = site(host(request.url))


class Resume(_Middleware):
    """Answer from the store what this run has fetched before it was killed."""

    def process_request(self, request: Request) -> Response | None:
        """The stored response, if there is one.

        Raises:
            Unusable: where the run has fetched it and it was no page to read.
        """
        memory = self.spider.memory
        held = memory.recall(asked_url(request))
        if held is None or held.disposition is Disposition.DEFERRED:
            return None
        self.spider.fetched(held)
        if held.disposition not in _USABLE:
            raise Unusable(held)
        return stored_response(held, memory.body(held))


class Conditional(_Middleware):
    """Ask only for what has changed (RFC 9110, section 13): the validators of the body that we hold."""

    def process_request(self, request: Request) -> None:
        """Add the validators of the newest stored body of this URL; only a GET can be conditional."""
        if request.method != "GET":
            return
        standing = self.spider.memory.standing(asked_url(request))
        if standing is None:
            return
        if standing.etag:
            request.headers.setdefault("If-None-Match", standing.etag)
        if standing.last_modified:
            request.headers.setdefault("If-Modified-Since", standing.last_modified)


class Record(_Middleware):
    """Write every exchange into the archive, whatever came of it, before anyone looks at it."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Record a response; a 304 is answered with the bytes that still stand.

        Raises:
            Unusable: where it is no page to read.
        """
        if RECALLED in response.flags:
            return response
        memory = self.spider.memory
        standing = memory.standing(asked_url(request)) if response.status == 304 else None
        if standing is None:
            body, capture = response.body, fresh_capture(memory, request, response)
        else:
            body, capture = memory.body(standing), unchanged_capture(memory, request, response, standing)
        self._keep(capture, body)
        return response if standing is None else stored_response(capture, body)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Record a fetch that brought nothing.

        Raises:
            Unusable: always, unless it was recorded before.
        """
        if not isinstance(exception, Unusable):
            self._keep(failed_capture(self.spider.memory, request, exception), None)

    def _keep(self, capture: Capture, body: bytes | None) -> None:
        self.spider.memory.record(capture, body)
        self.spider.fetched(capture)
        if capture.disposition not in _USABLE:
            raise Unusable(capture)
