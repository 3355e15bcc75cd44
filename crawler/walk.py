"""The way through a portal: from each page that was read, the steps that follow.

No network and no archive: a page in, steps out.  Every bound of the walk is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.models import CaptureKind, Disposition, Portal, Severity
from crawler.ask import Ask
from crawler.attachments import attachments
from crawler.errand import Errand
from crawler.hosts import host, own_hosts
from crawler.issue_log import IssueLog
from crawler.listing import Listing, survey
from crawler.page import Page
from crawler.platforms import platform_of
from crawler.sections import Lead, Menu, is_index, is_section, menus
from crawler.tally import Tally

MAX_DEPTH = 3  # home page → 政府信息公开 → 年报 → a year or a unit
MAX_SEARCH_PAGES = 40  # pages looked at for the section before it is given up
_SURE_LISTING = 3  # that many reports make any page a list of them
_DOCUMENT_PRIORITY = 1  # above every menu and list, so that few requests wait at any time


@dataclass(frozen=True, slots=True)
class Step:
    """One URL or `Ask` to fetch, why, and where on the way it lies."""

    target: str | Ask
    errand: Errand
    depth: int = 0  # menus between it and the start page
    in_section: bool = False
    number: int = 1  # of a list page within its pager
    priority: int = _DOCUMENT_PRIORITY

    @property
    def ask(self) -> Ask:
        """What is asked; a plain URL is a GET of it."""
        return Ask.of(self.target)


class Walk:
    """One portal's walk: what was seen so far, counted, and what the operator should know."""

    def __init__(self, portal: Portal, since: int | None) -> None:
        self.portal, self.since = portal, since
        self.platform = platform_of(portal)
        self.tally, self.issues = Tally(), IssueLog()
        self._hosts = own_hosts(portal)
        self._shown: set[frozenset[str]] = set()
        self._searched = 0

    def first(self) -> Step:
        """The section where the row names it, else the start page."""
        section = self.portal.options.get("section_url")
        errand = Errand(CaptureKind.LIST)
        return Step(section or self.portal.start_url, errand, in_section=bool(section), priority=0)

    def look(self, page: Page, step: Step) -> Listing:
        """Judge the links of a page that was fetched on the way to reports."""
        listing = survey(self.platform, page, in_section=step.in_section or is_section(page))
        self.tally.see(listing)
        return listing

    def is_inside(self, page: Page, listing: Listing, step: Step) -> bool:
        """Whether a page is part of an annual-report section: by the way to it, its names or its rows."""
        return step.in_section or is_section(page) or len(listing.reports) >= _SURE_LISTING

    def onward(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        """From a home page, a menu page or a list: its reports, its next pages, its branches."""
        trouble = self.platform.trouble(page)
        if trouble:
            self.issues.note("unreadable-list", Severity.ERROR, trouble, page.url, about=trouble)
            return
        in_section = self.is_inside(page, listing, step)
        leads = self._leads(page, in_section)
        yield from self._reports(page, listing)
        if in_section or (listing.reports and not leads):
            yield from self._next_pages(page, listing, step)
        yield from self._follow(page, leads, step, in_section)
        if in_section and not (listing.urls or leads or listing.is_report_itself):
            message = "expected a list of reports, found no link with a date"
            self.issues.note("empty-list", Severity.WARNING, message, page.url, about=page.url)

    def from_article(self, page: Page, step: Step) -> Iterator[Step]:
        """From an article: its files; and its rows, where a year's list bears a report's title."""
        yield from self.files(page)
        if is_index(page.url) and step.depth < MAX_DEPTH:
            listing = self.look(page, replace(step, in_section=True))
            yield from self._reports(page, listing)
            yield from self._next_pages(page, listing, replace(step, depth=step.depth + 1))

    def files(self, page: Page) -> Iterator[Step]:
        """The files of an article."""
        for link in attachments(page):
            if self._is_own(link.url, page.url):
                yield Step(link.url, Errand(CaptureKind.ATTACHMENT, page.url, link.title or None))

    def note_foreign(self, url: str, found_on: str) -> None:
        """Note a link or redirect that leaves the portal's hosts."""
        message = f"expected one of {', '.join(sorted(self._hosts))}, found {host(url)}: {url}"
        self.issues.note("foreign-host", Severity.WARNING, message, found_on, about=host(url))

    def finish(self) -> None:
        """Note what only the whole walk shows."""
        start, severity = self.portal.start_url, Severity.ERROR
        if not self.tally.count(Disposition.OK, Disposition.NOT_MODIFIED):
            message = "expected a start page, found none that could be read; see its capture"
            self.issues.note("start-page-unusable", severity, message, start)
        elif not self.tally.sections and not self.tally.candidates:
            message = "expected a link to an annual-report section or a list of reports, found none"
            self.issues.note("section-not-found", severity, message, start)

    def _leads(self, page: Page, in_section: bool) -> list[Menu]:
        """Where a page leads by its anchors and by what only its platform can read of it."""
        leads = [*self.platform.leads(page, in_section=in_section), *menus(page, in_section=in_section)]
        if in_section or all(menu.lead is not Lead.ANNUAL for menu in leads):
            return leads
        return [menu for menu in leads if menu.lead is not Lead.PLATFORM]

    def _reports(self, page: Page, listing: Listing) -> Iterator[Step]:
        for candidate, year in listing.reports:
            is_wanted = not (self.since and year and year < self.since)
            if is_wanted and self._is_own(candidate.url, page.url):
                title = candidate.title or None
                errand = Errand(CaptureKind.ARTICLE, page.url, title, candidate.listed_on)
                yield Step(candidate.url, errand)

    def _next_pages(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        if listing.urls and listing.urls in self._shown:
            self._note_repeated(page, step)
            return
        self._shown.add(listing.urls)
        for offset, target in enumerate(self.platform.next_pages(page), start=1):
            if step.number + offset > self.platform.max_pages:
                message = f"expected at most {self.platform.max_pages} list pages, found more"
                self.issues.note("too-many-pages", Severity.WARNING, message, page.url)
                return
            if self._is_own(Ask.of(target).url, page.url):
                errand = Errand(CaptureKind.LIST, page.url)
                yield Step(target, errand, step.depth, in_section=True, number=step.number + 1, priority=0)

    def _note_repeated(self, page: Page, step: Step) -> None:
        """A first page that was seen is the section under another URL; a later one is a pager gone round."""
        if step.number > 1:
            message = "expected further links, found those of an earlier page"
            self.issues.note("pagination-loop", Severity.WARNING, message, page.url)

    def _follow(self, page: Page, leads: list[Menu], step: Step, in_section: bool) -> Iterator[Step]:
        self._searched += 1
        if in_section:
            self.tally.sections += 1
        elif self._searched > MAX_SEARCH_PAGES or self.tally.sections:
            leads = [menu for menu in leads if menu.lead is not Lead.PLATFORM]
        for menu in leads if step.depth < MAX_DEPTH else ():
            if host(menu.url) in self._hosts:
                errand = Errand(CaptureKind.LIST, page.url, menu.title or None)
                is_sure = menu.lead is not Lead.PLATFORM
                yield Step(menu.url, errand, step.depth + 1, is_sure, priority=-int(menu.lead))

    def _is_own(self, url: str, found_on: str) -> bool:
        if host(url) in self._hosts:
            return True
        self.note_foreign(url, found_on)
        return False
