"""When a list of news, among which some reports stand, has no more of them.

Reports come once a year: departments publish from 1 January on, governments until 31 March (政府信息公开条例,
articles 49 and 50), so between those of one year and the next lie whole lists of other news.  Pages alone
therefore say nothing; two seasons in a row without a report do.  A list that is called annual reports, one
that a menu of that name leads to, and one whose pages are not named one by one are read to their end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.listing import Listing

LEAST_PAGES = 3  # in a row: a slow list shows two years on one page
LEAST_DAYS = 820  # two seasons of 90 days and the year from one to the next, wherever they begin


@dataclass(frozen=True, slots=True)
class Silence:
    """The pages of a list since the last one that brought a report: how many, and the day of that one."""

    pages: int = 0
    since: str | None = None

    def after(self, listing: Listing, *, has_new: bool) -> Silence:
        """The same once another page of the list has been read."""
        return Silence(0, listing.day) if has_new else Silence(self.pages + 1, self.since)

    def is_long(self, listing: Listing) -> bool:
        """Whether it spans two seasons; a list without dates, or in no order of dates, never says so."""
        if self.pages < LEAST_PAGES or self.since is None or listing.day is None:
            return False
        return abs((date.fromisoformat(listing.day) - date.fromisoformat(self.since)).days) >= LEAST_DAYS
