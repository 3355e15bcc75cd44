"""Whose turn it is: the keys and the pause by which a crawl's request passes the gate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError

from archive.models import Portal
from crawler.gate import GATE
from crawler.hosts import host, is_address, is_local, site

if TYPE_CHECKING:
    from crawler.spiders import PortalSpider

LEAST_DELAY_S = 2.0  # off loopback no row, setting or environment variable goes below this


def spider_of(crawler: Crawler) -> PortalSpider:
    """The spider of a crawl that has begun."""
    spider: Any = crawler.spider
    return spider  # type: ignore[no-any-return]


def hostname(url: str) -> str:
    """The host of a URL as it is resolved."""
    return urlsplit(url).hostname or ""


def site_key(url: str) -> str:
    """The gate's key of the site that a URL belongs to."""
    return f"site {site(host(url))}"


def pause_of(portal: Portal, delay: float) -> float:
    """Seconds between an answer and the next request; ``delay`` is the crawl's setting."""
    return delay if is_local(portal) else max(delay, LEAST_DELAY_S)


@asynccontextmanager
async def turn(crawler: Crawler, request: Request) -> AsyncIterator[None]:
    """Hold the request's site, and the address behind it, for as long as the exchange takes.

    Raises:
        CannotResolveHostError: where the host has no address and no proxy is there to know it.
    """
    portal = spider_of(crawler).portal
    keys = [site_key(request.url)]
    if not is_local(portal):
        keys += [f"address {address}" for address in await _addresses(request)]
    async with GATE.turn(keys, pause_of(portal, crawler.settings.getfloat("DOWNLOAD_DELAY"))):
        yield


async def _addresses(request: Request) -> list[str]:
    """The address that the connection will go to: Scrapy's resolver, whose cache it uses too."""
    from twisted.internet import reactor as installed

    reactor: Any = installed
    name = hostname(request.url)
    if is_address(name):
        return [name]
    try:
        return [await maybe_deferred_to_future(reactor.resolve(name))]
    except DNSLookupError as error:
        if request.meta.get("proxy"):
            return []
        raise CannotResolveHostError(f"no address for {name}") from error
