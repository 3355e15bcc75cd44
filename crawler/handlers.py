"""The download handler of both schemes: each exchange waits for its turn, and a portal may need old TLS."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.models import CaptureKind
from crawler import tls, wire
from crawler.admission import admission_of
from crawler.errand import errand_of
from crawler.turns import spider_of, turn


class GuestHandler(HTTP11DownloadHandler):
    """Scrapy's handler behind the gate.  Whatever sends a request, a middleware too, passes here."""

    takes_turns = True  # off loopback `crawler.floor` lets no handler fetch that does not say so

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if spider_of(crawler).portal.options.get("tls") == "legacy":
            policy: Any = tls.Legacy()  # zope declares that it is an IPolicyForHTTPS
            self._contextFactory = policy
        wire.keep_heads(self._pool)

    async def download_request(self, request: Request) -> Response:
        """Fetch a request in its turn.

        Raises:
            Withheld: where the site was given up while this request waited.
        """
        if errand_of(request).kind is CaptureKind.ATTACHMENT:
            request.meta["download_timeout"] = self.crawler.settings.getfloat("NIANBAO_FILE_TIMEOUT")
        async with turn(self.crawler, request):
            admission = admission_of(self.crawler)
            admission.check(request.url)
            admission.sent += 1
            return await super().download_request(request)
