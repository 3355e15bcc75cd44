"""The downloader middleware next to the network: every exchange goes into WARC as it came.

Below decompression, redirects and retries, so each hop and each attempt has its records; above, only the last
of them becomes a capture.  It alters no answer and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any, Self
from urllib.parse import urldefrag
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, NotConfigured
from scrapy.http import Headers, Response

from archive.warc import pointers
from archive.warc.exchange import Earlier, Exchange
from archive.warc.writer import WarcWriter
from crawler import wire
from crawler.errand import asked_url
from crawler.evidence import Evidence, attach
from crawler.exchange import RECALLED

_CUT_BY: Mapping[type[Exception], str] = {DownloadCancelledError: "length", DownloadTimeoutError: "time"}
_PROGRAMS = ("nianbao", "scrapy", "warcio")


@dataclass(slots=True)
class _Arriving:
    """An answer whose body is still coming; all that is left of it where it does not come whole."""

    headers: Headers
    pieces: list[bytes] = field(default_factory=list)


class Warc:
    """Writes exchanges; on unless ``NIANBAO_WARC`` is 0."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._arriving: WeakKeyDictionary[Request, _Arriving] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one.

        Raises:
            NotConfigured: where the setting is off.
        """
        if not crawler.settings.getbool("NIANBAO_WARC"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.head_came, signal=signals.headers_received)
        crawler.signals.connect(middleware.piece_came, signal=signals.bytes_received)
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Forget what the attempt or the hop before this one left."""
        attach(request, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write an answer that came whole."""
        self._arriving.pop(request, None)
        if RECALLED not in response.flags:
            head = wire.take_head(response.headers) or wire.head_of(response.status, response.headers)
            address = str(response.ip_address) if response.ip_address else None
            self._write(request, head, response.body, ip_address=address)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write what had come of an answer that broke off; where no head came, nothing was exchanged."""
        arriving = self._arriving.pop(request, None)
        head = wire.take_head(arriving.headers) if arriving else None
        if arriving and head:
            truncated = next(
                (why for kind, why in _CUT_BY.items() if isinstance(exception, kind)), "disconnect"
            )
            self._write(request, head, b"".join(arriving.pieces), truncated=truncated)

    def head_came(self, headers: Headers, request: Request) -> None:
        """Take notice of the head of an answer."""
        self._arriving[request] = _Arriving(headers)

    def piece_came(self, data: bytes, request: Request) -> None:
        """Take notice of a piece of a body."""
        if request in self._arriving:
            self._arriving[request].pieces.append(data)

    def close(self) -> None:
        """Close the file, if one was begun."""
        if "_writer" in self.__dict__:
            self._writer.close()

    @cached_property
    def _writer(self) -> WarcWriter:
        memory, limit = self._memory, self._crawler.settings.getint("NIANBAO_WARC_LIMIT")
        return WarcWriter(memory.archive, memory.run_id, memory.portal.id, self._info, limit)

    @property
    def _memory(self) -> Any:
        spider: Any = self._crawler.spider
        return spider.memory

    @property
    def _info(self) -> dict[str, str]:
        """What every file says at its head of how it was made."""
        memory, settings = self._memory, self._crawler.settings
        return {
            "software": " ".join(f"{name}/{version(name)}" for name in _PROGRAMS),
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": memory.run_id,
            "description": f"{memory.portal.id} {memory.portal.name} {memory.portal.start_url}",
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": settings["USER_AGENT"],
            "operator": settings["NIANBAO_CONTACT"],
            "vantage": memory.vantage or "",
        }

    def _write(self, request: Request, head: bytes, body: bytes, **facts: Any) -> None:
        writer, url = self._writer, urldefrag(request.url)[0]
        moment = datetime.now(UTC).replace(tzinfo=None)
        exchange = Exchange(url, moment, wire.request_bytes(request), head, body, **facts)
        earlier = self._earlier(request, exchange)
        pointer = writer.write(exchange, earlier)
        digest = earlier.payload_digest if earlier else None
        attach(request, Evidence(pointer, url, digest or exchange.payload_digest))

    def _earlier(self, request: Request, exchange: Exchange) -> Earlier | None:
        archive = self._memory.archive
        if exchange.status == 304:
            standing = self._memory.standing(asked_url(request))
            pointer = pointers.pointer_of(standing) if standing else None
            return pointers.earlier_at(archive, pointer) if pointer else None
        if exchange.truncated or not exchange.body:
            return None
        return pointers.first_of_payload(archive, exchange.payload_digest)
