"""开普 ucap: static pages whose pager call names the element it fills, under a menu that a script fetches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urljoin

from crawler.page import Page
from crawler.platforms.answers import dig
from crawler.platforms.base import Platform
from crawler.sections import Lead, Menu, says_annual

_CALL = re.compile(
    r"createPageHTML\(\s*[\"'][\w-]{1,60}[\"']\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,"
    r"\s*[\"']([\w-]{1,60})[\"']\s*,\s*[\"'](\w{1,10})[\"']"
)
_TREE = "/u/channel/treeNew/"
_TREE_OF = re.compile(rf"{_TREE}([\w-]{{1,60}})")
_PROJECT = re.compile(r"\bprojectName[\"']?\s*[:=]\s*[\"']([\w-]{1,60})[\"']")
_CHANNEL = re.compile(r"\bchannelId[\"']?\s*[:=]\s*[\"']?([0-9a-f]{32})\b")
_PLACEHOLDER = "/null.shtml"
_USUAL_LISTS = ("/xlist.shtml", "/xxgkList.shtml")  # what stood behind the placeholders that were tried


class Ucap(Platform):
    """开普 ucap (江苏, 海南, 新疆, 门头沟).

    Recognise it by ``createPageHTML('page_div', 2, 1, 'list', 'shtml', 18)`` with an element id first, by the
    elements ``<ucaptitle>`` and ``<ucapcontent>`` of an article, by ``#UCAP-CONTENT``, by the menu that is
    fetched from ``/u/channel/treeNew/``.

    Example portals: 沭阳县 (shuyang.gov.cn) and 北京市门头沟区 (bjmtg.gov.cn).

    Options: none of its own.

    Traps: page N is ``list_{N}``, not N-1, and the current page counts from 1; article URLs are
    ``/202401/<32 hex digits>.shtml`` and give the month only; a list page may be an empty shell whose rows
    come from a JSON search (`UcapSearch`, `LoadData`); the menu is JSON in a call of ``null`` (JSONP), and a
    node whose URL ends with ``null.shtml`` has its list at ``xlist.shtml`` or ``xxgkList.shtml`` beside it.
    """

    name = "ucap"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"createPageHTML\(\s*[\"']|<ucap(?:title|content)\b|UCAP-CONTENT|/u/channel/treeNew/|^\s*+null\(\{\"list\"",
        re.IGNORECASE,
    )

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """From a page with the menu's script to the menu, from the menu to its annual-report nodes."""
        if _TREE in page.url:
            yield from _annual_nodes(page)
        elif not in_section and _TREE in page.text:
            tree_of = _TREE_OF.search(page.text) or _PROJECT.search(page.text)
            channel = _CHANNEL.search(page.text)
            if tree_of and channel:
                url = urljoin(page.url, f"{_TREE}{tree_of[1]}?level=1&channelId={channel[1]}")
                yield Menu(url, "", Lead.PLATFORM)

    def trouble(self, page: Page) -> str | None:
        """What is wrong with a menu: no JSON, broken off, or without its list."""
        if _TREE not in page.url or isinstance(dig(page.data, "list"), list):
            return None
        return f"expected JSON with a list at list, found {page.text[:60]!r}"

    def next_pages(self, page: Page) -> Iterator[str]:
        """The page after this one."""
        call = _CALL.search(page.text)
        if call and int(call[2]) < int(call[1]):
            yield urljoin(page.url, f"{call[3]}_{int(call[2]) + 1}.{call[4]}")


def _annual_nodes(page: Page) -> Iterator[Menu]:
    nodes = dig(page.data, "list")
    for node in nodes if isinstance(nodes, list) else ():
        name, url = (str(dig(node, key) or "") for key in ("name", "url"))
        if not says_annual(name):
            continue
        folder, placeholder, _ = url.partition(_PLACEHOLDER)
        wanted = [folder + usual for usual in _USUAL_LISTS] if placeholder else [url]
        yield from (Menu(found, name, Lead.ANNUAL) for found in map(page.resolve, wanted) if found)
