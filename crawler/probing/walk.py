"""The walk of a probe: that of a crawl, with an open eye for the family and a small purse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urljoin

from archive.models import CaptureKind, Portal
from crawler.errand import Errand
from crawler.hosts import host
from crawler.listing import Listing
from crawler.page import Page, decode
from crawler.platforms import FAMILIES, detect
from crawler.probing.sights import Notebook, SiteMarks, Standing, sight
from crawler.sections import Lead, is_front, menus
from crawler.walk import MAX_DEPTH, Step, Walk


class Purse(StrEnum):
    """What a request of a probe is for."""

    SEARCH = "search"  # menus, platforms, years and units
    PAGES = "pages"  # further pages of a list
    ARTICLES = "articles"  # a report opened, to see that it can be had


# 30 requests in all with the start page and the site's own home page: a minute at two seconds apart.
PURSES = {Purse.SEARCH: 16, Purse.PAGES: 10, Purse.ARTICLES: 2}
MOST_BRANCHES = 6  # of one page; a department tree has a hundred, and one is like the next


class ProbeWalk(Walk):
    """Takes the steps that a crawl would take, as far as the purse goes, and notes what it sees."""

    def __init__(self, portal: Portal, notebook: Notebook) -> None:
        super().__init__(portal, None)
        self._notebook = notebook
        self._left = Counter(PURSES)
        self._pager_of: dict[str, str] = {}  # family of the list whose pager led to a question
        self._family_of: dict[str, str] = {}  # of every page that was opened, by its URL
        self._home = urljoin(portal.start_url, "/")
        self._asked_home = portal.start_url == self._home
        notebook.begin()

    def open(self, url: str, body: bytes) -> Page:
        """A page as the family whose marks it bears shows it."""
        family = self._pager_of.get(url) or detect(decode(body))
        self.platform = FAMILIES[family](self.portal.options)
        page = super().open(url, body)
        self._family_of[page.url] = family
        return page

    def look(self, page: Page, step: Step) -> Listing:
        """Judge a page's links by its family."""
        family = self._family_of.get(page.url) or detect(page.text)
        self.platform = FAMILIES[family](self.portal.options)
        return super().look(page, step)

    def onward(self, page: Page, listing: Listing, step: Step) -> Iterator[Step]:
        """Write the page down and go on as far as the purse allows."""
        self._note(page, listing, step)
        # Taken at once: while Scrapy takes them one by one, another page would change the platform.
        steps = list(super().onward(page, listing, step))
        yield from self._affordable(steps, step)
        yield from self._home_page(page)

    def from_article(self, page: Page, step: Step) -> Iterator[Step]:
        """Only the rows of a year's list that bears a report's title."""
        yield from self._affordable(list(super().from_article(page, step)), step)

    def files(self, page: Page) -> Iterator[Step]:  # noqa: ARG002 (that of a crawl)
        """None: that a report can be had is seen without its files."""
        return iter(())

    def _home_page(self, page: Page) -> Iterator[Step]:
        """The site's home page, once, where a page does not say whose site it is; nothing follows it."""
        marks = SiteMarks.of(page)
        if self._asked_home or (marks.has_name and marks.id_code):
            return
        self._asked_home = True
        yield Step(self._home, Errand(CaptureKind.LIST), depth=MAX_DEPTH, priority=-len(Lead))

    def _note(self, page: Page, listing: Listing, step: Step) -> None:
        is_home_only = step.depth == MAX_DEPTH and step.errand.parent_url is None
        has_news = is_front(page) and listing.shows_reports
        is_section = not is_home_only and (has_news or self.is_inside(page, listing, step))
        standing = Standing(
            family=self.platform.name,
            is_next=step.ask.name in self._pager_of,
            is_section=is_section,
            says_so=has_news or self.is_inside(page, listing, replace(step, in_section=False)),
        )
        self._notebook.sights.append(sight(page, listing, step, standing))
        leads = (menu.url for menu in menus(page, in_section=is_section))
        wanted = {host(url) for url in (*leads, *(candidate.url for candidate, _ in listing.reports))}
        self._notebook.strangers |= wanted - self._hosts

    def _affordable(self, steps: list[Step], origin: Step) -> Iterator[Step]:
        branches = 0
        for step in steps:
            purse = _purse(step, origin)
            if purse is Purse.PAGES:
                self._pager_of[step.ask.name] = self.platform.name
            branches += purse is Purse.SEARCH
            if self._left[purse] > 0 and branches <= MOST_BRANCHES:
                self._left[purse] -= 1
                yield step
            else:
                self._notebook.unread_pages += purse is Purse.PAGES
                self._notebook.unread_branches += purse is Purse.SEARCH


def _purse(step: Step, origin: Step) -> Purse:
    if step.errand.kind is not CaptureKind.LIST:
        return Purse.ARTICLES
    return Purse.PAGES if step.number > origin.number else Purse.SEARCH
