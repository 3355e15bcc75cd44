"""What a family of content management systems must tell: how it is recognised and how its lists go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from archive.models import Candidate
from crawler import rows
from crawler.ask import Ask
from crawler.page import Page
from crawler.sections import Menu

MAX_PAGES = 100  # the largest list seen has 97 pages; beyond it a pager has lost itself

_DAY = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Option:
    """One key that a registry row may give, with the values it may have."""

    expected: str
    accepts: Callable[[str], bool]


def _is_pages(value: str) -> bool:
    return value.isdecimal() and 1 <= int(value) <= 1000


def _is_requests(value: str) -> bool:
    return value.isdecimal() and 1 <= int(value) <= 1_000_000


class Platform:
    """A family of portals.  A subclass says how to recognise it and where the next list pages are.

    A platform finds candidates and never judges or opens them.  It holds the row's options and no state.
    """

    name: ClassVar[str]
    marks: ClassVar[re.Pattern[str]]
    options: ClassVar[Mapping[str, Option]] = {}

    def __init__(self, options: Mapping[str, str]) -> None:
        self.values = options
        self.max_pages = int(options.get("max_pages", MAX_PAGES))

    @classmethod
    def fingerprint(cls, html: str) -> bool:
        """Whether a page bears this family's marks."""
        return cls.marks.search(html) is not None

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The links of a list page, each with its full title and the date beside it."""
        return rows.candidates(page)

    def shown(self, page: Page) -> Page:
        """The page as its reader sees it: rows and pagers in place that only a script would write."""
        return page

    def article(self, page: Page) -> Page:
        """An article as its reader sees it: with the text in place that only a script would write."""
        return page

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:  # noqa: ARG002 (most read no menu)
        """Ways to the section that stand in no anchor: an API's first page, a node of a menu in a script."""
        yield from ()

    def lacking(self) -> str | None:
        """What this machine lacks for such a portal: expected, found; None where nothing is."""
        return None

    def trouble(self, page: Page) -> str | None:  # noqa: ARG002 (most expect no data)
        """What is wrong with an answer that should be data: expected, found; None where nothing is."""
        return None

    def next_pages(self, page: Page) -> Iterator[str | Ask]:
        """List pages that follow from this one, a URL or an `Ask` each; those seen before are dropped."""
        raise NotImplementedError


COMMON_OPTIONS: Mapping[str, Option] = {
    "delay": Option("seconds between requests, at least 2 (less only for a loopback row)", lambda _: True),
    "max_pages": Option("a number of list pages from 1 to 1000", _is_pages),
    "max_requests": Option("a number of requests a run from 1 to 1000000", _is_requests),
    "night": Option("1 (asked only from 22:00 to 07:00 China time)", "1".__eq__),
    "tls": Option("legacy (TLS from 1.0 on and short keys, for this portal alone)", "legacy".__eq__),
    "revisit": Option(
        "calendar (new reports weekly, older ones every August) or always",
        lambda value: value in ("calendar", "always"),
    ),
    "section_url": Option(
        "the URL of the annual-report list, where the start page does not lead to it",
        lambda value: value.startswith(("http://", "https://")),
    ),
    "yield_since": Option(
        "a date (YYYY-MM-DD) on which a person saw that fewer reports are right; runs before it do not count",
        lambda value: _DAY.fullmatch(value) is not None,
    ),
}
