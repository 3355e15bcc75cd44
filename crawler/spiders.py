"""The one spider: it takes the steps of `crawler.walk` over HTTP, for one registry row's portal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.models import Capture, CaptureKind, Portal, Severity
from crawler import floor
from crawler.admission import admission_of
from crawler.alarms import alarm
from crawler.calendar import Calendar, Revisit, china_today
from crawler.errand import asked_url, page_url, request_of
from crawler.exceptions import Unusable
from crawler.exchange import failed_capture
from crawler.memory import Memory
from crawler.outcomes import PortalOutcome, outcome_of
from crawler.page import Page
from crawler.revisits import due_steps
from crawler.walk import Step, Walk

Requests = Iterator[Request]
Fetched = Callable[[Capture], None]


def _ignore(_: Capture) -> None:
    """Nobody watches the crawl."""


class PortalSpider(Spider):
    """One portal's crawl; `crawler.loader` makes a subclass of it for each row.

    ``since`` leaves out reports of earlier years (``scrapy crawl ID -a since=2023``); ``revisit``
    (``calendar`` or ``always``) stands above the row's option, and ``calendar`` above both; that, ``memory``
    and ``on_fetched`` come from `crawler.run`.
    """

    name = "portal"
    portal: ClassVar[Portal]
    outcome: PortalOutcome  # set when the crawl has ended

    def __init__(
        self,
        memory: Memory | None = None,
        since: int | str | None = None,
        on_fetched: Fetched = _ignore,
        revisit: str | None = None,
        calendar: Calendar | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._memory = memory
        self._on_fetched = on_fetched
        wanted = revisit or self.portal.options.get("revisit", Revisit.CALENDAR)
        self._calendar = calendar or Calendar(china_today(), Revisit(wanted))
        self.walk = Walk(self.portal, int(since) if since else None)
        self._callbacks: Mapping[CaptureKind, Callable[..., Any]] = {
            CaptureKind.LIST: self.parse_list,
            CaptureKind.ARTICLE: self.parse_article,
            CaptureKind.ATTACHMENT: self.parse_file,
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        """Scrapy's way of making one."""
        floor.hold(crawler.settings, cls.portal)
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
        self.walk.tally.got(capture)
        admission_of(self.crawler).note(capture)
        alarm(self.walk, capture)
        self._on_fetched(capture)

    async def start(self) -> AsyncIterator[Request]:
        """Take the first step, unless the portal needs what this machine has not."""
        lacking = self.walk.platform.lacking()
        if lacking:
            self.walk.issues.note("needs-browser", Severity.ERROR, lacking, self.portal.start_url)
            return
        yield self._request(self.walk.first())

    def parse_list(self, response: Response, step: Step) -> Requests:
        """Read a page that was fetched on the way to reports: a home page, a menu page, a list."""
        if not isinstance(response, TextResponse):
            message = "expected a list page, found a file"
            self.walk.issues.note("unexpected-media-type", Severity.WARNING, message, response.url)
            return
        page = self.walk.open(page_url(response), response.body)
        listing = self.walk.look(page, step)
        if listing.is_report_itself:
            self._promote(response)
            yield from self._requests(self.walk.files(page))
        yield from self._requests(self.walk.onward(page, listing, step))

    def parse_article(self, response: Response, step: Step) -> Requests:
        """Take the files of an article; its own bytes are stored already."""
        if isinstance(response, TextResponse):
            page = Page.from_body(response.url, response.body)
            yield from self._requests(self.walk.from_article(page, step), with_files=True)

    def parse_file(self, response: Response, step: Step) -> None:
        """Do nothing: a file is complete once it is stored."""

    def failed(self, failure: Failure) -> None:
        """Record what failed behind the middlewares: a redirect loop, a bomb of compressed bytes."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if failure.value is not None and not isinstance(failure.value, Unusable):
            capture = failed_capture(self.memory, request, failure.value)
            self.fetched(self.memory.record(capture, None))

    def closed(self, reason: str) -> None:
        """Write what the operator should know, and judge the crawl; Scrapy calls it at the end.

        A walk that was interrupted has not seen all; the issues of the one before stand until it is done.
        """
        if reason == "finished":
            self.walk.finish()
            self.memory.write_issues(self.walk.issues.issues)
        self.outcome = outcome_of(self.memory, self.walk, reason)

    def _requests(self, steps: Iterable[Step], *, with_files: bool = False) -> Requests:
        due = due_steps(steps, self.memory, self._calendar, self.walk.tally, with_files=with_files)
        return map(self._request, due)

    def _request(self, step: Step) -> Request:
        return request_of(
            step.ask,
            step.errand,
            callback=self._callbacks[step.errand.kind],
            errback=self.failed,
            cb_kwargs={"step": step},
            priority=step.priority,
        )

    def _promote(self, response: Response) -> None:
        """Treat a page that was fetched as a list as the article that it is."""
        asked = asked_url(response.request) if response.request else response.url
        held = self.memory.recall(asked)
        if held is not None:
            self.walk.tally.got(self.memory.promote(held))
