"""A list page's links, judged: which are reports, which are near misses, which are neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median_low

from archive.models import Candidate, LinkKind
from archive.titles import is_directory, is_report_title, link_kind
from archive.years import report_year, url_report_year
from crawler.page import Page, is_cut
from crawler.platforms import Platform
from crawler.year_pages import other_years

_SURE_LISTING = 3  # that many reports make a page a list of them, where most of its rows are

_REPORT_CHARACTERS = 400  # frames have some 200 beside their links; the shortest reports of districts 800
_TITLE_CHARACTERS = 12  # a shorter text is a menu entry

# Where a cut title may stop on its way to 政府信息公开工作年度报告.
_BEGINNING = re.compile(
    r"(?:(?<!人民)政府(?:信息?|信息公|信息公开)?|信息公开)(?:工作?)?(?:情况)?的?(?:年度?报?)?\s*[.…。]+\s*$"
)
# In the section itself it may stop before that: after the publisher, 关于 or the year.
_PUBLISHER_ONLY = re.compile(r"(?:政府|办事处|委员会|管委会|局|办公室|中心|关于|\d{4}年度?)\s*[.…。]+\s*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page shows; ``urls`` are those of its rows, by which a page is known again."""

    reports: tuple[tuple[Candidate, int | None], ...]
    near_misses: int
    urls: frozenset[str]
    is_report_itself: bool
    news: int = 0  # links without a date whose titles are those of articles
    day: str | None = None  # the one in the middle of its dates: a pinned row does not move it

    @property
    def candidates(self) -> int:
        """How many rows were judged."""
        return len(self.reports) + self.near_misses

    @property
    def shows_reports(self) -> bool:
        """Whether so many reports are shown that it is no chance."""
        return len(self.reports) >= _SURE_LISTING

    @property
    def is_of_reports(self) -> bool:
        """Whether its rows are reports rather than news with some reports among them."""
        return self.shows_reports and len(self.reports) >= max(self.near_misses, self.news)


def survey(platform: Platform, page: Page, *, in_section: bool = False, linked_as: str = "") -> Listing:
    """Judge every candidate of a page.

    Navigation is told from rows by the date: an undated link counts only where its title says what it is.
    ``linked_as`` is the title of the link that led here.
    """
    reports: dict[str, tuple[Candidate, int | None]] = {}
    missed: set[str] = set()
    news: set[str] = set()
    days: list[str] = []
    for candidate in platform.candidates(page):
        days += [candidate.listed_on] if candidate.listed_on else []
        kind, year = link_kind(candidate.url, candidate.title)
        if kind is LinkKind.REPORT or _may_be_report(candidate, in_section):
            reports.setdefault(candidate.url, (candidate, year))
        elif candidate.listed_on or kind is LinkKind.NOTICE:
            missed.add(candidate.url)
        elif len(candidate.title) >= _TITLE_CHARACTERS and not is_directory(candidate.url):
            news.add(candidate.url)
    for candidate in other_years(page):
        reports.setdefault(candidate.url, (candidate, url_report_year(candidate.url)))
    reports.pop(page.url, None)
    near_misses = missed - reports.keys()
    return Listing(
        tuple(reports.values()),
        len(near_misses),
        frozenset(reports) | near_misses,
        _is_report(page, {year for _, year in reports.values()})
        or (not reports and _is_report_by_link(page, linked_as)),
        len(news),
        median_low(days) if days else None,
    )


def _may_be_report(candidate: Candidate, in_section: bool) -> bool:
    """A dated title that is cut before it says what it is, and begins as a report's does."""
    if not candidate.listed_on or not is_cut(candidate.title):
        return False
    beginnings = (_BEGINNING, _PUBLISHER_ONLY) if in_section else (_BEGINNING,)
    return any(beginning.search(candidate.title) for beginning in beginnings)


def _is_report(page: Page, listed_years: set[int | None]) -> bool:
    """Whether a page that was fetched as a list is a report itself.

    It says so in its heading or URL and names its year; a list of that year's reports has the same heading,
    but links to reports of that year.
    """
    kind, year = link_kind(page.url, page.heading)
    return kind is LinkKind.REPORT and year is not None and year not in listed_years


def _is_report_by_link(page: Page, linked_as: str) -> bool:
    """Whether a page that lists no report is one, by the title of the link to it and by its length of text.

    /nb/2022/ may be a year's list or the report itself, and its own heading may be the name of the site.
    """
    return is_report_title(linked_as) and report_year(linked_as) is not None and _has_text(page)


def _has_text(page: Page) -> bool:
    """Whether a page says more than its frame does."""
    spoken = page.tree.xpath("//body//text()[not(ancestor::a or ancestor::script or ancestor::style)]")
    return sum(len(text.strip()) for text in spoken) >= _REPORT_CHARACTERS
