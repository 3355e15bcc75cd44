"""How much of one document is read: far more than any report holds, so that time and memory stay bounded.

What lies beyond a bound is not read, an issue ``bound-hit`` says so, and the rest is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from archive.models import NOWHERE, Issue, Locator, Severity

MAX_BYTES = 16 * 2**20  # of text or markup, without inlined pictures
MAX_TAGS = 500_000
MAX_SEPARATORS = 200_000  # lines and cells of plain text; the longest reports have some thousands
MAX_POSITIONS = 500_000  # of all grids of one document, spans expanded
MAX_ATTRIBUTES = 2_000  # of one tag: libxml2 compares each of them with all before it

_SEPARATOR = re.compile(r"[\n\t|]")
_HARMLESS = 2**17  # bytes; one tag of so many is parsed within half a second
_SOME = 4096  # bytes; only a longer tag may have too many attributes
_QUOTED_TAG_END = re.compile(rb"=\s{0,9}(?:\"[^\"<>]*+[<>]|'[^'<>]*+[<>])")
# A quoted value counts once, any other character for itself, so that a long style is no long list.
_MANY_ATTRIBUTES = re.compile(
    rb"(<[A-Za-z][^\s<>/]{0,60})(?:[^=>]|=\s*+(?:\"[^\"]*\"|'[^']*')?+){%d,}+" % (2 * MAX_ATTRIBUTES)
)


class Bounded(NamedTuple):
    """What is read of some bytes, and what was hit."""

    data: bytes
    issues: tuple[Issue, ...] = ()


def bound_hit(message: str, locator: Locator = NOWHERE) -> Issue:
    """The issue for what was not read."""
    return Issue("bound-hit", Severity.WARNING, f"超出读取上限 / {message}", locator)


def within_bytes(data: bytes) -> Bounded:
    """The first `MAX_BYTES`, up to the end of a tag or line where one is near."""
    if len(data) <= MAX_BYTES:
        return Bounded(data)
    near = MAX_BYTES - _SOME
    end = max(data.rfind(b">", near, MAX_BYTES), data.rfind(b"\n", near, MAX_BYTES)) + 1 or MAX_BYTES
    while data[end] & 0xC0 == 0x80 and end > near:  # within a character of UTF-8
        end -= 1
    message = f"the document has {len(data)} bytes of text; the first {end} were read"
    return Bounded(data[:end], (bound_hit(message),))


def within_tags(markup: bytes) -> Bounded:
    """The markup up to its `MAX_TAGS`-th tag, and no tag with very many attributes."""
    issues: list[Issue] = []
    if len(markup) > MAX_TAGS and (tags := markup.count(b"<")) > MAX_TAGS:
        issues.append(bound_hit(f"the document has {tags} tags; the first {MAX_TAGS} were read"))
        markup = markup[: next(islice(re.finditer(b"<", markup), MAX_TAGS, None)).start()]
    if len(markup) > _HARMLESS and (_may_hold_long_tags(markup) or _QUOTED_TAG_END.search(markup)):
        markup, count = _MANY_ATTRIBUTES.subn(rb"\1", markup)
        if count:
            issues.append(bound_hit(f"{count} tags have very many attributes; they were read without"))
    return Bounded(markup, tuple(issues))


def _may_hold_long_tags(markup: bytes) -> bool:
    """Whether no tag ends within `_SOME` bytes; seldom, so that most pages are not searched closely."""
    end = 0
    while 0 <= end < len(markup) - _SOME:
        end = markup.rfind(b">", end, end + _SOME) + 1 or -1
    return end < 0


def within_separators(text: str) -> tuple[str, tuple[Issue, ...]]:
    """The text up to its `MAX_SEPARATORS`-th line end, tab or pipe."""
    if len(text) <= MAX_SEPARATORS:
        return text, ()
    beyond = next(_beyond(text), None)
    if beyond is None:
        return text, ()
    message = f"the document has too many lines and cells; the first {MAX_SEPARATORS} were read"
    return text[: beyond.start()], (bound_hit(message),)


def _beyond(text: str) -> Iterator[re.Match[str]]:
    return islice(_SEPARATOR.finditer(text), MAX_SEPARATORS, None)
