"""TRS lists whose rows are written by scripts (北京海淀): ``document.write('<a href="…">…</a>')``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from archive.models import Candidate
from crawler import rows
from crawler.page import Page
from crawler.platforms.trs import Trs
from crawler.sections import Lead, Menu
from crawler.written import WRITES_LINKS, with_written


class TrsInline(Trs):
    """TRS WCM with a skin that prints every row from a script of its own.

    Recognise it by ``document.write('<a href=`` within the table of the list, most often with
    ``var countPage = 3//共多少页`` below it.

    Example portals: 北京市海淀区 (zyk.bjhd.gov.cn) and 北京市石景山区 (bjsjs.gov.cn).

    Options: none of its own.

    Traps: an HTML parser sees no link; a row is written by one of two branches, of which the second holds
    variables and no address; the list may stand in a frame (``<iframe name="DataList">``) whose page alone
    has rows; the pages are ``index_bm.shtml``, ``index_bm_1.shtml``; the comment in ``countPage``'s line is
    part of the mark.
    """

    name = "trsinline"
    marks: ClassVar[re.Pattern[str]] = WRITES_LINKS

    def shown(self, page: Page) -> Page:
        """The page with its rows where the scripts write them."""
        return with_written(page)

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The rows that the scripts write, and the page's own."""
        return rows.candidates(self.shown(page))

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """The frame that holds the list."""
        for frame in page.tree.iter("iframe", "frame"):
            url = page.resolve(frame.get("src"))
            if in_section and url and (frame.get("name") or "").lower() == "datalist":
                yield Menu(url, "", Lead.BRANCH)
