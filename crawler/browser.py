"""A browser without a network of its own, for pages whose lists exist only after their scripts ran.

Chromium draws the page, and everything that the page's scripts ask for is handed to the caller, who fetches
it as a crawler does or refuses.  Nothing else can leave: pictures, fonts, styles and sockets are not loaded,
and whatever passed by the hand-over would meet a proxy that nobody listens at.

scrapy-playwright (extra ``js``) keeps the browser; it is imported only where a portal needs one.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler

from archive.models import Disposition
from crawler.blocking import Verdict
from crawler.chromium import program
from crawler.exceptions import Refused

LOADED = frozenset({"document", "script", "xhr", "fetch"})
_LONGEST_LOAD_MS = 180_000  # thirty scripts, two seconds apart and a little more
_LONGEST_SILENCE_S = 120.0  # until the scripts have asked for all they want
_SILENCE_S, _GLANCE_S = 0.5, 0.05
_NOWHERE = "http://127.0.0.1:9"  # the discard port: a proxy for what must not leave


class NotRendered(Refused):
    """Raised by `Browser.show` for a page that the browser could not draw."""

    verdict = Verdict(Disposition.FAILED, "not-rendered")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a page's script; ``kind`` is the browser's word: document, script, xhr or fetch."""

    url: str
    method: str
    kind: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page's script gets to its request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Answer = Callable[[Asked], Awaitable[Answered | None]]


class Browser:
    """One Chromium for one portal's crawl, begun with its first page and closed with the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

        self._handler: Any = ScrapyPlaywrightDownloadHandler(crawler)
        self._handler.config = replace(
            self._handler.config,
            launch_options=_launch_options(),
            navigation_timeout_ms=_LONGEST_LOAD_MS,
            max_pages_per_context=1,
        )
        self._context = {
            "user_agent": crawler.settings["USER_AGENT"],
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "service_workers": "block",
            "accept_downloads": False,
        }

    async def show(self, url: str, document: str, answer: Answer) -> tuple[str, str]:
        """Let the scripts of a page run; its URL and its HTML afterwards.

        Raises:
            NotRendered: where the browser fails, or the page takes longer than three minutes.
        """
        from playwright.async_api import Error
        from scrapy_playwright.page import PageMethod

        visit = _Visit(document, answer)

        async def begin(page: Any, _: Request) -> None:
            await page.route_web_socket("**", lambda socket: socket.close())
            await page.route("**", visit.take)

        meta = {
            "playwright": True,
            "playwright_context_kwargs": self._context,
            "playwright_page_init_callback": begin,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_methods": [PageMethod(visit.settle)],
        }
        try:
            response = await self._handler.download_request(Request(url, meta=meta))
        except Error as error:
            raise NotRendered(url) from error
        return response.url, response.text

    async def close(self) -> None:
        """End the browser."""
        await self._handler.close()


class _Visit:
    """One page's time in the browser: its document is at hand, the rest is asked for."""

    def __init__(self, document: str, answer: Answer) -> None:
        self._document: str | None = document
        self._answer = answer
        self._waiting, self._answered_at = 0, time.monotonic()

    async def take(self, route: Any) -> None:
        """Answer one request of the browser; the page may be gone before the answer is there."""
        from playwright.async_api import Error

        with suppress(Error):
            given = await self._given(route.request)
            if given is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)

    async def _given(self, request: Any) -> Answered | None:
        if self._document is not None and request.is_navigation_request():
            body, self._document = self._document.encode("utf-8", errors="replace"), None
            return Answered(200, {"content-type": "text/html; charset=utf-8"}, body)
        if request.resource_type not in LOADED:
            return None
        self._waiting += 1
        try:
            return await self._brought(request)
        finally:
            self._waiting -= 1

    async def _brought(self, request: Any) -> Answered | None:
        kind, headers, body = request.resource_type, request.headers, request.post_data_buffer
        answered = await self._answer(Asked(request.url, request.method, kind, headers, body))
        if answered is not None:
            self._answered_at = time.monotonic()
        return answered

    async def settle(self, _: Any) -> None:
        """Wait until the scripts have what they asked for; a page that asks for ever is taken as it is."""
        began = time.monotonic()
        while (now := time.monotonic()) - began < _LONGEST_SILENCE_S:
            if not self._waiting and now - max(began, self._answered_at) > _SILENCE_S:
                return
            await asyncio.sleep(_GLANCE_S)


def _launch_options() -> dict[str, Any]:
    """How Chromium is started; it refuses its sandbox to root, who runs it in a container."""
    return {
        "executable_path": program(),
        "args": ["--no-sandbox"] if os.geteuid() == 0 else [],
        "proxy": {"server": _NOWHERE},
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
