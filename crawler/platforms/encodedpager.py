"""Lists whose pager is Base64 that a script decodes (云南)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from crawler.page import Page
from crawler.platforms.generic import Generic
from crawler.written import with_decoded

_ELEMENT = "pages"


class EncodedPager(Generic):
    """The lists of 云南 whose pager is hidden from whoever runs no script.

    Recognise it by ``<div id="pages">`` with nothing but Base64 in it and a script that calls
    ``window.atob``.

    Example portals: 云南省 (yn.gov.cn) and 昆明市五华区 (kmwh.gov.cn).

    Options: ``next_text``, as of ``generic``.

    Traps: the Base64 holds percent-encoded HTML, so it is decoded twice; the element stands empty where the
    list has one page; the pager's links are relative to the page, not to the script.
    """

    name = "encodedpager"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"\batob\([^<]{0,200}?[\"'#]pages[\"']|[\"'#]pages[\"'][^<]{0,200}?\batob\("
    )

    def shown(self, page: Page) -> Page:
        """The page with its pager decoded."""
        return with_decoded(page, _ELEMENT)

    def next_pages(self, page: Page) -> Iterator[str]:
        """What the decoded pager leads to."""
        return super().next_pages(self.shown(page))
