"""The way through a portal: from each page that was read, the steps that follow.

No network and no archive: a page in, steps out.  Every bound of the walk is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from archive.models import CaptureKind, Disposition, Portal, Severity
from archive.titles import is_directory
from crawler.ask import Ask
from crawler.attachments import attachments
from crawler.errand import Errand
from crawler.hosts import host, own_hosts
from crawler.issue_log import IssueLog
from crawler.listing import Listing, survey
from crawler.page import Page
from crawler.platforms import platform_of
from crawler.refresh import MAX_REFRESHES, refresh_target
from crawler.sections import MOST_LEADS, Lead, Menu, is_front, is_index, is_section, is_sent_home, menus
from crawler.silence import Silence
from crawler.tally import Tally
from crawler.twins import Twins
from crawler.units import Unit, unit_of
from crawler.urls import normal
from crawler.year_pages import names_year

MAX_DEPTH = 5  # home page → 政府信息公开 → a list of units → one unit → its 年报 → a year
MAX_BARREN_PAGES = 300  # in a row without a new report: a calendar, or a tree of another kind
MAX_SEARCH_PAGES = 40  # pages looked at for the section before it is given up
_MOST_OWN_LEADS = MOST_LEADS[Lead.BRANCH]  # of one page, as far as only its platform can read them
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
    unit: Unit | None = None  # whose part of the portal it lies in
    refreshes: int = 0  # pages before it that only sent the reader on
    silence: Silence | None = None  # of the news list that it goes on, page by page

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
        self._shown: set[tuple[frozenset[str], bool]] = set()
        self._searched = self._barren = self._found = 0
        self._twins, self._stubs = Twins(), set[str]()
        self._has_list = False  # of reports, anywhere but on the home page

    def first(self) -> Step:
        """The section where the row names it, else the start page."""
        section = self.portal.options.get("section_url")
        errand = Errand(CaptureKind.LIST)
        return Step(section or self.portal.start_url, errand, in_section=bool(section), priority=0)

    def open(self, url: str, body: bytes) -> Page:
        """A page that was fetched on the way to reports, as its reader would see it."""
        return self.platform.shown(Page.from_body(url if Ask.named(url).form else normal(url), body))

    def look(self, page: Page, step: Step) -> Listing:
        """Judge the links of a page that was fetched on the way to reports."""
        listing = self._survey(page, step)
        self.tally.see(listing)
        return listing

    def _survey(self, page: Page, step: Step) -> Listing:
        is_led = step.in_section and not is_sent_home(page, step.ask.url)
        in_section = is_led or is_section(page)
        return survey(self.platform, page, in_section=in_section, linked_as=step.errand.title or "")

    def is_inside(self, page: Page, listing: Listing, step: Step) -> bool:
        """Whether a page is part of an annual-report section: by the way to it, its names or its rows.

        News among which some reports stand, as on every home page in March, make no section.
        """
        return step.in_section or is_section(page) or (listing.is_of_reports and not is_front(page))

    def onward(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        """From a home page, a menu page or a list: its reports, its next pages, its branches."""
        trouble = self.platform.trouble(page)
        if trouble:
            self.issues.note("unreadable-list", Severity.ERROR, trouble, page.url, about=trouble)
            return
        target = refresh_target(page)
        if target:
            yield from self._refreshed(page, target, step)
            return
        if step.in_section and is_sent_home(page, step.ask.url):
            message = f"expected a section, found a redirect to the home page: {page.url}"
            self.issues.note("section-removed", Severity.WARNING, message, step.ask.url, about=step.ask.url)
            step = replace(step, in_section=False)
        in_section = self.is_inside(page, listing, step)
        leads, known = self._leads(page, in_section), self._twins.count
        yield from list(self._reports(page, listing, step))
        silence = _silence(page, listing, step, has_new=self._twins.count > known)
        self._has_list |= bool(listing.reports or listing.is_report_itself) and not is_front(page)
        if self._is_barren(page):
            return
        is_list = in_section or step.number > 1 or _goes_on(page, listing, leads, step)
        here = replace(step, in_section=in_section, silence=silence)
        following = self._further(page, listing, here) if is_list else []
        yield from following
        yield from self._follow(page, leads, step, in_section)
        if not (listing.urls or leads or following or listing.is_report_itself):
            self._note_empty(page, here)

    def from_article(self, page: Page, step: Step) -> Iterator[Step]:
        """From an article: its files, what it sends on to, its rows where a list bears a report's title."""
        yield from self.files(page)
        yield from self._refreshed(page, refresh_target(page), step)
        is_list = is_index(page.url) or names_year(page.url)
        if not (is_list or is_directory(page.url)) or step.depth >= MAX_DEPTH:
            return
        below = replace(step, in_section=True, depth=step.depth + 1)
        listing = self._survey(page, below)
        if is_list or listing.shows_reports:
            self._has_list |= bool(listing.reports)
            self.tally.see(listing)
            yield from self._reports(page, listing, step)
            yield from self._next_pages(page, listing, below)

    def files(self, page: Page) -> Iterator[Step]:
        """The files of an article."""
        for link in attachments(self.platform.article(page)):
            if self._is_own(link.url, page.url):
                yield Step(link.url, Errand(CaptureKind.ATTACHMENT, page.url, link.title or None))

    def note_foreign(self, url: str, found_on: str) -> None:
        """Note a link or redirect that leaves the portal's hosts."""
        message = f"expected one of {', '.join(sorted(self._hosts))}, found {host(url)}: {url}"
        self.issues.note("foreign-host", Severity.WARNING, message, found_on, about=host(url))

    def finish(self) -> None:
        """Note what only the whole walk shows; of one that could not begin that is said already."""
        if "needs-browser" in self.issues:
            return
        start, severity = self.portal.start_url, Severity.ERROR
        if not self.tally.count(Disposition.OK, Disposition.NOT_MODIFIED):
            message = "expected a start page, found none that could be read; see its capture"
            self.issues.note("start-page-unusable", severity, message, start)
        elif not self.tally.sections and not self.tally.candidates:
            message = "expected a link to an annual-report section or a list of reports, found none"
            self.issues.note("section-not-found", severity, message, start)
        elif not (self.tally.sections or self._has_list) and self.tally.found:
            message = "expected a link to an annual-report section, found reports among the home page's news"
            self.issues.note("front-only", Severity.WARNING, message, start)

    def _leads(self, page: Page, in_section: bool) -> list[Menu]:
        """Where a page leads by its anchors and by what only its platform can read of it."""
        own = list(islice(self.platform.leads(page, in_section=in_section), _MOST_OWN_LEADS + 1))
        if len(own) > _MOST_OWN_LEADS:
            message = f"expected at most {_MOST_OWN_LEADS} publishers or columns on a page, found more"
            self.issues.note("too-many-leads", Severity.WARNING, message, page.url)
        leads = [*own[:_MOST_OWN_LEADS], *menus(page, in_section=in_section)]
        if in_section or all(menu.lead is not Lead.ANNUAL for menu in leads):
            return leads
        return [menu for menu in leads if menu.lead is not Lead.PLATFORM]

    def _reports(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        unit = step.unit if step.unit and step.unit.covers(page) else None
        found = ((candidate.url, (candidate, year)) for candidate, year in listing.reports)
        for candidate, year in self._twins.drop(found):
            is_wanted = not (self.since and year and year < self.since)
            if is_wanted and self._is_own(candidate.url, page.url):
                title = unit.entitle(candidate.url, candidate.title) if unit else candidate.title
                errand = Errand(CaptureKind.ARTICLE, page.url, title or None, candidate.listed_on)
                yield Step(candidate.url, errand)

    def _refreshed(self, page: Page, target: str | None, step: Step) -> Iterator[Step]:
        """The page that a refresh leads to, in the place of the one that refreshes."""
        if target is None:
            return
        is_loop = target in self._stubs | {page.url} or step.refreshes >= MAX_REFRESHES
        self._stubs.add(page.url)
        if is_loop:
            message = f"expected a page, found a refresh to {target} that leads back or on without end"
            self.issues.note("refresh-loop", Severity.WARNING, message, page.url, about=page.url)
        elif step.in_section and page.url.startswith(target):
            message = f"expected a section, found a refresh to the folder above it: {target}"
            self.issues.note("section-removed", Severity.WARNING, message, page.url, about=page.url)
        elif self._is_own(target, page.url):
            errand = replace(step.errand, parent_url=page.url)
            yield replace(step, target=target, errand=errand, refreshes=step.refreshes + 1)

    def _note_empty(self, page: Page, step: Step) -> None:
        """Note a list page that shows nothing; without even a menu it is no page of the portal."""
        if step.in_section:
            message = "expected a list of reports, found no link with a date"
            self.issues.note("empty-list", Severity.WARNING, message, page.url, about=page.url)
        if step.number > 1 and not (page.links or page.is_data):
            message = f"expected page {step.number} of a list, found a page without a link"
            self.issues.note("stub-page", Severity.WARNING, message, page.url, about=page.url)

    def _is_barren(self, page: Page) -> bool:
        """Whether so many pages in a row have brought nothing that the walk has lost itself."""
        self._barren = 0 if self._twins.count > self._found else self._barren + 1
        self._found = self._twins.count
        if self._barren <= MAX_BARREN_PAGES:
            return False
        message = f"expected a new report within {MAX_BARREN_PAGES} pages, found none"
        self.issues.note("barren-walk", Severity.WARNING, message, page.url)
        return True

    def _further(self, page: Page, listing: Listing, step: Step) -> list[Step]:
        """The next pages of a list; none of one of news that has long shown no report, read page by page."""
        following, silence = list(self._next_pages(page, listing, step)), step.silence
        if len({further.ask.name for further in following}) > 1:
            return [replace(further, silence=None) for further in following]
        if not following or silence is None or not silence.is_long(listing):
            return following
        seen = f"{silence.pages} pages, {silence.since} to {listing.day}"
        message = f"expected reports among the news of a list, found none on {seen}"
        self.issues.note("news-list", Severity.WARNING, message, page.url, about=page.url)
        return []

    def _next_pages(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        # A shell may show the first rows that its API answers again: that is no list gone round.
        shown = (listing.urls, page.is_data)
        if listing.urls and shown in self._shown:
            self._note_repeated(page, step)
            return
        self._shown.add(shown)
        for offset, target in enumerate(self.platform.next_pages(page), start=1):
            if step.number + offset > self.platform.max_pages:
                message = f"expected at most {self.platform.max_pages} list pages, found more"
                self.issues.note("too-many-pages", Severity.WARNING, message, page.url)
                return
            if self._is_own(Ask.of(target).url, page.url):
                errand = Errand(CaptureKind.LIST, page.url)
                yield replace(step, target=target, errand=errand, number=step.number + 1, priority=0)

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
            leads = [menu for menu in leads if menu.lead is not Lead.PLATFORM or _is_of_unit(menu, step)]
        for menu in leads if step.depth < MAX_DEPTH else ():
            is_annual = menu.lead is Lead.ANNUAL  # others lead to the city's and the state's portals, untold
            if host(menu.url) in self._hosts or (is_annual and self._is_own(menu.url, page.url)):
                errand = Errand(CaptureKind.LIST, page.url, menu.title or None)
                is_sure = menu.lead not in (Lead.PLATFORM, Lead.UNIT)
                depth = step.depth + (menu.lead is not Lead.YEAR)
                unit = unit_of(menu.title, menu.url) or step.unit
                yield Step(menu.url, errand, depth, is_sure, priority=-int(menu.lead), unit=unit)

    def _is_own(self, url: str, found_on: str) -> bool:
        if host(url) in self._hosts:
            return True
        self.note_foreign(url, found_on)
        return False


def _goes_on(page: Page, listing: Listing, leads: list[Menu], step: Step) -> bool:
    """Whether the next pages of a list that is no section are wanted: nothing leads to a better one.

    On a unit's page what leads to a section may be the header of the whole portal.
    """
    if listing.shows_reports and not is_front(page):
        return step.unit is not None or all(menu.lead is not Lead.ANNUAL for menu in leads)
    return bool(listing.reports) and not leads


def _silence(page: Page, listing: Listing, step: Step, *, has_new: bool) -> Silence | None:
    """How long a list has shown no new report; one that is a section by its name or by the way to it may."""
    is_named = is_section(page) or (step.in_section and step.silence is None)
    return None if is_named else (step.silence or Silence()).after(listing, has_new=has_new)


def _is_of_unit(menu: Menu, step: Step) -> bool:
    """Whether a menu entry lies within the unit whose page it stands on."""
    return step.unit is not None and step.unit.holds(menu.url)
