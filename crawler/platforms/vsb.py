"""博达 VSB (Visual SiteBuilder): lists whose page files are numbered backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urljoin

from crawler.page import Page
from crawler.platforms.generic import Generic

_TOTAL = re.compile(r"_simple_list_gotopage_fun\(\s*(\d{1,5})|共(\d{1,5})页")
_FIRST_PAGE = re.compile(r"/([\w-]*[A-Za-z_-][\w-]*)\.html?$")
_LATER_PAGE = re.compile(r"/\d+\.html?$")


class Vsb(Generic):
    """博达 VSB (西北, 云南, 山东 and most universities).

    Recognise it by ``_simple_list_gotopage_fun(31, …)``, ``/system/resource/js/``, ``_showDynClickBatch``,
    ``#vsb_content``, article URLs ``/info/1026/25525.htm``.

    Example portals: 天水市 (tianshui.gov.cn) and 镇康县 (ynzk.gov.cn).

    Options: ``next_text``, as of ``generic``; for dynamic lists only.

    Traps: page 2 of 31 is ``x/30.htm`` and page 31 ``x/1.htm``, so the content behind a page's URL moves
    when a page is added; only page 1 and the total are stable, therefore all pages are named from page 1.
    Titles are cut and have no ``title`` attribute; the rows stand in several lists of five; the pager
    stands twice; page 1 may be a folder, whose pager alone names the others; a dynamic list
    (``list.jsp?urltype=tree.TreeTempUrl``) counts forwards and has links to follow.
    """

    name = "vsb"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"_simple_list_gotopage_fun\(|/system/resource/js/|_showDynClickBatch|\bvsb_content|class=\"p_no\""
    )

    def next_pages(self, page: Page) -> Iterator[str]:
        """From page 1 all the others, newest first; from any other page none."""
        total = _TOTAL.search(page.text)
        if total is None or _LATER_PAGE.search(page.url):
            return
        following = int(total[1] or total[2]) - 1
        stem = self._stem(page, following)
        if stem is None:
            yield from super().next_pages(page)
            return
        for number in range(following, 0, -1):
            yield f"{stem}/{number}.htm"

    def _stem(self, page: Page, following: int) -> str | None:
        """The folder of the later pages: named as page 1, or told by the pager where page 1 is a folder."""
        first = _FIRST_PAGE.search(page.url)
        if first:
            return urljoin(page.url, str(first[1]))
        wanted = f"/{following}.htm"
        ending = (link.url for link in page.links if link.url.endswith(wanted))
        return next((url.removesuffix(wanted) for url in ending), None)
