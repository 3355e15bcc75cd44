"""苏州, 新余: lists that a JSON interface answers to a POST, with field names in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from crawler.ask import Ask, Pairs
from crawler.page import Page
from crawler.platforms.answers import JsonLists, Shape
from crawler.platforms.base import Option, Platform
from crawler.platforms.ucap import Ucap

_LOAD = re.compile(r"[\"']((?:https?://|/)[^\"'\s]{1,200}/loadData(?:\?[^\"'\s]{0,200})?)[\"']")
_SEARCH = re.compile(r"[\"']((?:https?://[\w.:-]{1,100})?/u/search/list/[0-9a-f]{32})[\"']")
_CHANNEL = re.compile(r"\bchannel_?id[\"']?\s*[:=]\s*[\"']([0-9a-f]{32})[\"']", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{32}")
_ROWS = "15"  # what both pages ask for


class LoadData(JsonLists):
    """Lists of ``loadData`` (苏州) and ``/u/search/list/`` (新余), whose field names agree.

    Recognise it by ``/szinf/xxgk/interfacesWebZcwj/loadData`` or ``/u/search/list/<32 hex digits>`` in a
    script; its answers by ``MANUSCRIPT_ID``, ``PUBLISHED_TIME_FORMAT``, ``allRow``.

    Example portals: 苏州市 (suzhou.gov.cn) and 新余市农业农村局 (nyj.xinyu.gov.cn).

    Options: ``channel`` — the 32 hex digits of the annual-report column, where the page does not tell them.

    Traps: without ``channel_id`` the interface answers with the documents of the whole portal; the pages
    are counted by ``pageIndex`` there and by ``currentPage`` here; ``URL`` is absolute, ``URL_COMP`` is not.
    """

    name = "loaddata"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"/loadData(?:[?\"'])|/u/search/list/[0-9a-f]{32}|\"PUBLISHED_TIME_FORMAT(?:ED)?\""
    )
    options: ClassVar[Mapping[str, Option]] = {
        "channel": Option("32 hex digits", lambda value: _HEX.fullmatch(value) is not None),
    }
    answers: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:/loadData\?(?:.{0,300}&)?|/u/search/list/[0-9a-f]{32}\?)__wb_method=POST&"
    )
    elder: ClassVar[type[Platform]] = Ucap
    shape: ClassVar[Shape] = Shape(
        rows=("data.list", "data.page.list"),
        url=("URL", "URL_COMP"),
        title=("TITLE",),
        date=("PUBLISHED_TIME_FORMAT", "PUBLISHED_TIME_FORMATED"),
        page=("pageIndex", "currentPage"),
        pages=("data.totalPage",),
        total=("data.allRow", "data.page.allRow"),
        size=("number",),
        rows_a_page=int(_ROWS),
    )

    def first_asks(self, page: Page) -> Iterator[str | Ask]:
        """Page 1 of the interface that the page's script names."""
        load, search, column = (found.search(page.text) for found in (_LOAD, _SEARCH, _CHANNEL))
        channel = self.values.get("channel") or (column[1] if column else None)
        if load and channel:
            yield from self._ask(page, load[1], (("pageIndex", "1"), ("channel_id", channel)))
        elif search:
            form = (("keywords", ""), ("currentPage", "1"), ("number", _ROWS))
            yield from self._ask(page, search[1], form)

    def _ask(self, page: Page, href: str, form: Pairs) -> Iterator[Ask]:
        url = page.resolve(href)
        if url:
            yield Ask(url if "?" in url or "loadData" not in url else f"{url}?pageSize={_ROWS}", form)
