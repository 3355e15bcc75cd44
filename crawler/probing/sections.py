"""Which of the pages that a probe read are annual-report sections, and where a crawl should begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.models import Candidate
from crawler.probing.sights import Notebook, Sight

Reports = Mapping[str, tuple[Candidate, int | None]]


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

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of them that a crawl from the start page walks."""
        return (self.main, *self.others) if self.start is not self.main.top else (self.main,)

    @property
    def reports(self) -> Reports:
        """The reports of all that a crawl walks."""
        return {url: report for section in self.sections for url, report in section.reports.items()}


def choose(notebook: Notebook) -> Choice | None:
    """The section with the most reports, or the page that leads to all, where it leads to several.

    None where no page that was read is a section.
    """
    found = _sections(notebook.sights)
    filled = _distinct([section for section in found if section.is_filled])
    ranked = sorted(filled or found, key=lambda section: -len(section.reports))
    if not ranked:
        return None
    main, *others = ranked
    return Choice(main, tuple(others), _start(main, others, notebook.sights))


def _sections(sights: list[Sight]) -> list[Section]:
    """Pages of a section grouped under the one that leads to them."""
    by_url = {s.url: s for s in sights if s.is_section}
    grouped: dict[str, list[Sight]] = {}
    for s in by_url.values():
        grouped.setdefault(_top(s, by_url).url, []).append(s)
    return [Section(by_url[url], tuple(members)) for url, members in grouped.items()]


def _top(s: Sight, by_url: Mapping[str, Sight]) -> Sight:
    passed = {s.url}
    while (above := by_url.get(s.parent_url or "")) and above.url not in passed:
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


def _start(main: Section, others: list[Section], sights: list[Sight]) -> Sight:
    """The page that links to every section found, since a crawl from there misses none; else the main one."""
    parents = {section.top.parent_url for section in (main, *others)}
    if others and len(parents) == 1:
        return next((s for s in sights if s.url in parents), main.top)
    return main.top
