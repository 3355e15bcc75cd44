"""What a request is for, carried in its ``meta`` from the spider to the recording middleware."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request

from archive.models import CaptureKind

_KEY = "errand"


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


def asked_url(request: Request) -> str:
    """The URL that was asked for first, before any redirect."""
    redirected: list[str] = request.meta.get("redirect_urls", [])
    return redirected[0] if redirected else request.url
