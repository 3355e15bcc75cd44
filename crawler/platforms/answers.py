"""Lists that an API answers as JSON: where its rows stand, what their parts are called, when they end.

A family names its fields in a `Shape`; reading them is done here, once for all.  An answer is untrusted: a
part of another type than expected counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any, ClassVar

from archive.models import Candidate
from crawler import rows
from crawler.ask import Ask
from crawler.page import Page, squeeze
from crawler.platforms.base import Platform
from crawler.sections import Menu

_CHINA = timezone(timedelta(hours=8))
_SECONDS = range(10**8, 10**11)  # 1973 to 5138; a larger number counts milliseconds
_EPOCH = re.compile(r"\d{9,13}")
_TAG = re.compile(r"<[^<>]{0,200}>")
_SHOWN_CHARACTERS = 60  # of an answer that is no JSON, in the issue


@dataclass(frozen=True, slots=True)
class Shape:
    """The names of an answer's parts; of several the first that is there counts.

    ``rows``, ``pages`` (how many there are) and ``total`` (rows in all) are paths like ``data.page.list``;
    ``url``, ``title`` and ``date`` are keys of a row; ``page`` and ``size`` are fields of the question.
    """

    rows: tuple[str, ...]
    url: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    page: tuple[str, ...] = ("page",)
    pages: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    rows_a_page: int = 0  # where the question does not tell


class JsonLists(Platform):
    """A family whose lists an API answers; a subclass tells its shape and how a shell page leads to it.

    A portal has static lists too, most often older ones; they are read as the maker's other family does.
    """

    answers: ClassVar[re.Pattern[str]]  # the URLs of the API
    shape: ClassVar[Shape]
    elder: ClassVar[type[Platform]]  # the family of the portal's static pages

    def __init__(self, options: Mapping[str, str]) -> None:
        super().__init__(options)
        self._elder = self.elder(options)

    def first_asks(self, page: Page) -> Iterator[str | Ask]:
        """The API's first page, from the shell that a visitor sees."""
        raise NotImplementedError

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The rows of an answer; of any other page what its elder family finds."""
        if not self.is_answer(page):
            yield from self._elder.candidates(page)
        for row, url in self._addressed(page):
            title = squeeze(unescape(_TAG.sub("", _text(row, self.shape.title))))
            yield Candidate(url, title, _day(row, self.shape.date))

    def next_pages(self, page: Page) -> Iterator[str | Ask]:
        """From the shell the API's first page, from an answer the next one, as long as there are rows."""
        if not self.is_answer(page):
            yield from list(self.first_asks(page)) or self._elder.next_pages(page)
            return
        ask, count = Ask.named(page.url), len(self.rows(page) or ())
        name = next((name for name in self.shape.page if name in ask.values), self.shape.page[0])
        number = max(whole(ask.values.get(name)) or 1, 1)
        if count and number < self._last(page.data, ask, count, number):
            following = ask.with_values(**{name: str(number + 1)})
            yield following if following.form is not None else following.url

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """The menus of the elder family."""
        return self._elder.leads(page, in_section=in_section)

    def trouble(self, page: Page) -> str | None:
        """What is wrong with an answer: no JSON, broken off, without its list, rows that lead nowhere."""
        if not self.is_answer(page):
            return self._elder.trouble(page)
        found = self.rows(page)
        if found is not None:
            return self._without_address(page, found)
        wanted = " or ".join(self.shape.rows)
        if page.data is None:
            return f"expected JSON with a list at {wanted}, found {page.text[:_SHOWN_CHARACTERS]!r}"
        return f"expected a list at {wanted}, found {_outline(page.data)}"

    def is_answer(self, page: Page) -> bool:
        """Whether a page is what the API answered, told by where it comes from."""
        return self.answers.search(page.url) is not None

    def rows(self, page: Page) -> list[Any] | None:
        """The rows of an answer, None where it has no list; a list that is null is an empty one."""
        if not self.is_answer(page):
            return None
        for path in self.shape.rows:
            holder, _, key = path.rpartition(".")
            found = dig(page.data, holder) if holder else page.data
            if isinstance(found, dict) and isinstance(found.get(key, 0), list | None):
                return found[key] or []
        return None

    def _addressed(self, page: Page) -> Iterator[tuple[Any, str]]:
        """The rows that lead somewhere, each with its URL."""
        found = ((row, page.resolve(_text(row, self.shape.url))) for row in self.rows(page) or ())
        return ((row, url) for row, url in found if url)

    def _without_address(self, page: Page, found: list[Any]) -> str | None:
        if not found or next(self._addressed(page), None):
            return None
        return f"expected rows with {' or '.join(self.shape.url)}, found {_outline(found[0])}"

    def _last(self, data: Any, ask: Ask, count: int, number: int) -> int:
        """The number of the last page; where nothing tells it, a full page has another one after it."""
        pages = _first_whole(data, self.shape.pages)
        total = _first_whole(data, self.shape.total)
        sizes = (whole(ask.values.get(name)) for name in self.shape.size)
        size = next(filter(None, sizes), self.shape.rows_a_page)
        if pages is None and total is not None and size:
            pages = -(-total // size)
        return number + (count >= size > 0) if pages is None else pages


def dig(data: Any, path: str) -> Any:
    """The part of decoded JSON at a dotted path; None where there is none."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _text(row: Any, keys: tuple[str, ...]) -> str:
    values = (row.get(key) for key in keys) if isinstance(row, dict) else ()
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _day(row: Any, keys: tuple[str, ...]) -> str | None:
    """A date as it is written: as text, or as seconds or milliseconds since 1970, told in China's time."""
    for value in (row.get(key) for key in keys):
        number = whole(value) if not isinstance(value, str) or _EPOCH.fullmatch(value) else None
        found = _epoch_day(number) if number else rows.iso_date(value) if isinstance(value, str) else None
        if found:
            return found
    return None


def _epoch_day(number: int) -> str | None:
    seconds = number if number in _SECONDS else number // 1000
    if seconds not in _SECONDS:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date().isoformat()


def _first_whole(data: Any, paths: tuple[str, ...]) -> int | None:
    found = (whole(dig(data, path)) for path in paths)
    return next((number for number in found if number is not None), None)


def whole(value: Any) -> int | None:
    """A number not below zero, printed or plain; longer ones than 18 digits are no count of anything."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 18:
        return int(value)
    return value if type(value) is int and 0 <= value < 10**18 else None


def _outline(data: Any) -> str:
    if isinstance(data, dict):
        return f"an object with {', '.join(map(str, list(data)[:8])) or 'nothing in it'}"[:200]
    return f"a {type(data).__name__}"
