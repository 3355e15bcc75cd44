"""Any list that a reader could page through: next-page links and numbered pagers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from crawler.page import Link, Page
from crawler.platforms.base import Option, Platform

_NEXT = re.compile(
    r"^(?:下一?[页頁]|后一?页|next(?: page)?|[>›»]|下一?页\s*[>›»]+|[>›»]\s*下一?页)$", re.IGNORECASE
)
_NUMBER = re.compile(r"^\[?(?:[2-9]|[1-9]\d{1,3})\]?$")  # page 1 is where the walk came in


class Generic(Platform):
    """Any server-rendered list.

    Recognise it by the absence of every other family's marks; this is what remains.

    Example portals: 济南市历下区 (lixia.gov.cn) and 利州区 (lzq.gov.cn).

    Options: ``next_text`` — the text of the link to the next page, where it is none of the usual ones.

    Traps: the next-page link of the last page may lead to itself; a pager may show numbers only; a
    ``javascript:`` pager cannot be followed here and ends the list after its first page.
    """

    name = "generic"
    marks: ClassVar[re.Pattern[str]] = re.compile(r"(?!)")
    options: ClassVar[Mapping[str, Option]] = {
        "next_text": Option("the text of a link", lambda value: 0 < len(value) <= 20),
    }

    def next_pages(self, page: Page) -> Iterator[str]:
        """The page that calls itself the next one; where none does, every page that is only a number."""
        following = [link.url for link in page.links if self._is_next(link)]
        following += [url for url in map(page.resolve, page.tree.xpath("//link[@rel='next']/@href")) if url]
        yield from following or [link.url for link in page.links if _NUMBER.match(link.title)]

    def _is_next(self, link: Link) -> bool:
        if "next_text" in self.values:
            return link.title == self.values["next_text"]
        return link.element.get("rel") == "next" or _NEXT.match(link.title) is not None
