"""Portals whose lists exist only after scripts ran: drawn by a browser, then read as another family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from archive.models import Candidate, CaptureKind
from crawler.ask import Ask
from crawler.chromium import lacking
from crawler.page import Page
from crawler.platforms.base import Option, Platform
from crawler.sections import Menu

_HAS_LIST = re.compile(r"<(?:li|td|dd)\b[^<]{0,300}<a\b|\b_CONFIG\b", re.IGNORECASE)


def _is_family(name: str) -> bool:
    from crawler.platforms import FAMILIES

    return name in FAMILIES and name != BrowserPlatform.name


class BrowserPlatform(Platform):
    """A list that only a browser shows.

    Recognise it by a page that is a shell: an empty ``<div id="app">`` or ``<div id="root">``, scripts, and
    no list of links; and by no API of a known family behind it, which would be asked instead.

    Example portals: 天津市 (tj.gov.cn, 南威 IGS) and 济南市 (jinan.gov.cn, ``datacall`` lists).

    Options: ``family`` — the family whose rows and pager the page has once it is drawn (default
    ``generic``); ``articles=rendered`` — draw the articles too, where they are shells as well.

    Traps: it is slow, since every script is a request of its own with the pause of every other, so a family
    with an API is always better; pictures, styles and fonts are not loaded, nor anything from another host
    (a list that comes from one needs that host in the row's ``hosts``); a pager that is a button without an
    address ends the list after its first page; a challenge is not run; a drawn article
    that shows the hour or a counter looks revised on every visit.  Needs the extra ``js`` and a
    Chromium; without them the portal ends with ``needs-browser``.
    """

    name = "browser"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"<div\b[^>]{0,60}\bid\s*=\s*[\"']?(?:app|root)\b[^>]{0,60}>\s{0,40}</div>", re.IGNORECASE
    )
    options: ClassVar[Mapping[str, Option]] = {
        "family": Option("the name of another platform", _is_family),
        "articles": Option("rendered", "rendered".__eq__),
    }

    def __init__(self, options: Mapping[str, str]) -> None:
        from crawler.platforms import FAMILIES

        super().__init__(options)
        self._family = FAMILIES[options.get("family", "generic")](options)
        is_all = options.get("articles") == "rendered"
        self.drawn = frozenset({CaptureKind.LIST, CaptureKind.ARTICLE} if is_all else {CaptureKind.LIST})

    @classmethod
    def fingerprint(cls, html: str) -> bool:
        """Whether a page is a shell without a list, and not one of those whose API is known."""
        return super().fingerprint(html) and not _HAS_LIST.search(html)

    def lacking(self) -> str | None:
        """What this machine lacks to draw the portal's pages."""
        return lacking()

    def shown(self, page: Page) -> Page:
        """The drawn page as the family sees it."""
        return self._family.shown(page)

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The rows of the drawn page, as the family reads them."""
        return self._family.candidates(page)

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """The ways that the family sees on the drawn page."""
        return self._family.leads(page, in_section=in_section)

    def trouble(self, page: Page) -> str | None:
        """What the family misses on the drawn page."""
        return self._family.trouble(page)

    def next_pages(self, page: Page) -> Iterator[str | Ask]:
        """The pages that follow, as the family tells."""
        return self._family.next_pages(page)
