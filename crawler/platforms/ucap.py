"""开普 ucap: static pages whose pager call names the element it fills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urljoin

from crawler.page import Page
from crawler.platforms.base import Platform

_CALL = re.compile(
    r"createPageHTML\(\s*[\"'][\w-]{1,60}[\"']\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,"
    r"\s*[\"']([\w-]{1,60})[\"']\s*,\s*[\"'](\w{1,10})[\"']"
)


class Ucap(Platform):
    """开普 ucap (江苏, 海南, 新疆, 门头沟).

    Recognise it by ``createPageHTML('page_div', 2, 1, 'list', 'shtml', 18)`` with an element id first, by the
    elements ``<ucaptitle>`` and ``<ucapcontent>`` of an article, by ``#UCAP-CONTENT``.

    Example portals: 沭阳县 (shuyang.gov.cn) and 北京市门头沟区 (bjmtg.gov.cn).

    Options: none of its own.

    Traps: page N is ``list_{N}``, not N-1, and the current page counts from 1; article URLs are
    ``/202401/<32 hex digits>.shtml`` and give the month only; a list page may be an empty shell whose rows
    come from a JSON search.
    """

    name = "ucap"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"createPageHTML\(\s*[\"']|<ucap(?:title|content)\b|UCAP-CONTENT|/u/channel/treeNew/", re.IGNORECASE
    )

    def next_pages(self, page: Page) -> Iterator[str]:
        """The page after this one."""
        call = _CALL.search(page.text)
        if call and int(call[2]) < int(call[1]):
            yield urljoin(page.url, f"{call[3]}_{int(call[2]) + 1}.{call[4]}")
