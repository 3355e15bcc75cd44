"""上海: an archive for each year, beside one another, and second pages called ``index_2.html``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from archive.years import FIRST
from crawler.page import Page
from crawler.platforms.base import Option, Platform
from crawler.sections import Lead, Menu

_TOTAL = re.compile(
    r"\b(?:totalPage|pageCount|total_page)s?[\"']?\s*[:=]\s*[\"']?(\d{1,4})\b|共\s{0,3}(\d{1,4})\s{0,3}页"
)
_FILE = re.compile(r"/(?:([A-Za-z]\w{0,30}?)(?:_(\d{1,4}))?\.(s?html?))?$")
_ARCHIVE = re.compile(r"(/[A-Za-z_-]{0,40})(20[0-3]\d)(/(?:index\.s?html?)?)$")


class Shanghai(Platform):
    """The system of 上海 and its districts.

    Recognise it by article URLs ``/nw12344/20240120/<32 hex digits>.html`` and by lists for each year,
    ``/gknb2023/index.html`` beside ``/gknb2022/index.html``.

    Example portals: 上海市 (shanghai.gov.cn) and 上海市徐汇区 (xuhui.gov.cn).

    Options: ``archives_from`` — the first report year whose archive is asked for where the page does not link
    to the years before its own: each year's address is made from this one's.

    Traps: the first page has no number and the second is ``index_2.html``, not ``index_1.html``; a year's
    list is no branch of the section but stands beside it; the date in an article's URL is that of
    publication.
    """

    name = "shanghai"
    marks: ClassVar[re.Pattern[str]] = re.compile(r"/nw\d{3,6}/(?:\d{8}|20\d\d)/[0-9a-f]{32}\.html")
    options: ClassVar[Mapping[str, Option]] = {
        "archives_from": Option("a year from 2003 on", lambda v: v.isdecimal() and FIRST <= int(v) <= 2039),
    }

    def next_pages(self, page: Page) -> Iterator[str]:
        """The page after this one, as long as the total has one."""
        total, file = _TOTAL.search(page.text), _FILE.search(urlsplit(page.url).path)
        if total is None or file is None:
            return
        following = int(file[2] or 1) + 1
        if following <= int(total[1] or total[2]):
            yield urljoin(page.url, f"{file[1] or 'index'}_{following}.{file[3] or 'html'}")

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """The archives of the years before the one shown, where the row asks for them."""
        shown = _ARCHIVE.search(urlsplit(page.url).path)
        if not in_section or shown is None or "archives_from" not in self.values:
            return
        for year in range(int(shown[2]) - 1, int(self.values["archives_from"]) - 1, -1):
            yield Menu(urljoin(page.url, f"..{shown[1]}{year}{shown[3]}"), f"{year}年", Lead.YEAR)
