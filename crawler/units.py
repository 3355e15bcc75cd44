"""Department trees: one portal, a section for each publisher, and titles that leave the publisher unsaid.

Townships and offices have no sites of their own; they publish on the county's, each below its own page.
There a link reads 2023年政府信息公开工作年度报告, and only the way to it tells whose report it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.publishers import publisher_in
from archive.titles import read_link
from crawler.page import Page

_LONGEST = 24  # a longer text is a title and no entry of a list of units
# Most menu entries end otherwise, so that they need no closer look.
_NAME_ENDS = re.compile(r"[局委办院厅处站队镇乡室部馆会所署区县市旗政府]$|街道$|中心$|苏木$")
_INDEX = re.compile(r"/(?:index|list|default|null|xlist)\.\w{2,5}$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{2,5}$")
LEAST_UNITS = 3  # as many make a list of units; one or two may be a header's links


@dataclass(frozen=True, slots=True)
class Unit:
    """A publisher's own part of a portal: the name that the link to it bears, and its address."""

    name: str
    url: str

    def covers(self, page: Page) -> bool:
        """Whether a page is the unit's: it lies below the unit's address or names the unit itself."""
        if any(self.name in name for name in page.names):
            return True
        return self.holds(page.url)

    def holds(self, url: str) -> bool:
        """Whether a URL lies below the unit's address; a host's root holds nothing of its own."""
        home, here = urlsplit(self.url), urlsplit(url)
        folder = _folder(home.path)
        is_below = here.path == home.path or here.path.startswith(folder)
        return here.netloc == home.netloc and folder != "/" and is_below

    def entitle(self, url: str, title: str) -> str:
        """The title of one of the unit's links with the unit in front, where it names no publisher."""
        return title if read_link(url, title).publisher else f"{self.name}{title}"


def unit_of(title: str, url: str) -> Unit | None:
    """The unit that a menu entry leads to: a short text that is the name of a publisher and nothing more."""
    if not 2 < len(title) <= _LONGEST or not _NAME_ENDS.search(title):
        return None
    found = publisher_in(title)
    return Unit(title, url) if found and _is_whole(found.name, title) else None


def _is_whole(name: str, title: str) -> bool:
    return name == title or name.startswith(title) or title.endswith(name)


def _folder(path: str) -> str:
    """What lies below an address: /jyj/index.html and /jyj.html both have /jyj/ below them."""
    path = _INDEX.sub("/", path)
    return path if path.endswith("/") else _SUFFIX.sub("", path) + "/"
