"""The gate: turns by key, pauses from the end of an answer, and the log of real servers behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.resolver import dnscache

from crawler.gate import Gate
from tests.crawler.conftest import Crawl, portal
from tests.crawler.server import Answer, Site
from tests.crawler.test_conduct import reports

Serve = Callable[[dict[str, Any]], Site]
KEYS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3)


class Log:
    """Visits with their keys and times."""

    def __init__(self, gate: Gate) -> None:
        self.gate, self.visits = gate, list[tuple[set[str], float, float]]()

    async def visit(self, keys: list[str], delay: float, lasts: float = 0.002) -> None:
        loop = asyncio.get_running_loop()
        async with self.gate.turn(keys, delay):
            began = loop.time()
            await asyncio.sleep(lasts)
            self.visits.append((set(keys), began, loop.time()))


@settings(deadline=None)  # it waits for its turns, and for the machine
@given(st.lists(KEYS, min_size=2, max_size=12))
def test_no_two_visits_of_one_key_overlap_or_come_too_soon_and_all_come(wanted: list[list[str]]) -> None:
    log = Log(Gate())

    async def all_at_once() -> None:
        async with asyncio.timeout(5):
            await asyncio.gather(*(log.visit(keys, 0.003) for keys in wanted))

    asyncio.run(all_at_once())
    assert len(log.visits) == len(wanted)
    for key in "abc":
        spans = sorted((began, ended) for keys, began, ended in log.visits if key in keys)
        assert all(later[0] - earlier[1] >= 0.003 for earlier, later in pairwise(spans))


def test_visits_without_a_common_key_do_not_wait_for_each_other() -> None:
    log = Log(Gate())

    async def two() -> None:
        await asyncio.gather(log.visit(["a"], 1, 0.05), log.visit(["b"], 1, 0.05))

    asyncio.run(two())
    (_, began, ended), (_, other_began, other_ended) = log.visits
    assert max(began, other_began) < min(ended, other_ended)


def test_a_site_that_rests_or_is_slow_is_left_alone_by_everybody() -> None:
    gate = Gate()
    log = Log(gate)

    async def visits() -> None:
        gate.rest("a", 0.1)
        gate.slow("b", 0.1)
        began = asyncio.get_running_loop().time()
        await log.visit(["a"], 0)
        assert log.visits[-1][1] - began >= 0.1
        await log.visit(["b"], 0)
        await log.visit(["b"], 0)
        assert log.visits[-1][1] - log.visits[-2][2] >= 0.1

    asyncio.run(visits())


def test_a_visit_that_fails_leaves_the_gate_open() -> None:
    gate = Gate()

    async def fails() -> None:
        with pytest.raises(OSError, match="gone"):
            async with gate.turn(["a"], 0):
                raise OSError("gone")
        async with asyncio.timeout(1), gate.turn(["a"], 0):
            pass

    asyncio.run(fails())


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Callable[[Site, str], str]:
    """Let a name that is not on loopback lead to a test server, through the resolver that crawls use."""
    monkeypatch.setattr("crawler.settings.NIANBAO_CONTACT", "mailto:a@b.test")
    monkeypatch.setattr("crawler.settings.USER_AGENT", "nianbao/0.1 (+mailto:a@b.test)")
    monkeypatch.setattr("crawler.settings.DOWNLOAD_DELAY", 2.0)

    def name(site: Site, host: str) -> str:
        dnscache[host] = "127.0.0.1"
        return site.url.replace("127.0.0.1", host)

    return name


@pytest.mark.slow  # the floor of two seconds is what it shows
def test_two_sites_on_one_address_share_a_turn_robots_retries_and_redirects_too(
    serve: Serve, crawled: Crawl, abroad: Callable[[Site, str], str]
) -> None:
    pages = reports(0) | {"/zfxxgknb/": Answer(b"", 302, {"Location": "/list/"}, has_validators=False)}
    one, two = serve(pages), serve(pages)
    rows = [
        portal(site, id=name, start_url=abroad(site, f"{name}.test") + "/zfxxgknb/", options={}, note="real")
        for site, name in ((one, "one"), (two, "two"))
    ]
    crawled(*rows)
    times = sorted((seen.began, seen.ended) for site in (one, two) for seen in site.log)
    assert len(times) == 6  # robots.txt, the list and where it leads to, of both
    assert all(later[0] - earlier[1] >= 1.95 for earlier, later in pairwise(times))
