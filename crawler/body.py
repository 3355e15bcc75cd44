"""Which part of an article's page is its body, and which is the portal's furniture."""

from __future__ import annotations

import re

from lxml import html

from archive.containers import CLASSES, IDS, NUMBERED, TAG
from crawler.page import Page

# A name may stand among others.
_NAMED = "|".join(map(re.escape, sorted(IDS | CLASSES)))
_BODY = re.compile(rf"\b(?:{_NAMED}|{NUMBERED}\w+)\b", re.IGNORECASE)
_ATTACHED = re.compile(r"fujian|attach|annex|accessory|(?:^|[\s_-])fj(?:$|[\s_-])", re.IGNORECASE)
_FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|header|top|foot(?:er)?|side(?:bar)?|crumbs?|breadcrumb|relat(?:ed|ion)|share|"
    r"recommend|link(?:s)?|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)


def has_body(page: Page) -> bool:
    """Whether a page marks its body in a way that we know."""
    return any(_BODY.search(_names(element)) for element in page.tree.iter("div", "td", TAG))


def in_body(element: html.HtmlElement, *, or_attached: bool = False) -> bool:
    """Whether an element stands in a marked body, or in a list of attached files where ``or_attached``."""
    return any(
        _BODY.search(names) or (or_attached and _ATTACHED.search(names))
        for names in map(_names, element.iterancestors())
        if names
    )


def is_furniture(element: html.HtmlElement) -> bool:
    """Whether an element belongs to the page's head, foot, menus or links to elsewhere."""
    return any(
        ancestor.tag in _FURNITURE_TAGS or _FURNITURE.search(_names(ancestor))
        for ancestor in element.iterancestors()
    )


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()
