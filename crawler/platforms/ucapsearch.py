"""开普 ucap with lists that a script fills from the portal's search, asked by GET, answered as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms.answers import JsonLists, Shape
from crawler.platforms.base import Option, Platform
from crawler.platforms.ucap import Ucap

_API = re.compile(
    r"[\"']((?:https?://[\w.:-]{1,100})?/(?:common/search|searchList|search)/)(?:([0-9a-f]{32})\b)?"
)
_HEX = re.compile(r"[0-9a-f]{32}")
_QUERY = "_isAgg=true&_isJson=true&_pageSize=15&_template=index&page=1"


class UcapSearch(JsonLists):
    """开普 ucap, JSON lists (黑龙江, 新疆, 证监会).

    Recognise it by ``_isJson=true`` in a script, by ``/common/search/<32 hex digits>``, ``/searchList/…`` or
    ``/search/…``, and by a ``channelid`` of 32 hex digits among the meta tags; its answers by
    ``publishedTimeStr``.

    Example portals: 黑龙江省 (hlj.gov.cn, ``/common/search/``) and 克拉玛依市 (klmy.gov.cn, ``/search/``).

    Options: ``api`` — path of the search up to the channel, where it stands in a script of its own file:
    ``/common/search/``, ``/searchList/`` or ``/search/``; ``channel`` — the channel's 32 hex digits.

    Traps: the rows carry whole documents, a page has some hundred kilobytes; URLs begin with ``//``; some
    portals want a token in the query that only a browser computes: they answer with an error or nothing.
    """

    name = "ucapsearch"
    marks: ClassVar[re.Pattern[str]] = re.compile(r"\b_isJson=true|/common/search/|\"publishedTimeStr\"")
    options: ClassVar[Mapping[str, Option]] = {
        "api": Option(
            "a path that ends with a slash", lambda value: value.startswith("/") and value.endswith("/")
        ),
        "channel": Option("32 hex digits", lambda value: _HEX.fullmatch(value) is not None),
    }
    answers: ClassVar[re.Pattern[str]] = re.compile(r"/[0-9a-f]{32}\?(?:.{0,200}&)?_isJson=true\b")
    elder: ClassVar[type[Platform]] = Ucap
    shape: ClassVar[Shape] = Shape(
        rows=("data.results",),
        url=("url",),
        title=("title",),
        date=("publishedTimeStr", "publishedTime"),
        total=("data.total",),
        size=("_pageSize",),
    )

    def first_asks(self, page: Page) -> Iterator[str | Ask]:
        """Page 1 of the search for the page's own channel."""
        found = _API.search(page.text)
        api = self.values.get("api") or (found[1] if found else None)
        named = self.values.get("channel") or page.meta("channelid") or (found[2] if found else "") or ""
        url = page.resolve(f"{api}{named}") if api else None
        if url and _HEX.fullmatch(named):
            yield f"{url}?{_QUERY}"
