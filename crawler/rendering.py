"""Rendering, a downloader middleware: the pages of a ``browser`` portal as they are once their scripts ran.

The document is fetched like any other page.  Only what proved to be a page is given to the browser, so that
no challenge is ever run; and what the page's scripts ask for comes back through the crawl's own downloader:
same hosts, same robots.txt, same pause, same ceiling, each answer a capture and a WARC record, each script
asked for once a run.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import partial
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse, Response

from archive.models import CaptureKind, Disposition
from crawler.blocking import judge
from crawler.browser import Answered, Asked, Browser
from crawler.chromium import lacking
from crawler.errand import Errand, errand_of, posted_meta
from crawler.exchange import RECALLED, RENDERED
from crawler.hosts import host, own_hosts
from crawler.page import decode
from crawler.platforms.browser import BrowserPlatform
from crawler.turns import spider_of

MAX_REQUESTS = 60  # of one page's scripts; a page that polls would go on for ever
_OF_PAGE = "of_page"
_SENT_HEADERS = ("accept", "content-type", "x-requested-with", "referer")
_KEPT_HEADERS = ("content-type", "access-control-allow-origin", "access-control-allow-headers")
_FORM = "application/x-www-form-urlencoded"
_TYPES: Mapping[str, str] = {"script": "text/javascript", "document": "text/html"}


class Rendering:
    """Draw the lists of a portal whose row says ``browser``; no other crawl has this middleware."""

    def __init__(self, crawler: Crawler, platform: BrowserPlatform) -> None:
        self._crawler, self._platform = crawler, platform
        self._browser = Browser(crawler)
        crawler.signals.connect(self._browser.close, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one.

        Raises:
            NotConfigured: for a portal that needs no browser, or on a machine that has none.
        """
        platform = spider_of(crawler).walk.platform
        if not isinstance(platform, BrowserPlatform) or lacking():
            raise NotConfigured  # without a message, which Scrapy would log as a warning
        return cls(crawler, platform)

    def process_request(self, request: Request) -> None:
        """Ask for the whole page: that a shell is unchanged says nothing of what its scripts would list."""
        if self._is_drawn(request):
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as the browser shows it, flagged as rendered.

        Raises:
            NotRendered: where the browser failed.
        """
        if not (self._is_drawn(request) and self._is_page(request, response)):
            return response
        answer = partial(self._answer, _Budget(response.url))
        url, text = await self._browser.show(response.url, decode(response.body), answer)
        body, headers = text.encode("utf-8", errors="replace"), {"Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(
            url, headers=headers, body=body, encoding="utf-8", flags=[RENDERED], request=request
        )

    def _is_drawn(self, request: Request) -> bool:
        return errand_of(request).kind in self._platform.drawn and not request.meta.get(_OF_PAGE)

    @staticmethod
    def _is_page(request: Request, response: Response) -> bool:
        is_new = response.status == 200 and RECALLED not in response.flags
        verdict = judge(response.status, response.body, errand_of(request).kind) if is_new else None
        is_usable = verdict is not None and verdict.disposition is Disposition.OK
        return is_usable and isinstance(response, HtmlResponse)

    async def _answer(self, budget: _Budget, asked: Asked) -> Answered | None:
        """What the crawl's own downloader brings for a script; None where it is refused or fails."""
        walk = spider_of(self._crawler).walk
        if host(asked.url) not in own_hosts(walk.portal):
            walk.note_foreign(asked.url, budget.page_url)
            return None
        if not budget.spend():
            return None
        engine = self._crawler.engine
        assert engine is not None, "a response is processed while the engine runs"
        try:
            response = await engine.download_async(_request(asked, budget.page_url))
        except IgnoreRequest:
            return None
        return _answered(asked, response)


class _Budget:
    """How much a page's scripts may still ask for."""

    def __init__(self, page_url: str) -> None:
        self.page_url, self._left = page_url, MAX_REQUESTS

    def spend(self) -> bool:
        """Take one request, if one is left."""
        self._left -= 1
        return self._left >= 0


def _request(asked: Asked, page_url: str) -> Request:
    """The crawler's request for a script's: no cookie, our name, and a body named as every POST is."""
    headers = {name: asked.headers[name] for name in _SENT_HEADERS if name in asked.headers}
    body = asked.body or b""
    errand = Errand(CaptureKind.LIST, page_url)
    named = {} if asked.method == "GET" else posted_meta(_name_of(body, headers.get("content-type", "")))
    meta = {**errand.meta, **named, _OF_PAGE: True}
    return Request(asked.url, method=asked.method, headers=headers, body=body, meta=meta)


def _name_of(body: bytes, content_type: str) -> str:
    """A body within the URL by which the archive knows its POST: a form as it is, else as pywb writes it."""
    if content_type.startswith(_FORM):
        return body.decode("ascii", errors="replace")
    return f"__wb_post_data={base64.urlsafe_b64encode(body).decode('ascii')}"


def _answered(asked: Asked, response: Response) -> Answered:
    """A response as the browser gets it; text that it would have to guess the encoding of is UTF-8."""
    found = ((name, response.headers.get(name)) for name in _KEPT_HEADERS)
    kept = {name: value.decode("latin-1") for name, value in found if value}
    if asked.kind not in _TYPES:
        return Answered(response.status, kept, response.body)
    kept["content-type"] = f"{_TYPES[asked.kind]}; charset=utf-8"
    return Answered(response.status, kept, decode(response.body).encode("utf-8", errors="replace"))
