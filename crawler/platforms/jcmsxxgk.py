"""大汉 政府信息公开: the report is a page with the publisher and the year as parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.models import Candidate
from crawler import rows
from crawler.page import Link, Page, squeeze
from crawler.platforms.base import Platform
from crawler.sections import Lead, Menu

_PATH = re.compile(r"/xxgkAnnualReport\.jsp$", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")
_AREA = re.compile(r"[0-9A-Z-]{6,32}")
_ORDER = ("area", "fbtime")  # of the parameters; the portals write them either way


class JcmsXxgk(Platform):
    """大汉 政府信息公开 module, ``xxgkAnnualReport.jsp`` (浙江).

    Recognise it by ``/module/xxgk/xxgkAnnualReport.jsp?area=<organisation code>&fbtime=<year>``.

    Example portals: 丽水市 (lishui.gov.cn) and 衢州市 (qz.gov.cn).

    Options: none of its own.

    Traps: the report stands on the page itself, the years in a ``<select>``; ``fbtime`` is the year that is
    reported and not that of publication; the order of the parameters varies, so every URL is written with
    ``area`` first, or one report would be two; a publisher is known by its organisation code only, its
    name stands in the page.
    """

    name = "jcmsxxgk"
    marks: ClassVar[re.Pattern[str]] = re.compile(r"xxgkAnnualReport\.jsp", re.IGNORECASE)

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """A year of a publisher each; what the selector shows is a year and no title, so it is left out."""
        if _PATH.search(urlsplit(page.url).path):
            yield from (Candidate(_report(page.url, fbtime=year), "", None) for year in _options(page, _YEAR))
        for candidate in rows.candidates(page):
            if not _PATH.search(urlsplit(candidate.url).path):
                yield candidate
            elif _values(candidate.url).get("fbtime"):
                title = "" if _YEAR.match(candidate.title) else candidate.title
                yield Candidate(_report(candidate.url), title, candidate.listed_on)

    def leads(self, page: Page, *, in_section: bool) -> Iterator[Menu]:
        """The publishers: links and options that name an organisation and no year."""
        lead, own = Lead.BRANCH if in_section else Lead.ANNUAL, _values(page.url).get("area")
        found = {_report(link.url): link.title for link in page.links if _is_publisher(link)}
        if _PATH.search(urlsplit(page.url).path):
            found |= {_report(page.url, area=code, fbtime=""): name for code, name in _areas(page).items()}
        yield from (Menu(url, name, lead) for url, name in found.items() if _values(url).get("area") != own)

    def next_pages(self, page: Page) -> Iterator[str]:  # noqa: ARG002 (no list, hence no pager)
        """None: a publisher's years are all named on its page."""
        yield from ()


def _values(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def _report(url: str, **changed: str) -> str:
    """A URL of the module with its parameters in one order; an empty one is left out."""
    parts, values = urlsplit(url), _values(url) | changed
    ordered = [
        (key, values[key]) for key in (*_ORDER, *sorted(values.keys() - set(_ORDER))) if values.get(key)
    ]
    return urlunsplit(parts._replace(query=urlencode(ordered), fragment=""))


def _is_publisher(link: Link) -> bool:
    values = _values(link.url)
    is_one = _PATH.search(urlsplit(link.url).path) and values.get("area") and not values.get("fbtime")
    return bool(is_one and link.title)


def _options(page: Page, wanted: re.Pattern[str]) -> dict[str, str]:
    """Values and names of the options whose value has the wanted form."""
    found = {}
    for option in page.tree.iter("option"):
        value = squeeze(option.get("value"))
        if wanted.fullmatch(value):
            found[value] = squeeze(option.text_content())
    return found


def _areas(page: Page) -> dict[str, str]:
    return {code: name for code, name in _options(page, _AREA).items() if name}
