"""Pictures that stand where a report's tables should be: some offices publish their tables as pictures.

Only pictures in the body of an article are fetched, no logos or icons, and none where the tables are printed
as text.  They are files of the article like any other, and are read with its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from crawler.body import has_body, in_body, is_furniture
from crawler.page import Link, Page

MAX_PICTURES = 20  # of one article

_SMALLEST = 200  # pixels; what is said to be narrower or lower than a third of it holds no table
_LOWEST = _SMALLEST // 3
_PICTURE = re.compile(r"\.(?:png|jpe?g|bmp|webp|tiff?)(?:$|[?&])", re.IGNORECASE)
_ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:logo|icons?|share|qr\w*|ewm|weixin|wechat|wx|weibo|banner|bg|blank|spacer|jiucuo|dzjg|"
    r"print|close|arrow|btn|button)\d{0,3}(?:[/_.-]|$)",
    re.IGNORECASE,
)
_ANY = re.compile("<img", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLED = {
    side: re.compile(rf"(?:^|;)\s*{side}\s*:([^;]{{1,20}})", re.IGNORECASE) for side in ("width", "height")
}
# A word of each statutory table; where all of an edition's are printed, no picture stands for a table.
_PRINTED = (("信息内容", "本年新收", "复议"), ("指标名称", "计量单位"))


def pictures(page: Page) -> Iterator[Link]:
    """The pictures of an article that may be its tables, each once."""
    if _prints_its_tables(page.text) or not _ANY.search(page.text):
        return
    is_marked = has_body(page)
    seen: set[str] = set()
    for element in page.tree.iter("img"):
        url = page.resolve(element.get("src"))
        if url is None or url in seen or not _may_be_table(element, url):
            continue
        if is_marked and not in_body(element):
            continue
        seen.add(url)
        yield Link(url, "", element)
        if len(seen) == MAX_PICTURES:
            return


def _prints_its_tables(text: str) -> bool:
    return any(all(word in text for word in words) for words in _PRINTED)


def _may_be_table(element: html.HtmlElement, url: str) -> bool:
    if not _PICTURE.search(url) or _ORNAMENT.search(url.partition("://")[2].partition("/")[2]):
        return False
    wide, high = _length(element, "width"), _length(element, "height")
    if (wide is not None and wide < _SMALLEST) or (high is not None and high < _LOWEST):
        return False
    return not is_furniture(element)


def _length(element: html.HtmlElement, side: str) -> int | None:
    """A side in pixels as the page says it; None where it says nothing or a share of the page."""
    styled = _STYLED[side].search(element.get("style") or "")
    found = _LENGTH.match(styled[1] if styled else element.get(side) or "")
    return int(found[1]) if found else None
