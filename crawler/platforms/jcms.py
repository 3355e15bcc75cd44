"""大汉 JCMS: rows inside a script element, the following ones from ``dataproxy.jsp``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from archive.models import Candidate
from crawler import rows
from crawler.page import Page
from crawler.platforms.base import Option, Platform

_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,7})|\btotalRecord\s*[:=]\s*[\"']?(\d{1,7})")
_PER_PAGE = re.compile(r"\bper[Pp]age\s*[:=]\s*[\"']?(\d{1,4})")
_GROUP = re.compile(r"\bgroupSize\s*[:=]\s*[\"']?(\d{1,2})")
_PROXY = re.compile(r"\bproxyUrl\s*[:=]\s*[\"']([^\"']{1,300})[\"']")
_PARAMETERS = re.compile(r"\bproxyParam\s*[:=]\s*[\"']([^\"']{1,1000})[\"']")
_PAGES_A_WINDOW = 3  # what the system's own script asks for


class Jcms(Platform):
    """大汉 JCMS (浙江, 江苏, 山东).

    Recognise it by ``<script type="text/xml"><datastore>``, ``/jpage.js``, ``dataproxy.jsp`` and by the URLs
    ``/col/col1229214366/index.html`` and ``/art/2024/1/12/art_1229847345_4201881.html``.

    Example portals: 武义县 (zjwy.gov.cn) and 盐城市亭湖区 (tinghu.gov.cn).

    Options: ``window`` — display pages that one request to ``dataproxy.jsp`` asks for (default 3, as the
    system's own script does).

    Traps: an HTML parser sees no link on page 1, the rows are CDATA inside a script; ``unitid`` belongs to
    the block and not to the site, so the page's own ``proxyParam`` is used; the date stands in ``<span>``,
    ``<i>`` or ``<b>``; rows may lead to other hosts; a ``nextgroup`` with encrypted identifiers answers
    deep pages with an empty body.
    """

    name = "jcms"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"<datastore>|dataproxy\.jsp|/jpage(?:\.js|/)|/art/\d{4}/\d{1,2}/\d{1,2}/art_\d"
    )
    options: ClassVar[Mapping[str, Option]] = {
        "window": Option("a number of display pages from 1 to 9", lambda v: v in set("123456789")),
    }

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The records of the datastore, then the page's own links."""
        records = "".join(_records(page.text))
        fragment = Page(page.url, f"<html><body>{records}</body></html>")
        own_links = () if page.text.lstrip().startswith(("<?xml", "<datastore")) else rows.candidates(page)
        return chain(rows.candidates(fragment) if records else (), own_links)

    def next_pages(self, page: Page) -> Iterator[str]:
        """The next window of records, as long as the total has one."""
        total = _TOTAL.search(page.text)
        window = self._asked(page) or self._announced(page)
        if total is None or window is None:
            return
        url, start, size, per_page = window
        if start <= int(total[1] or total[2]):
            joint = "&" if "?" in url else "?"
            yield f"{url}{joint}startrecord={start}&endrecord={start + size - 1}&perpage={per_page}"

    def _announced(self, page: Page) -> tuple[str, int, int, int] | None:
        """From page 1: proxy URL, first record of the next window, its size, records a display page."""
        proxy, per_page, inline = (
            _PROXY.search(page.text),
            _PER_PAGE.search(page.text),
            len(_records(page.text)),
        )
        address = page.resolve(proxy[1]) if proxy else None
        if address is None or per_page is None:
            return None
        parameters, group = _PARAMETERS.search(page.text), _GROUP.search(page.text)
        pages = int(self.values.get("window") or (group[1] if group else _PAGES_A_WINDOW))
        url = address + (f"?{parameters[1]}" if parameters else "")
        return url, inline + 1, pages * int(per_page[1]), int(per_page[1])

    def _asked(self, page: Page) -> tuple[str, int, int, int] | None:
        """From a window's URL: the same for the window after it."""
        query = parse_qs(urlsplit(page.url).query)
        try:
            start, end, per_page = (int(query[key][0]) for key in ("startrecord", "endrecord", "perpage"))
        except (KeyError, ValueError):
            return None
        return _WINDOW.sub("", page.url).rstrip("?&"), end + 1, end - start + 1, per_page


def _records(text: str) -> list[str]:
    """The CDATA of each record; split, since a lazy pattern is slow on a page that never closes one."""
    found = []
    for piece in text.split("<record>")[1:]:
        _, opened, rest = piece.partition("<![CDATA[")
        content, closed, _ = rest.partition("]]>")
        if opened and closed:
            found.append(content)
    return found


_WINDOW = re.compile(r"(?:startrecord|endrecord|perpage)=\d*&?")
