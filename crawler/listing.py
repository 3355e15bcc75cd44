"""A list page's links, judged: which are reports, which are near misses, which are neither."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Candidate, LinkKind
from archive.titles import read_link
from crawler.page import Page, is_cut
from crawler.platforms import Platform

_BEGINNINGS = ("政府信息公开", "信息公开", "政务公开")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page shows; ``urls`` are those of its rows, by which a page is known again."""

    reports: tuple[tuple[Candidate, int | None], ...]
    near_misses: int
    urls: frozenset[str]
    is_report_itself: bool

    @property
    def candidates(self) -> int:
        """How many rows were judged."""
        return len(self.reports) + self.near_misses


def survey(platform: Platform, page: Page) -> Listing:
    """Judge every candidate of a page.

    Navigation is told from rows by the date: an undated link counts only where its title says what it is.
    """
    reports: dict[str, tuple[Candidate, int | None]] = {}
    missed: set[str] = set()
    for candidate in platform.candidates(page):
        reading = read_link(candidate.url, candidate.title)
        if reading.kind is LinkKind.REPORT or _may_be_report(candidate):
            reports.setdefault(candidate.url, (candidate, reading.year))
        elif candidate.listed_on or reading.kind is LinkKind.NOTICE:
            missed.add(candidate.url)
    reports.pop(page.url, None)
    near_misses = missed - reports.keys()
    return Listing(
        tuple(reports.values()),
        len(near_misses),
        frozenset(reports) | near_misses,
        _is_report(page, {year for _, year in reports.values()}),
    )


def _may_be_report(candidate: Candidate) -> bool:
    """A dated title that is cut before it says what it is, and begins as a report's does."""
    return bool(
        candidate.listed_on
        and is_cut(candidate.title)
        and any(word in candidate.title for word in _BEGINNINGS)
    )


def _is_report(page: Page, listed_years: set[int | None]) -> bool:
    """Whether a page that was fetched as a list is a report itself.

    It says so in its heading or URL and names its year; a list of that year's reports has the same heading,
    but links to reports of that year.
    """
    reading = read_link(page.url, page.heading)
    return reading.kind is LinkKind.REPORT and reading.year is not None and reading.year not in listed_years
