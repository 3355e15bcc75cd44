"""TRS WCM (拓尔思): static pages whose pager is a script call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from crawler.page import Page
from crawler.platforms.base import Platform
from crawler.written import WRITES_LINKS

_CALL = re.compile(
    r"createPage(?:HTML)?\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,(?:\s*(\d{1,6})\s*,)?"
    r"\s*[\"']([\w-]{1,60})[\"']\s*,\s*[\"'](\w{1,10})[\"']"
)
_INLINE_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,6})")
_FILE = re.compile(r"([A-Za-z][\w-]*?)(?:_(\d{1,6}))?\.(s?html?)$")


class Trs(Platform):
    """TRS WCM, the system of most portals.

    Recognise it by ``createPageHTML(3, 0, "index", "html")``, by ``createPage(3, 0, …)`` (重庆), by
    ``var countPage = 3`` (old skins), by ``TRS_Editor`` round an article or by article URLs of the form
    ``/202301/t20230130_11545442.html``.

    Example portals: 重庆市九龙坡区 (cqjlp.gov.cn, ``createPage``), 武汉市武昌区 (wuchang.gov.cn, plain call);
    北京 portals give three numbers: records, pages, current page.

    Options: none of its own.

    Traps: the directory URL itself is page 1, and page N is ``index_{N-1}``; links start with ``./`` or
    ``../``; the visible title is cut and the whole one is in ``title``; a deep page may be a stub of 300
    bytes; a removed document is answered with a refresh to ``../`` and status 200; 开普 ucap calls a function
    of the same name with an element id as its first argument.
    """

    name = "trs"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"createPage(?:HTML)?\(\s*\d|\bcountPage\s*=\s*\d|\bTRS_Editor\b|\btrs_editor_view\b"
        r"|/\d{6}/t\d{8}_\d+\.s?html?"
    )

    @classmethod
    def fingerprint(cls, html: str) -> bool:
        """Whether a page bears this family's marks and has its rows in the page, not in scripts."""
        return super().fingerprint(html) and (cls is not Trs or not WRITES_LINKS.search(html))

    def next_pages(self, page: Page) -> Iterator[str]:
        """The page after this one, as long as the script's total has one."""
        call = _CALL.search(page.text)
        if call:
            first, second, third, name, extension = call.groups()
            total, shown = (second, third) if third else (first, second)
        else:
            inline = _INLINE_COUNT.search(page.text)
            if inline is None:
                return
            total, shown, (name, extension) = inline[1], "0", _file_of(page.url)
        current = max(int(shown), _index_of(page.url))
        if current + 1 < int(total):
            yield urljoin(page.url, f"{name}_{current + 1}.{extension}")


def _file_of(url: str) -> tuple[str, str]:
    """Name and extension of the list's files; an old skin's directory URL stands for ``index.shtml``."""
    found = _FILE.search(urlsplit(url).path)
    return (found[1], found[3]) if found else ("index", "shtml")


def _index_of(url: str) -> int:
    """The number in ``index_3.html``; some skins print the first page's call on every page."""
    found = _FILE.search(urlsplit(url).path)
    return int(found[2]) if found and found[2] else 0
