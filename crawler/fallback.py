"""From https to http where a host has no https: the same host, at its first contact, and told."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Response

from archive.models import Severity
from crawler.turns import spider_of


def plain_url(url: str) -> str | None:
    """The same address without TLS; None where it has a port of its own, which speaks one or the other."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port not in (None, 443):
        return None
    return urlunsplit(parts._replace(scheme="http", netloc=parts.hostname or ""))


class HttpFallback:
    """Below retrying, above recording: what comes here has been tried three times.

    A host that answered over https once in this crawl is never asked without it.  A failed handshake is no
    reason either: that host speaks TLS, if an old one, and its row may say ``tls=legacy``.  Nor is silence: a
    slow server would be taken for one without TLS.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._secure: set[str] = set()
        self._plain: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Ask a host that was found to have no https without it."""
        plain = plain_url(request.url)
        return _downgraded(request, plain) if plain and _host(request) in self._plain else None

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember who speaks TLS."""
        if request.url.startswith("https:"):
            self._secure.add(_host(request))
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Turn to http where nobody listens for https."""
        plain = plain_url(request.url)
        is_refused = isinstance(exception, DownloadConnectionRefusedError)
        if not is_refused or not plain or _host(request) in self._secure:
            return None
        self._plain.add(_host(request))
        message = f"expected https at {_host(request)}, found nobody listening; asked over http"
        issues = spider_of(self._crawler).walk.issues
        issues.note("http-fallback", Severity.WARNING, message, request.url, about=_host(request))
        return _downgraded(request, plain)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _downgraded(request: Request, plain: str) -> Request:
    """The request over http; the chain of redirects keeps the URL that was asked for."""
    meta = {key: value for key, value in request.meta.items() if key not in ("retry_times", "download_slot")}
    meta["redirect_urls"] = [*request.meta.get("redirect_urls", []), request.url]
    return request.replace(url=plain, meta=meta, dont_filter=True)
