"""Requests and answers as bytes on the wire, where Scrapy and Twisted hand on only what they mean.

Twisted lowers and groups the names of header lines and drops the reason phrase; so the lines are kept as they
come and travel to `crawler.warc` as a header of ours, which it takes away again.
"""

from __future__ import annotations

import base64
import re
from http import HTTPStatus
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.http import Headers
from twisted.internet.defer import Deferred
from twisted.web._newclient import STATUS, ParseError
from twisted.web.client import URI, HTTPConnectionPool
from twisted.web.http_headers import Headers as TwistedHeaders

_CARRIER = b"X-Nianbao-Wire-Head"
_TRANSFER = re.compile(rb"(?im)^transfer-encoding(?=[ \t]*:)")
_LONGEST_HEAD = 262_144  # bytes; nothing else bounds a head, and DOWNLOAD_MAXSIZE is one of bodies
_PORTS = {b"http": 80, b"https": 443}


class _Parser(http11._LenientHTTPClientParser):  # noqa: SLF001 (no public place sees the lines)
    """Scrapy's parser, keeping the lines; those of a 100 Continue give way to those of the answer."""

    head: bytearray

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        if self.state == STATUS:
            self.head.clear()
        self.head += line + b"\n"
        if len(self.head) > _LONGEST_HEAD:
            raise ParseError("expected an end of the head, found none", line[:80])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class _Protocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001
    """Scrapy's protocol, with the head of the answer among its headers."""

    def request(self, request: Any) -> Deferred[Any]:
        answered = super().request(request)
        parser: Any = self._parser
        head = parser.head = bytearray()
        parser.__class__ = _Parser

        def carry(answer: Any) -> Any:
            answer.headers.setRawHeaders(_CARRIER, [base64.b64encode(head)])
            return answer

        return answered.addCallback(carry)


class _Factory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001
    """Makes the connections of a pool."""

    def buildProtocol(self, addr: object) -> _Protocol:  # noqa: N802, ARG002
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def keep_heads(pool: HTTPConnectionPool) -> None:
    """Let every answer of a handler's connections carry its head."""
    pool._factory = _Factory  # noqa: SLF001 (Scrapy sets its own in the same way)


def request_bytes(request: Request) -> bytes:
    """A request as the handler sends it, head and body."""
    uri: Any = URI.fromBytes(request.url.partition("#")[0].encode("ascii"))  # type: ignore[no-untyped-call]
    headers = TwistedHeaders(request.headers)
    if not headers.hasHeader(b"Host"):
        is_usual = _PORTS.get(uri.scheme) == uri.port
        headers.addRawHeader(b"Host", uri.host if is_usual else b"%b:%d" % (uri.host, uri.port))
    lines = [b"%b %b HTTP/1.1" % (request.method.encode("ascii"), uri.originForm)]
    if request.body:
        lines.append(b"Content-Length: %d" % len(request.body))
    lines += [b"%b: %b" % (name, value) for name, values in headers.getAllRawHeaders() for value in values]
    return b"\r\n".join([*lines, b"", request.body])


def take_head(headers: Headers) -> bytes | None:
    """The head of an answer as it came, which is taken off its headers; None where none was carried.

    The body is kept without its chunks, so Transfer-Encoding goes by the name that archives give to a header
    which no longer holds.
    """
    carried = headers.get(_CARRIER)
    if carried is None:
        return None
    del headers[_CARRIER]
    return _TRANSFER.sub(b"X-Archive-Orig-Transfer-Encoding", base64.b64decode(carried))


def head_of(status: int, headers: Headers) -> bytes:
    """The head of an answer that another handler brought (a browser), made of what it told."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    lines = f"HTTP/1.1 {status} {phrase}\r\n".encode("ascii") + headers.to_string()
    return lines.rstrip(b"\r\n") + b"\r\n\r\n"
