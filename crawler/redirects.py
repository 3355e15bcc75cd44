"""Redirects, and the one cookie that this crawler ever accepts.

Some gateways (openresty with a WAF) answer a first visit with a redirect to the same URL and a cookie, and
serve the page to whoever brings the cookie back.  Any browser does that without a script or a question, so it
is no challenge; see docs/decisions/0008.  It is taken once for a URL, kept for that host and this crawl, and
sent nowhere else.
"""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.models import Severity
from crawler.exceptions import RedirectLoop, RedirectNowhere
from crawler.turns import spider_of

_STATUSES = (301, 302, 303, 307, 308)
_MOST_COOKIES = 5
_MOST_BYTES = 4096
_TAKEN = "cookie_taken"


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, each recorded even where it leads to a page already seen, and bounded."""

    def _jar(self) -> dict[str, bytes]:
        jar: dict[str, bytes] = self.__dict__.setdefault("_cookies", {})
        return jar

    def process_request(self, request: Request) -> None:
        """Bring back what this host gave with a redirect to itself."""
        cookie = self._jar().get(_origin(request.url))
        if cookie:
            request.headers["Cookie"] = cookie

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow a redirect.

        Raises:
            RedirectLoop: where it leads round in a circle, or back to itself without need.
            RedirectNowhere: where its target is no address.
        """
        try:
            if _leads_to_itself(request, response):
                return self._once_more(request, response)
            result: Request | Response = super().process_response(request, response)
        except RedirectLoop:
            raise
        except IgnoreRequest as error:
            raise RedirectLoop(request.url) from error
        except ValueError as error:
            raise RedirectNowhere(request.url) from error
        if isinstance(result, Request):
            result.dont_filter = True  # else one that leads to a page already seen would vanish unrecorded
        return result

    def _once_more(self, request: Request, response: Response) -> Request:
        cookie = _cookies(response)
        if not cookie or request.meta.get(_TAKEN):
            raise RedirectLoop(request.url)
        self._jar()[_origin(request.url)] = cookie
        message = f"expected a page, found a redirect to itself with a cookie; accepted: {_names(cookie)}"
        issues = spider_of(self.crawler).walk.issues
        issues.note("cookie-accepted", Severity.INFO, message, request.url, about=_origin(request.url))
        return request.replace(meta={**request.meta, _TAKEN: True}, dont_filter=True)


def _leads_to_itself(request: Request, response: Response) -> bool:
    location = response.headers.get("Location")
    if response.status not in _STATUSES or not location:
        return False
    target = urljoin(request.url, location.decode("latin-1").strip())
    return urldefrag(target)[0] == urldefrag(request.url)[0]


def _cookies(response: Response) -> bytes:
    """Name and value of what is set, as a request sends it; empty where that is too much."""
    given = [line.partition(b";")[0].strip() for line in response.headers.getlist("Set-Cookie")]
    pairs = [pair for pair in given if b"=" in pair]
    cookie = b"; ".join(pairs)
    return cookie if len(pairs) <= _MOST_COOKIES and len(cookie) <= _MOST_BYTES else b""


def _names(cookie: bytes) -> str:
    return ", ".join(pair.partition(b"=")[0].decode("latin-1") for pair in cookie.split(b"; "))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
