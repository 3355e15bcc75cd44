"""The one spider: it walks one registry row's portal to its annual reports.

From the start page it follows menus to the section (bounded in depth and number), walks its list pages, lets
`archive.titles` judge every link, fetches what is called a report, and the files of its article.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.models import Capture, CaptureKind, Portal, Severity
from crawler.attachments import attachments
from crawler.errand import Errand, asked_url
from crawler.exceptions import Unusable
from crawler.exchange import failed_capture
from crawler.hosts import host, own_hosts
from crawler.listing import Listing, survey
from crawler.memory import IssueLog, Memory
from crawler.outcomes import PortalOutcome, outcome_of
from crawler.page import Page
from crawler.platforms import Platform, platform_of
from crawler.sections import Lead, Menu, is_index, is_section, menus
from crawler.tally import Tally

Requests = Iterator[Request]
Fetched = Callable[[Capture], None]

MAX_DEPTH = 3  # home page → 政府信息公开 → 年报 → a year or a unit
MAX_SEARCH_PAGES = 40  # pages looked at for the section before it is given up
_SURE_LISTING = 3  # that many reports make any page a list of them


def _ignore(_: Capture) -> None:
    """Nobody watches the crawl."""


class PortalSpider(Spider):
    """One portal's crawl; `crawler.loader` makes a subclass of it for each row."""

    name = "portal"
    portal: ClassVar[Portal]
    outcome: PortalOutcome  # set when the crawl has ended

    def __init__(
        self,
        memory: Memory | None = None,
        since: int | str | None = None,
        on_fetched: Fetched = _ignore,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._memory = memory
        self.since = int(since) if since else None
        self.platform: Platform = platform_of(self.portal)
        self.tally = Tally()
        self.issues = IssueLog()
        self._on_fetched = on_fetched
        self._pages_shown: set[frozenset[str]] = set()
        self._search_pages = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, PortalSpider), "super().from_crawler makes an instance of this class"
        return spider

    @property
    def memory(self) -> Memory:
        """The archive, as this crawl uses it."""
        assert self._memory is not None, "the run is opened before the first request"
        return self._memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def has_memory(self) -> bool:
        """Whether the caller has opened the archive; plain ``scrapy crawl`` leaves that to an extension."""
        return self._memory is not None

    def fetched(self, capture: Capture) -> None:
        """Take notice of a capture, recorded now or before this run was killed."""
        self.tally.got(capture)
        self._on_fetched(capture)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the section where the row names it, else for the start page."""
        section = self.portal.options.get("section_url")
        yield self._list_request(
            Menu(section or self.portal.start_url, "", Lead.ANNUAL), None, 0, bool(section)
        )

    def parse_list(self, response: Response, depth: int, in_section: bool, number: int) -> Requests:
        """Read a page that was fetched on the way to reports: a home page, a menu page, a list."""
        if not isinstance(response, TextResponse):
            self.issues.note(
                "unexpected-media-type", Severity.WARNING, "expected a list page, found a file", response.url
            )
            return
        page = Page.from_body(response.url, response.body)
        in_section = in_section or is_section(page)
        listing = survey(self.platform, page, in_section=in_section)
        in_section = in_section or len(listing.reports) >= _SURE_LISTING
        if listing.is_report_itself:
            yield from self._promote(response, page)
        yield from self._reports(listing, page.url)
        leads = list(menus(page, in_section=in_section))
        if in_section or (listing.reports and not leads):
            yield from self._walk(listing, page, depth, number)
        yield from self._follow(leads, page.url, depth, in_section)
        self._note_empty(listing, page, in_section, has_leads=bool(leads))

    def parse_article(self, response: Response, depth: int) -> Requests:
        """Take the files of an article; its own bytes are stored already."""
        if not isinstance(response, TextResponse):
            return
        page = Page.from_body(response.url, response.body)
        yield from self._attachments(page)
        if is_index(page.url) and depth < MAX_DEPTH:  # a year's list may bear a report's title
            listing = survey(self.platform, page, in_section=True)
            yield from self._reports(listing, page.url)
            yield from self._walk(listing, page, depth + 1, 1)

    def failed(self, failure: Failure) -> None:
        """Record what failed behind the middlewares: a redirect loop, a bomb of compressed bytes."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if failure.value is not None and not isinstance(failure.value, Unusable):
            capture = failed_capture(self.memory, request, failure.value)
            self.fetched(self.memory.record(capture, None))

    def closed(self, reason: str) -> None:
        """Write what the operator should know, and judge the crawl; Scrapy calls it at the end."""
        if not self.tally.sections and not self.tally.candidates:
            self.issues.note(
                "section-not-found",
                Severity.ERROR,
                "expected a link to an annual-report section or a list of reports, found none",
                self.portal.start_url,
            )
        self.memory.write_issues(self.issues.issues)
        self.outcome = outcome_of(self.memory, self.tally, self.issues, reason)

    def note_foreign(self, url: str, found_on: str) -> None:
        """Note a link or redirect that leaves the portal's hosts."""
        message = f"expected one of {', '.join(sorted(own_hosts(self.portal)))}, found {host(url)}: {url}"
        self.issues.note("foreign-host", Severity.WARNING, message, found_on, about=host(url))

    def _reports(self, listing: Listing, parent: str) -> Requests:
        self.tally.see(listing)
        for candidate, year in listing.reports:
            if self.since and year and year < self.since:
                self.tally.skipped += 1
            elif self._is_own(candidate.url, parent):
                errand = Errand(CaptureKind.ARTICLE, parent, candidate.title or None, candidate.listed_on)
                yield self._request(candidate.url, errand, self.parse_article, depth=1)

    def _promote(self, response: Response, page: Page) -> Requests:
        """Treat a page that was fetched as a list as the article that it is."""
        held = self.memory.recall(self._asked(response))
        if held is not None:
            self.tally.got(self.memory.promote(held))
        yield from self._attachments(page)

    def _attachments(self, page: Page) -> Requests:
        for link in attachments(page):
            if self._is_own(link.url, page.url):
                errand = Errand(CaptureKind.ATTACHMENT, page.url, link.title or None)
                yield self._request(link.url, errand, None)

    def _walk(self, listing: Listing, page: Page, depth: int, number: int) -> Requests:
        """Go on to the next list pages, unless the pager has begun to show the same page again."""
        shown = listing.urls
        if shown and shown in self._pages_shown:
            self.issues.note(
                "pagination-loop",
                Severity.WARNING,
                "expected further links, found an earlier page's",
                page.url,
            )
            return
        self._pages_shown.add(shown)
        for offset, url in enumerate(self.platform.next_pages(page), start=1):
            if number + offset > self.platform.max_pages:
                message = f"expected at most {self.platform.max_pages} list pages, found more"
                self.issues.note("too-many-pages", Severity.WARNING, message, page.url)
                return
            if self._is_own(url, page.url):
                errand = Errand(CaptureKind.LIST, page.url)
                yield self._request(
                    url, errand, self.parse_list, depth=depth, in_section=True, number=number + 1
                )

    def _follow(self, leads: list[Menu], parent: str, depth: int, in_section: bool) -> Requests:
        if in_section:
            self.tally.sections += 1
        elif self._search_pages >= MAX_SEARCH_PAGES or self.tally.sections:
            leads = [lead for lead in leads if lead.lead is not Lead.PLATFORM]
        self._search_pages += 1
        for lead in leads if depth < MAX_DEPTH else ():
            if host(lead.url) in own_hosts(self.portal):
                yield self._list_request(lead, parent, depth + 1, lead.lead is not Lead.PLATFORM)

    def _list_request(self, menu: Menu, parent: str | None, depth: int, in_section: bool) -> Request:
        errand = Errand(CaptureKind.LIST, parent, menu.title or None)
        return self._request(
            menu.url,
            errand,
            self.parse_list,
            priority=-int(menu.lead),
            depth=depth,
            in_section=in_section,
            number=1,
        )

    def _request(
        self, url: str, errand: Errand, callback: Any, priority: int | None = None, **arguments: Any
    ) -> Request:
        """A request on an errand; articles and files go first, so that few requests wait at any time."""
        return Request(
            url,
            callback or self._stored,
            errback=self.failed,
            meta=dict(errand.meta),
            cb_kwargs=arguments,
            priority=1 if priority is None else priority,
        )

    def _stored(self, response: Response) -> None:
        """A file is complete once it is stored."""

    def _is_own(self, url: str, found_on: str) -> bool:
        if host(url) in own_hosts(self.portal):
            return True
        self.note_foreign(url, found_on)
        return False

    @staticmethod
    def _asked(response: Response) -> str:
        """The URL that the spider asked for; Scrapy sets the request of every response that it delivers."""
        return asked_url(response.request) if response.request else response.url

    def _note_empty(self, listing: Listing, page: Page, in_section: bool, *, has_leads: bool) -> None:
        if in_section and not listing.urls and not has_leads and not listing.is_report_itself:
            self.issues.note(
                "empty-list",
                Severity.WARNING,
                "expected a list of reports, found no link with a date",
                page.url,
                about=page.url,
            )
