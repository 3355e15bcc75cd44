"""One event loop for every crawl of this process.

``AsyncCrawlerProcess.start`` runs Twisted's reactor to its end, and a reactor cannot be started again, so a
process could crawl only once.  The asyncio reactor does its work on an asyncio loop: it is told once that it
is running, and the loop is then run for as long as each crawl takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import cache, partial
from threading import Thread
from typing import Any, TypeVar

from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.reactor import install_reactor

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_DNS_CACHE = 10_000  # host names, Scrapy's default
T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T], dns_timeout: float) -> T:
    """Run a coroutine that uses Scrapy; blocks until it is done.  Ctrl-C cancels it."""
    return _loop(dns_timeout).run(coroutine)


@cache
def _loop(dns_timeout: float) -> asyncio.Runner:
    runner = asyncio.Runner()
    runner.get_loop()
    install_reactor(_REACTOR)
    from twisted.internet import reactor as installed

    reactor: Any = installed
    # The threads only resolve names; an idle one must not keep the process from ending.
    reactor.getThreadPool().threadFactory = partial(Thread, daemon=True)
    CachingThreadedResolver(reactor, _DNS_CACHE, dns_timeout).install_on_reactor()
    reactor.startRunning(installSignalHandlers=False)
    return runner
