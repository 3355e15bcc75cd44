"""Reports that stand at one address with a year in it: ``zfxxgknb.html?nbYear=2023``.

Such a page is a report and the only way to those of the other years: they are links to itself with another
year, or the options of a year selector, whose script does no more than put the year into the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote_plus, urlsplit, urlunsplit

from archive.models import Candidate
from archive.years import YEAR_PARAMETERS, url_report_year
from crawler.page import Page

_YEAR = re.compile(r"\s*(20[0-3]\d)\s*(?:年度?)?\s*")


def names_year(url: str) -> bool:
    """Whether a URL states the report's year in its query."""
    return any(_is_year(key, value) for key, value in parse_qsl(urlsplit(url).query))


def other_years(page: Page) -> Iterator[Candidate]:
    """The same address for other years, from the links and selectors of a page whose address states one."""
    if not names_year(page.url):
        return
    own = with_year(page.url, "")
    for link in page.links:
        if link.url != page.url and names_year(link.url) and with_year(link.url, "") == own:
            yield Candidate(link.url, link.title)
    for option in page.tree.iter("option"):
        found = _YEAR.fullmatch(option.get("value") or option.text_content())
        if found and int(found[1]) != url_report_year(page.url):
            yield Candidate(with_year(page.url, found[1]), found[1])


def with_year(url: str, year: str) -> str:
    """A URL with another value of its year parameter; all else stays as it is spelt (often GBK)."""
    parts = urlsplit(url)
    fields = (_with_year(field, year) for field in parts.query.split("&"))
    return urlunsplit(parts._replace(query="&".join(fields)))


def _with_year(field: str, year: str) -> str:
    key, _, value = field.partition("=")
    return f"{key}={year}" if _is_year(key, unquote_plus(value)) else field


def _is_year(key: str, value: str) -> bool:
    return key.lower() in YEAR_PARAMETERS and _YEAR.fullmatch(value) is not None
