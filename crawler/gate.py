"""The gate that every request of this process passes: a site, and the address behind it, sees one at a time.

Scrapy's slots belong to one crawl, and a process runs many side by side; two portals on one server would each
keep two seconds and together keep one.  So a turn is taken here, by keys that all crawls share, next to the
network, where robots.txt, retries and redirects pass as well.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager


class Gate:
    """Turns by key, fair and without deadlock: those who wait for a key are served in the order they came.

    The pause is measured from the end of an answer, so that a server which needs ten seconds for a page is
    left alone after it, and not asked again at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._answered_at: dict[str, float] = {}
        self._resting_until: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, keys: Iterable[str], delay: float) -> AsyncIterator[None]:
        """Wait until nobody holds any of the keys and each has had its pause, in seconds; then hold them."""
        wanted = sorted(set(keys))  # one order for all, so that two who want the same keys never lock up
        async with AsyncExitStack() as held:
            for key in wanted:
                await held.enter_async_context(self._locks[key])
            await self._pause(wanted, delay)
            try:
                yield
            finally:
                self._answered_at.update(dict.fromkeys(wanted, self._clock()))

    def slow(self, key: str, delay: float) -> None:
        """Keep a longer pause for a key from now on, whoever asks: its Crawl-delay."""
        self._delays[key] = delay

    def rest(self, key: str, seconds: float) -> None:
        """Let nobody pass for a while: the server asked for it, or has just failed."""
        self._resting_until[key] = max(self._resting_until.get(key, 0.0), self._clock() + seconds)

    async def _pause(self, keys: list[str], delay: float) -> None:
        while (remaining := max(self._free_at(key, delay) for key in keys) - self._clock()) > 0:
            await asyncio.sleep(remaining)

    def _free_at(self, key: str, delay: float) -> float:
        answered_at = self._answered_at.get(key, float("-inf"))
        pause = max(delay, self._delays.get(key, 0.0))
        return max(answered_at + pause, self._resting_until.get(key, float("-inf")))


GATE = Gate()  # one a process: what two crawls do not share, they cannot keep
