"""Refuse early what the gate would refuse, so that a queue of refused pages does not wait for its turns."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.admission import admission_of


class Withhold:
    """Below resuming (what the store answers needs no leave), above robots.txt (which is asked for too)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass that may be sent now.

        Raises:
            Withheld: with the reason, for one that may not.
        """
        admission_of(self._crawler).check(request.url)
