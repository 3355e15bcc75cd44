"""The article that a page keeps in a script, where the page itself is an empty shell filled by that script.

广东 gkmlpt and NFCMS write ``window._CONFIG = {… DETAIL: {"title": "…", "content": "<p>…"} …}``.  The object
is mostly JSON; keys without quotation marks, single quotation marks and commas too many are read as well,
because a browser takes them.  Reading stops at the end of the script, of the object, or of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from itertools import islice
from typing import NamedTuple

from archive.models import Issue, Severity
from extract.grid import Block, Grid, Paragraph

KEPT = b"DETAIL"  # a page without these bytes keeps no article in a script

_LARGEST_SHELL = 200  # Chinese characters of the menu and footer of a page without its article
_MOST_OBJECTS = 4  # of one page that are looked at
_MOST_NAMES = 50  # of its objects in a page, those outside scripts too
_MOST_TOKENS = 50_000  # of one object; an article's has some hundred
_OBJECT = re.compile(r"\bDETAIL[\"']?\s{0,9}[:=]\s{0,9}(?=\{)")
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<string>\"(?:[^\"\\]++|\\.)*+(?P<end>\"?)|'(?:[^'\\]++|\\.)*+(?P<single>'?)|`(?:[^`\\]++|\\.)*+(?P<tick>`?))"
    r"|(?P<mark>[{}\[\]:,])|(?P<word>[\w$.+-]+)"
    r"|(?P<comment>/\*(?:[^*]++|\*(?!/))*+|//[^\n]*+)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\f", "v": "", "0": "", "\n": ""}
_MARKUP = re.compile(r"<[a-zA-Z][^<>]*>")
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|table|br|span)\b")
_NO_CHINESE = re.compile(r"<[^<>]*>|[^\u4e00-\u9fff<]+|<")

_CONTENT = ("content", "contenthtml", "htmlcontent", "html")  # keys in lower case, without _
# The name that a page's own <meta> has for it, and the keys in the order in which they are believed.
_META: Mapping[str, Sequence[str]] = {
    "articletitle": ("title",),
    "pubdate": ("date", "displaypublishtime", "publishtime", "pubdate", "createdat", "createtime"),
    "contentsource": ("publisher", "source"),
}
_SECONDS = re.compile(r"\d{9,10}")
_CHINA = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Article:
    """What the object says: its HTML (None where it has none) and its metadata by the names of ``<meta>``.

    ``is_whole`` is false where the object breaks off.
    """

    html: str | None
    meta: Mapping[str, str]
    is_whole: bool

    def is_shown_by(self, blocks: Sequence[Block]) -> bool:
        """Whether a page whose own blocks these are shows as much itself: a script has filled it already."""
        if any(isinstance(block, Grid) for block in blocks):
            return True
        shown = sum(_chinese(block.text) for block in blocks if isinstance(block, Paragraph))
        return shown >= (_chinese(self.html) if self.html else _LARGEST_SHELL)

    def page(self) -> bytes:
        """The article as a page of its own."""
        metas = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in self.meta.items())
        page = f"<html><head>{metas}</head><body>{self.html or ''}</body></html>"
        return page.encode("utf-8", "replace")


class _Fields(NamedTuple):
    values: Mapping[str, str]
    is_whole: bool


@dataclass(slots=True)
class _Level:
    """One open object or array: the values seen, and what a comma would settle."""

    values: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    value: str | None = None

    def settle(self) -> None:
        """Take the value for the key, the first where a key comes twice."""
        if self.key is not None and self.value is not None:
            self.values.setdefault(self.key.lower().replace("_", ""), self.value)
        self.key = self.value = None


def _chinese(markup: str) -> int:
    return len(_NO_CHINESE.sub("", markup))


def article_of(text: str) -> Article | None:
    """The article in a page's scripts; None where no script has an object for it."""
    found = [_article(fields) for start in islice(_starts(text), _MOST_OBJECTS) for fields in _objects(start)]
    with_html = next((article for article in found if article.html is not None), None)
    return with_html or next((article for article in found if not article.is_whole), None)


def broken_off() -> Issue:
    """The issue for an article whose script does not go on to its end."""
    message = "脚本中的正文不完整 / the article in the page's script breaks off; what is there was read"
    return Issue("script-broken-off", Severity.WARNING, message)


def _starts(text: str) -> Iterator[str]:
    """The rest of the script from each object of that name on."""
    for match in islice(_OBJECT.finditer(text), _MOST_NAMES):
        opened = text.rfind("<script", 0, match.start())
        if opened >= 0 and not _SCRIPT_END.search(text, opened, match.start()):
            end = _SCRIPT_END.search(text, match.end())
            yield text[match.end() : end.start() if end else len(text)]


def _objects(script: str) -> list[_Fields]:
    """The object that a script begins with, then each within it, the outer before the inner."""
    levels, is_whole = _levels(script)
    return [_Fields(level.values, is_whole) for level in levels]


def _levels(script: str) -> tuple[list[_Level], bool]:
    opened: list[_Level] = []
    every: list[_Level] = []
    for token in islice(_TOKEN.finditer(script), _MOST_TOKENS):
        mark = token["mark"]
        if mark is None:
            opened[-1].value = opened[-1].value if token["comment"] else _value(token)
        elif mark in "{[":
            opened.append(_Level())
            every.append(opened[-1])
        elif mark == ":":
            opened[-1].key, opened[-1].value = opened[-1].value, None
        else:
            opened[-1].settle()
            if mark != "," and len(opened) == 1:
                return every, True
            opened = opened if mark == "," else opened[:-1]
    for level in opened:
        level.settle()
    return every, False


def _value(token: re.Match[str]) -> str:
    if token["word"] is not None:
        return token["word"]
    is_closed = bool(token["end"] or token["single"] or token["tick"])
    return _unescaped(token["string"][1 : -1 if is_closed else None])


def _unescaped(text: str) -> str:
    """The characters that a script's string stands for; halves of a pair are joined, lone ones replaced."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_character, text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(escaped: re.Match[str]) -> str:
    code = escaped[1] or escaped[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escaped[3], escaped[3])


def _article(fields: _Fields) -> Article:
    values = fields.values
    html = next((markup for key in _CONTENT if (markup := _markup(values.get(key, "")))), None)
    named = {name: next(filter(None, map(values.get, keys)), "") for name, keys in _META.items()}
    meta = {name: _day(text) if name == "pubdate" else text for name, text in named.items() if text}
    return Article(html, meta, fields.is_whole)


def _markup(text: str) -> str | None:
    """The text where it is HTML, which some systems escape twice."""
    if _MARKUP.search(text):
        return text
    return unescape(text) if _ESCAPED_MARKUP.search(text) else None


def _day(text: str) -> str:
    """A date, or seconds since 1970 as the date in China."""
    if not _SECONDS.fullmatch(text):
        return text
    return (datetime.fromtimestamp(int(text), UTC) + _CHINA).date().isoformat()
