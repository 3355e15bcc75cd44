"""HTML that a page's own scripts would write, put where they would write it.

Some skins print their rows and pagers from inline scripts: ``document.write('<a href="…">…</a>')``, or
Base64 that a script decodes.  Both are plain text in the page, so no script need run to read them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.page import Page

WRITES_LINKS = re.compile(r"document\.write(?:ln)?\(\s*(?:'<|\"<)(?:li|tr|td|a)\b", re.IGNORECASE)
_OPEN = re.compile(r"<script\b[^>]{0,300}>", re.IGNORECASE)
_CLOSE = re.compile(r"</script\s{0,10}>", re.IGNORECASE)
_WRITTEN = re.compile(
    r"document\.write(?:ln)?\(\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\s*\)", re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BASE64 = re.compile(r"\s*[A-Za-z0-9+/\s]{16,}={0,2}\s*")


def with_written(page: Page) -> Page:
    """The page with each script that writes links replaced by them; itself where none does."""
    if not WRITES_LINKS.search(page.text):
        return page
    return Page(page.url, "".join(_pieces(page.text)))


def with_decoded(page: Page, element_id: str) -> Page:
    """The page with an element's Base64 of percent-encoded HTML decoded; itself where it holds none."""
    found = page.tree.xpath("//*[@id=$id]", id=element_id)
    encoded = found[0].text_content() if found else ""
    if not _BASE64.fullmatch(encoded):
        return page
    try:
        decoded = unquote(base64.b64decode(encoded, validate=False).decode("latin-1"))
    except binascii.Error:
        return page
    return Page(page.url, page.text.replace(encoded, decoded)) if "<" in decoded else page


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, each script that writes links as what it writes; a pager's numbers stay.

    From one closing tag to the next: a pattern over both tags is slow on a page that never closes a script.
    """
    place = 0
    for closing in _CLOSE.finditer(text):
        opening = _OPEN.search(text, place, closing.start())
        script = text[opening.end() : closing.start()] if opening else ""
        if opening and WRITES_LINKS.search(script):
            yield text[place : opening.start()] + _literals(script)
        else:
            yield text[place : closing.end()]
        place = closing.end()
    yield text[place:]


def _literals(script: str) -> str:
    """What a script writes, of two alternatives the first: the other one holds variables, not literals."""
    return "".join(_unescaped(single or double) for single, double in _WRITTEN.findall(script))


def _unescaped(literal: str) -> str:
    return _ESCAPE.sub(r"\1", literal)
