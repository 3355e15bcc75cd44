"""What a request is for, carried in its ``meta`` from the spider to the recording middleware."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.models import CaptureKind
from crawler.ask import Ask, posted

_KEY = "errand"
_POSTED = "posted"  # the body of a POST: a redirect that turns it into a GET takes it from the request
_FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Errand:
    """Why a URL is fetched: the kind of page expected and the link that led to it."""

    kind: CaptureKind
    parent_url: str | None = None
    title: str | None = None
    listed_on: str | None = None

    @property
    def meta(self) -> dict[str, Errand]:
        """As a request's ``meta``; redirects and retries copy it."""
        return {_KEY: self}


def errand_of(request: Request) -> Errand:
    """The errand of a request; one that the spider did not send is for robots.txt."""
    errand: Errand = request.meta.get(_KEY) or Errand(CaptureKind.ROBOTS)
    return errand


def request_of(ask: Ask, errand: Errand, **options: Any) -> Request:
    """The request of one question; ``options`` are further arguments of Scrapy's."""
    if ask.form is None:
        return Request(ask.url, headers=dict(ask.headers), meta=dict(errand.meta), **options)
    meta = {**errand.meta, _POSTED: ask.body}
    headers = {**_FORM_TYPE, **dict(ask.headers)}
    return Request(ask.url, method=ask.method, body=ask.body, headers=headers, meta=meta, **options)


def posted_meta(body: str) -> dict[str, str]:
    """As a request's ``meta``: what is posted to its URL, by which the archive tells two posts apart."""
    return {_POSTED: body}


def first_url(request: Request) -> str:
    """The URL that was asked for first, before any redirect, without what was posted to it."""
    redirected: list[str] = request.meta.get("redirect_urls", [])
    return redirected[0] if redirected else request.url


def asked_url(request: Request) -> str:
    """The URL by which the archive knows what was asked first: of a POST, the name that holds its body."""
    return _name(first_url(request), request)


def page_url(response: Response) -> str:
    """The URL of a page as a platform sees it: where it came from, with what was posted there."""
    return _name(response.url, response.request) if response.request else response.url


def _name(url: str, request: Request) -> str:
    body: str | None = request.meta.get(_POSTED)
    return url if body is None else posted(url, body)
