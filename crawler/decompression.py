"""Unpacking by what the bytes are: labels that lie are put right, bombs and broken bodies refused."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.exceptions import BadEncoding, Bomb

_GZIP = b"\x1f\x8b\x08"
_LABEL = "Content-Encoding"
_FAULTS = (OSError, EOFError, ValueError, zlib.error)


class Decompression(HttpCompressionMiddleware):
    """Scrapy's unpacking, bounded by DOWNLOAD_MAXSIZE."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack a body.

        Raises:
            Bomb: where it grows beyond the limit.
            BadEncoding: where it cannot be unpacked.
        """
        labelled = _relabelled(response)
        try:
            result: Request | Response = super().process_response(request, labelled)
        except IgnoreRequest as error:
            raise Bomb(request.url) from error
        except _FAULTS as error:
            raise BadEncoding(request.url) from error
        if labelled.body.startswith(_GZIP) and isinstance(result, Response) and result is not labelled:
            _need_whole(request, labelled.body, result.body)
        return result


def _need_whole(request: Request, packed: bytes, body: bytes) -> None:
    """Refuse a gzip that broke off: Scrapy hands on what there is of it.

    The last four bytes tell the length (RFC 1952); where they do not, there may be more than one member or
    something behind them, so the first member is looked at.
    """
    if int.from_bytes(packed[-4:], "little") == len(body) % 2**32:
        return
    member = zlib.decompressobj(wbits=31)
    try:
        member.decompress(packed, len(body) + 1)
    except zlib.error as error:
        raise BadEncoding(request.url) from error
    if not member.eof:
        raise BadEncoding(request.url)


def _relabelled(response: Response) -> Response:
    """Call gzip what is gzip in place of a page, and nothing gzip that is not."""
    label = (response.headers.get(_LABEL) or b"").lower()
    is_packed = response.body.startswith(_GZIP)
    if label in (b"gzip", b"x-gzip") and not is_packed:
        response.headers.pop(_LABEL, None)
    elif not label and is_packed and b"text/" in (response.headers.get("Content-Type") or b""):
        response.headers[_LABEL] = b"gzip"
    return response
