"""Which of the pages that a probe read are annual-report sections, and where a crawl should begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.models import Candidate
from crawler.probing.sights import Notebook, Sight

Reports = Mapping[str, tuple[Candidate, int | None]]


_YEAR_LIST = re.compile(r"20[0-3]\d/?(?:(?:index|list)[\w-]*\.s?html?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A section's first page and all that were read under it: further pages, years, units."""

    top: Sight
    sights: tuple[Sight, ...]

    @property
    def reports(self) -> Reports:
        """Every report that it lists, by URL, in the order of the pages."""
        return {candidate.url: (candidate, year) for s in self.sights for candidate, year in s.reports}

    @property
    def is_filled(self) -> bool:
        """Whether it shows a report."""
        return any(s.reports or s.is_report_itself for s in self.sights)

    @property
    def pages(self) -> int:
        """List pages that were read."""
        return 1 + sum(s.is_next for s in self.sights)

    @property
    def title(self) -> str:
        """What it calls itself, else what the link to it says."""
        return next(filter(None, (*self.top.names, self.top.link_title)), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """The section that a row is for, the others that were found, and the page at which a crawl begins."""

    main: Section
    others: tuple[Section, ...]
    start: Sight
    is_shared: bool  # a crawl from the start page walks the others too

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of them that a crawl from the start page walks."""
        return (self.main, *self.others) if self.is_shared else (self.main,)

    @property
    def reports(self) -> Reports:
        """The reports of all that a crawl walks."""
        return {url: report for section in self.sections for url, report in section.reports.items()}


def choose(notebook: Notebook) -> Choice | None:
    """The section with the most reports, and the nearest page from which all that were found can be reached.

    Where there is no such page, a crawl begins at the main section itself, or at the page which leads to it
    where it is an API's answer or one year's list.  None where no page that was read is a section.
    """
    sights = {s.url: s for s in notebook.sights}
    found = _sections(notebook.sights) or _as_named(notebook.sights[:1])
    filled = _distinct([section for section in found if section.is_filled])
    filled = [section for section in filled if not section.top.is_front] or filled
    ranked = sorted(filled or found, key=lambda section: -len(section.reports))
    if not ranked:
        return None
    main, *others = ranked
    ways = [_way(section.top, sights) for section in ranked]
    shared = [s for s in ways[0] if all(s in way for way in ways) and not s.is_data]
    own = [s for s in ways[0] if not s.is_data] or ways[0]
    return Choice(main, tuple(others), _lasting(shared or own), is_shared=bool(others and shared))


def is_of_one_year(url: str) -> bool:
    """Whether an address is that of one year's list (/gknb2023/), which next year's reports will not join."""
    return _YEAR_LIST.search(urlsplit(url).path) is not None


def _lasting(way: list[Sight]) -> Sight:
    """The first page of a way back that is no single year's list."""
    lasting = [s for s in way if not is_of_one_year(s.url)]
    return lasting[0] if lasting else way[0]


def _sections(sights: list[Sight]) -> list[Section]:
    """Pages of a section grouped under the one that leads to them."""
    by_url = {s.url: s for s in sights if s.is_section}
    grouped: dict[str, list[Sight]] = {}
    for s in by_url.values():
        grouped.setdefault(_top(s, by_url).url, []).append(s)
    return [Section(by_url[url], tuple(members)) for url, members in grouped.items()]


def _as_named(first: list[Sight]) -> list[Section]:
    """The page that the probe was sent to, where it lists a report and is no home page."""
    return [Section(s, (s,)) for s in first if s.reports and urlsplit(s.url).path.strip("/")]


def _top(s: Sight, by_url: Mapping[str, Sight]) -> Sight:
    passed = {s.url}
    while (above := by_url.get(s.parent_url or "")) and above.url not in passed and not above.is_front:
        passed.add(above.url)
        s = above
    return s


def _distinct(sections: Iterable[Section]) -> list[Section]:
    """Without those whose reports all stand in another one: a second way to the same list."""
    kept: list[Section] = []
    for section in sorted(sections, key=lambda section: -len(section.reports)):
        if not any(section.reports.keys() <= other.reports.keys() for other in kept) or not section.reports:
            kept.append(section)
    return kept


def _way(s: Sight, sights: Mapping[str, Sight]) -> list[Sight]:
    """A page and those that led to it, back to the first."""
    way = [s]
    while (above := sights.get(way[-1].parent_url or "")) and above not in way:
        way.append(above)
    return way
