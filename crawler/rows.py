"""Rows of a list page: a link together with the date that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from lxml import html

from archive.models import Candidate
from crawler.page import Link, Page

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?")
_ROW_TAGS = frozenset({"li", "tr", "dd", "dl"})
_CLIMB = 4  # anchor → span → td → tr is the deepest row seen
_ROW_CHARACTERS = 400  # a longer "row" is a layout table round the whole page


def candidates(page: Page) -> Iterator[Candidate]:
    """Every link of a page with its full title and the date of its row; navigation has no date."""
    for link in page.links:
        listed_on = listed_date(link)
        yield Candidate(link.url, _without_date(link.title) if listed_on else link.title, listed_on)


def listed_date(link: Link) -> str | None:
    """The date beside a link, ISO 8601; the last one of the row, since a title may hold a date too."""
    found = _DATE.findall(_row_text(_row(link.element)))
    return _iso(*found[-1]) if found else None


def iso_date(text: str) -> str | None:
    """The first date in a text, ISO 8601."""
    found = _DATE.search(text)
    return _iso(*found.groups()) if found else None


def _row(anchor: html.HtmlElement) -> html.HtmlElement:
    ancestors = list(islice(anchor.iterancestors(), _CLIMB))
    row = next((ancestor for ancestor in ancestors if ancestor.tag in _ROW_TAGS), (ancestors or [anchor])[0])
    return anchor if _holds_rows(row) else row


def _holds_rows(element: html.HtmlElement) -> bool:
    """Whether a row holds rows itself: then it is the layout, and its dates belong to others."""
    return next(element.iterdescendants("li", "tr"), None) is not None


def _row_text(row: html.HtmlElement) -> str:
    pieces, length = [], 0
    for piece in row.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > _ROW_CHARACTERS:
            return ""
    return " ".join(pieces)


def _without_date(title: str) -> str:
    """Some skins put the date inside the anchor, after the title."""
    dates = list(_DATE.finditer(title))
    last = dates[-1] if dates else None
    if last is None or len(title) - last.end() > len("）"):
        return title
    return title[: last.start()].rstrip("[(（ ")


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
