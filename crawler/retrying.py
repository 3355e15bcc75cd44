"""Trying again, after the pause that the server asked for or a growing one of our own."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.admission import admission_of
from crawler.gate import GATE
from crawler.turns import site_key

LONGEST_WAIT_S = 120.0  # a longer one would hold the lane of every portal behind this one


def _now() -> datetime:
    return datetime.now(UTC)


def retry_after(header: bytes | None, now: Callable[[], datetime] = _now) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110, section 10.2.3: seconds or a date), None where none."""
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])  # 30 years; more digits are no more patience
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now()).total_seconds()
    return max(seconds, 0.0) if math.isfinite(seconds) else None


class Retry(RetryMiddleware):
    """Scrapy's bounded retries, each after a longer pause: four times the portal's delay, then sixteen.

    A Retry-After is kept where it is longer, for the whole site and by every crawl of the process.  One that
    asks for more than two minutes ends the site's part of this run: the rest is taken by the next.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Retry what may be a passing fault of the server."""
        asked = retry_after(response.headers.get("Retry-After"))
        if asked and response.status in self.retry_http_codes:
            GATE.rest(site_key(request.url), min(asked, LONGEST_WAIT_S))
            if asked > LONGEST_WAIT_S:
                admission_of(self.crawler).stop(request.url, "retry-after")
                return response
        result: Request | Response = super().process_response(request, response)
        return self._rested(result) if isinstance(result, Request) else result

    def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """Retry what may be a passing fault of the network."""
        result: Request | Response | None = super().process_exception(request, exception)
        return self._rested(result) if isinstance(result, Request) else result

    def _rested(self, request: Request) -> Request:
        grown = self.crawler.settings.getfloat("DOWNLOAD_DELAY") * 4 ** int(request.meta["retry_times"])
        GATE.rest(site_key(request.url), min(grown, LONGEST_WAIT_S))
        return request
