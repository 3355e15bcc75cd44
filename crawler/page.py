"""A fetched HTML page as the platforms see it: its URL, its text, its tree and its links.

Nothing here knows Scrapy, so that a saved page is enough to test a platform.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from crawler.urls import normal

_ELLIPSIS = re.compile(r"(?:\.{2,}|…+|。{2,})\s*$")
_SPACE = re.compile(r"\s+")
_TITLE_CHARACTERS = 500  # an anchor round a longer text is layout
_SCHEMES = ("http://", "https://")
_PARSER = html.HTMLParser(encoding="utf-8")
_EMPTY = "<html><body></body></html>"
_DATA = re.compile(r"\s*+(?:[\w.$]{1,60}\(\s*+)?[{\[]")
_JSON = json.JSONDecoder(strict=False)  # portals leave tabs and line ends within strings
# Half a character, left where a title was cut in the middle of one: nothing can store it.
_HALF = re.compile(
    r"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F][0-9a-fA-F]{2})"
)


def decode(body: bytes) -> str:
    """The text of a page: strict UTF-8, else GB18030, whatever header and meta tag claim.

    GB 18030-2022 contains GB 2312 and GBK, and running Chinese text in it is practically never valid UTF-8;
    the declarations of the portals are wrong often enough that they are not asked.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", errors="replace")


def from_json(text: str) -> Any:
    """The JSON with which a text begins; None where it is none, broken off, or nested beyond reason."""
    try:
        return _JSON.raw_decode(_HALF.sub(r"\\ufffd", text))[0]
    except (ValueError, RecursionError):
        return None


def is_cut(text: str) -> bool:
    """Whether a list shows only the beginning of a title."""
    return _ELLIPSIS.search(text) is not None


def squeeze(text: str | None) -> str:
    """Text without the white space that only lays out the source."""
    return _SPACE.sub(" ", text or "").strip()


@dataclass(frozen=True, slots=True)
class Link:
    """One anchor: where it leads, what it is called in full, and where it stands."""

    url: str
    title: str
    element: html.HtmlElement


class Page:
    """One HTML page (or a fragment that a list API returned), parsed once, when first needed."""

    def __init__(self, url: str, text: str) -> None:
        self.url, self.text = url, text

    @classmethod
    def from_body(cls, url: str, body: bytes) -> Page:
        """A page from the bytes as fetched."""
        return cls(url, decode(body))

    @property
    def is_data(self) -> bool:
        """Whether this is JSON, or JSON in a call (JSONP), by its first characters, even where broken off."""
        return _DATA.match(self.text) is not None

    @cached_property
    def data(self) -> Any:
        """What an API answered, decoded; None where it is no JSON, broken off, or nested beyond reason."""
        opening = _DATA.match(self.text)
        return from_json(self.text[opening.end() - 1 :]) if opening else None

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed page; an empty one where there is nothing to parse, as in the answer of an API."""
        if self.is_data:
            return html.document_fromstring(_EMPTY)
        source = self.text.replace("\x00", "").encode("utf-8", errors="replace")
        try:
            return html.document_fromstring(source, parser=_PARSER)
        except etree.ParserError:
            return html.document_fromstring(_EMPTY)

    @cached_property
    def base(self) -> str:
        """What relative links refer to: the page's own address where its base is none."""
        element = self.tree.find(".//base[@href]")
        try:
            base = urljoin(self.url, element.get("href") or "") if element is not None else self.url
        except ValueError:  # an unfinished IPv6 address: http://[
            return self.url
        return base if base.startswith(_SCHEMES) else self.url

    def resolve(self, href: str | None) -> str | None:
        """An absolute URL in its one spelling, or None where the link leads to no other page."""
        try:
            url = urljoin(self.base, _SPACE.sub("", href or ""))
        except ValueError:  # an unfinished IPv6 address: http://[
            return None
        leads_on = href and url.startswith(_SCHEMES) and not href.lstrip().startswith("#")
        return normal(url) if leads_on else None

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every anchor that leads somewhere, in the order of the page."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for element in self.tree.iter("a"):
            url = self.resolve(element.get("href"))
            if url is not None:
                yield Link(url, full_title(element), element)

    def meta(self, name: str) -> str:
        """The content of a meta tag; the portals disagree about the case of its name."""
        wanted = name.lower()
        for element in self.tree.iter("meta"):
            if (element.get("name") or "").lower() == wanted:
                return squeeze(element.get("content"))
        return ""

    @cached_property
    def heading(self) -> str:
        """What the page calls itself: its article title, first heading or title element."""
        return self.meta("ArticleTitle") or self._text(".//h1") or self._text(".//title")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the page goes by, the column it belongs to first."""
        found = (self.meta("ColumnName"), self.heading, self._text(".//title"))
        return tuple(dict.fromkeys(filter(None, found)))

    def _text(self, path: str) -> str:
        element = self.tree.find(path)
        return squeeze(element.text_content()) if element is not None else ""


def full_title(anchor: html.HtmlElement) -> str:
    """The title attribute where the visible text is cut or missing or only a part of it, else the text."""
    text = squeeze(anchor.text_content()[:_TITLE_CHARACTERS])
    title = squeeze((anchor.get("title") or "")[:_TITLE_CHARACTERS])
    shown = _ELLIPSIS.sub("", text).strip()
    return title if title and (not text or is_cut(text) or shown in title) else text
