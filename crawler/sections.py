"""Finding the annual-report section: which menu links lead towards it, and when a page is it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from archive.models import LinkKind
from archive.titles import is_directory, link_kind
from crawler.page import Link, Page
from crawler.units import LEAST_UNITS, unit_of

_ANNUAL_TEXT = re.compile(
    r"信息公开(?:工作)?(?:年度?报告?|年报)|^(?:本级|部门|街镇|乡镇)?(?:年报|年度报告)(?:公开|专栏)?$"
)
_ANNUAL_PATH = re.compile(
    r"/(?:zf)?(?:xx)?gk(?:gz)?(?:nd(?:gz)?bg|nb|zl/nb)|/(?:zfxxgk|xxgk)[a-z]*nb|/(?:ndbg|ndgzbg|gknb|xxgkAnnualReport)",
    re.IGNORECASE,
)
_PLATFORM_TEXT = re.compile(
    r"政府信息公开(?:专栏|平台|专题|目录|网)?$|^(?:政务|信息)公开(?:专栏|平台|目录)?$|^法定主动公开内容$"
)
_PLATFORM_PATH = re.compile(r"/(?:zfxxgk|xxgk|zwgk)[\w-]*/?(?:index\.s?html?)?$", re.IGNORECASE)
_INDEX_PATH = re.compile(r"(?:/|/(?:index|list)[\w-]*\.(?:s?html?|jsp))$", re.IGNORECASE)
_FRONT_PATH = re.compile(r"/*(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)
_YEAR_ARCHIVE = re.compile(r"^(.{0,300}?/[A-Za-z_-]{0,40})(20\d\d)(?:/(?:index\.s?html?)?)?$")
_LISTS_UNITS = re.compile(r"信息公开|部门|乡镇|街道|镇街|单位")
_MENU_CHARACTERS = 24  # a longer text is a title and no menu entry


class Lead(IntEnum):
    """How surely a link leads to the section."""

    ANNUAL = 0  # it says annual report
    YEAR = 1  # another year's list beside this one
    BRANCH = 2  # it lies under the section: a year, a group of units, one unit
    UNIT = 3  # it names a publisher, and others beside it do
    PLATFORM = 4  # it says 政府信息公开


# Of one page; a county has about 100 units.
MOST_LEADS = {Lead.ANNUAL: 80, Lead.YEAR: 40, Lead.BRANCH: 200, Lead.UNIT: 200, Lead.PLATFORM: 6}


@dataclass(frozen=True, slots=True)
class Menu:
    """A link to follow on the way to the section."""

    url: str
    title: str
    lead: Lead


def is_section(page: Page) -> bool:
    """Whether a page is an annual-report list by its URL or by what it calls itself."""
    return is_annual_path(page.url) or any(_ANNUAL_TEXT.search(name) for name in page.names)


def is_front(page: Page) -> bool:
    """Whether a page is a site's home page: news of every subject, whatever reports are among them."""
    return is_front_url(page.url) and not is_section(page)


def is_front_url(url: str) -> bool:
    """Whether a URL is that of a host's first page."""
    parts = urlsplit(url)
    return _FRONT_PATH.fullmatch(parts.path) is not None and not parts.query


def is_sent_home(page: Page, asked: str) -> bool:
    """Whether a redirect led from another address to a home page: what was asked for is gone."""
    return is_front(page) and not is_front_url(asked)


def says_annual(name: str) -> bool:
    """Whether a menu entry or a node of a tree is called annual reports: 政府信息公开年报, 部门年报 …"""
    return _ANNUAL_TEXT.search(name) is not None


def is_annual_path(url: str) -> bool:
    """Whether a URL's path says annual report: zfxxgknb, xxgkndbg, gknb …"""
    return _ANNUAL_PATH.search(urlsplit(url).path) is not None


def is_index(url: str) -> bool:
    """Whether a URL has the shape of a list and not of an article."""
    return _INDEX_PATH.search(urlsplit(url).path or "/") is not None


def menus(page: Page, *, in_section: bool) -> Iterator[Menu]:
    """The links to follow from a page: its branches within the section, else the best that it offers."""
    found: dict[Lead, dict[str, Menu]] = {lead: {} for lead in Lead}
    lists_units = _lists_units(page, in_section=in_section)
    for link in page.links:
        lead = _lead(link, page, in_section)
        if lead is not None and link.url != page.url:
            found[lead].setdefault(link.url, Menu(link.url, link.title, lead))
    towards = Lead.ANNUAL if found[Lead.ANNUAL] else Lead.PLATFORM
    wanted = [Lead.YEAR, Lead.BRANCH] if in_section else [towards]
    if lists_units and len(found[Lead.UNIT]) >= LEAST_UNITS:
        wanted.append(Lead.UNIT)
    for lead in wanted:
        yield from list(found[lead].values())[: MOST_LEADS[lead]]


def _lead(link: Link, page: Page, in_section: bool) -> Lead | None:
    if not link.title or len(link.title) > _MENU_CHARACTERS:
        return None
    kind, year = link_kind(link.url, link.title)
    if kind in (LinkKind.REPORT, LinkKind.NOTICE) or not is_directory(link.url):
        return None
    if in_section:
        is_year_list = kind is LinkKind.LIST and year is not None
        return _lead_in_section(link, page) or (Lead.BRANCH if is_year_list else None)
    is_annual = _ANNUAL_TEXT.search(link.title) or (is_index(link.url) and is_annual_path(link.url))
    if kind is LinkKind.LIST or is_annual:
        return Lead.ANNUAL
    is_platform = _PLATFORM_TEXT.search(link.title) or _PLATFORM_PATH.search(urlsplit(link.url).path)
    if is_platform:
        return Lead.PLATFORM
    return Lead.UNIT if unit_of(link.title, link.url) else None


def _lead_in_section(link: Link, page: Page) -> Lead | None:
    if _is_other_year(link.url, page.url):
        return Lead.YEAR
    if is_index(link.url) and _lies_under(link.url, page.url):
        return Lead.BRANCH
    return Lead.UNIT if unit_of(link.title, link.url) else None


def _lists_units(page: Page, *, in_section: bool) -> bool:
    """Whether a page may list units: every home page names some in its header, and none leads to a report."""
    names = (urlsplit(page.url).path.rpartition("/")[0], *page.names)
    return in_section or _PLATFORM_PATH.search(names[0]) is not None or any(map(_LISTS_UNITS.search, names))


def _is_other_year(url: str, section: str) -> bool:
    """Whether a URL is that of the same list for another year: /gknb2023/ beside /gknb2024/ or /gknb/."""
    found, shown = _YEAR_ARCHIVE.match(url), _YEAR_ARCHIVE.match(section)
    if found is None or (shown and shown[2] == found[2]):
        return False
    return found[1] == shown[1] if shown else found[1] == section.rpartition("/")[0]


def _lies_under(url: str, section: str) -> bool:
    folder = section.rpartition("/")[0] + "/"
    return url.startswith(folder) and "/" in url[len(folder) :]
