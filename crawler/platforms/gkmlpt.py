"""广东 gkmlpt: a catalogue of columns in a script, whose lists an API answers as JSON."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from crawler.ask import Ask
from crawler.page import Page, from_json
from crawler.platforms.answers import JsonLists, Shape
from crawler.platforms.base import Option, Platform
from crawler.platforms.generic import Generic
from crawler.sections import Lead, Menu, says_annual

_SITE = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d{1,9})")
_TREE = re.compile(r"\bTREE[\"']?\s*:\s*(?=\[)")
_BASE = re.compile(r"^(https?://[^/?#]+(?:/[\w.-]{1,60}){0,4}?)/gkmlpt(?:/|$)")
_DETAIL = re.compile(r"\bDETAIL[\"']?\s*[:=]\s*(?=\{)")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_MOST_NODES = 5000  # a city's catalogue has some hundred


class Gkmlpt(JsonLists):
    """政府信息公开目录管理平台 of 广东 (gkmlpt, NFCMS).

    Recognise it by ``window._CONFIG = {… SID: '755041', TREE: [`` in a page without a list, by ``/gkmlpt/``
    in URLs, by articles ``/gkmlpt/content/11/11123/post_9103540.html``; its answers by
    ``classify_main_name``.

    Example portals: 深圳市坪山区 (szpsq.gov.cn) and 肇庆市 (zhaoqing.gov.cn).

    Options: ``category`` — the number of the annual-report column (the one after ``#`` in
    ``/gkmlpt/index#20765``), where the tree does not call it by a usual name.

    Traps: the pages are shells, every list comes from ``api/all/<category>?page=1&sid=<SID>``, page 0 and
    page 1 are the same; a page has 100 rows; ``total`` may be missing, ``post_count`` counts rows that the
    API does not list, and page 2 may be answered with 404 although it should exist; a node may lead out of
    the platform (``jump_url``); dates come as text or as seconds; an article keeps its text in a script
    (``DETAIL``), its files too, and they may lie on the host of the city, which the row then names among its
    ``hosts``.
    """

    name = "gkmlpt"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"window\._CONFIG\s*=\s*\{|/gkmlpt/(?:gkml|api|content|index|policy|guide)\b|\"classify_main_name\""
    )
    options: ClassVar[Mapping[str, Option]] = {
        "category": Option("the number of a column", lambda value: value.isdecimal() and len(value) <= 9),
    }
    answers: ClassVar[re.Pattern[str]] = re.compile(r"/gkmlpt/api/all/\d+\?")
    elder: ClassVar[type[Platform]] = Generic
    shape: ClassVar[Shape] = Shape(
        rows=("articles",),
        url=("url", "post_url"),
        title=("title",),
        date=("date", "display_publish_time", "created_at", "create_time"),
        total=("total",),
        rows_a_page=100,
    )

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:  # noqa: ARG002 (the tree is one)
        """The annual-report nodes of the tree: API lists, or the pages that they lead out to."""
        base, site = _BASE.search(page.url), _SITE.search(page.text)
        if base is None or site is None or self.is_answer(page):
            return
        named = [{"id": self.values["category"], "name": "年报"}] if "category" in self.values else None
        for node in _annual(named or _tree(page.text)):
            api = f"{base[1]}/gkmlpt/api/all/{node.get('id')}?page=1&sid={site[1]}"
            url = page.resolve(str(node.get("jump_url") or "")) or api
            yield Menu(url, str(node.get("name") or ""), Lead.ANNUAL)

    def article(self, page: Page) -> Page:
        """With the text that the script holds, so that its files are links."""
        detail = _DETAIL.search(page.text)
        if detail is None:
            return page
        text = _ESCAPED.sub(_unescaped, page.text[detail.end() :])
        return Page(page.url, f'{page.text}<div class="article-content">{text}</div>')

    def first_asks(self, page: Page) -> Iterator[str | Ask]:  # noqa: ARG002 (see leads)
        """None: the lists are named by the tree, as leads."""
        yield from ()


def _unescaped(found: re.Match[str]) -> str:
    """A character of a script's string; line ends and tabs are layout, so they become blanks."""
    if found[1]:
        return chr(int(found[1], 16))
    return " " if found[2] in "nrt" else found[2]


def _tree(text: str) -> Any:
    """The decoded tree of a shell; nothing where there is none or it is broken off."""
    found = _TREE.search(text)
    return from_json(text[found.end() :]) if found else None


def _annual(nodes: Any) -> Iterator[Mapping[str, Any]]:
    """The nodes that bear rows and are annual reports by their own name or by that of one above them."""
    waiting = deque((node, False) for node in _mappings(nodes))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, is_below = waiting.popleft()
        is_wanted = is_below or says_annual(str(node.get("name") or ""))
        children = _mappings(node.get("children"))
        waiting += [(child, is_wanted) for child in children]
        if is_wanted and str(node.get("id")).isdecimal() and (not children or node.get("post_count")):
            yield node


def _mappings(nodes: Any) -> list[Mapping[str, Any]]:
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
