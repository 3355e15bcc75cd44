"""What a walk came upon: links that it judged, captures that it got, from the network or the archive.

A resumed run walks its pages again from the archive, so it counts what the killed one had counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.models import Capture, CaptureKind, Disposition
from crawler.listing import Listing

_DEFERRED = "deferred"


@dataclass(slots=True)
class Tally:
    """Counts of one walk; a link that stands on two pages counts once."""

    sections: int = 0
    not_due: set[str] = field(default_factory=set)  # URLs that the calendar left out
    deferred: dict[str, tuple[CaptureKind, str]] = field(
        default_factory=dict
    )  # left to the next run, and why
    _reports: dict[str, int | None] = field(default_factory=dict)  # URL → year that its link states
    _rows: set[str] = field(default_factory=set)

    _came: dict[str, tuple[CaptureKind, Disposition]] = field(default_factory=dict)

    def got(self, capture: Capture) -> None:
        """Take notice of what came of a URL; robots.txt is no page of the portal."""
        if capture.disposition == _DEFERRED:
            self.deferred[capture.url] = capture.kind, capture.reason or _DEFERRED
        elif capture.kind is not CaptureKind.ROBOTS:
            self._came[capture.url] = capture.kind, capture.disposition

    def count(self, *dispositions: Disposition, kind: CaptureKind | None = None) -> int:
        """URLs, of a kind where one is given, that came to one of the dispositions."""
        return sum(
            came in dispositions and (kind is None or what is kind) for what, came in self._came.values()
        )

    def see(self, listing: Listing) -> None:
        """Count a page's rows."""
        self._reports.update((candidate.url, year) for candidate, year in listing.reports)
        self._rows |= listing.urls

    @property
    def candidates(self) -> int:
        """Links that were judged."""
        return len(self._rows)

    @property
    def near_misses(self) -> int:
        """Links that were judged and are no report."""
        return len(self._rows - self._reports.keys())

    @property
    def found(self) -> int:
        """Reports that were seen, on a list or as a page of their own, whether fetched or not."""
        return len(self._reports.keys() | self.urls(kinds=(CaptureKind.ARTICLE,)))

    def wanted(self, since: int | None) -> int:
        """Those of them that are asked for, where earlier years are left out."""
        years = filter(None, self._reports.values())
        left_out = sum(year < since for year in years) if since is not None else 0
        return self.found - left_out

    @property
    def years(self) -> int:
        """Report years that were seen at most: each link that states no year may be of another one."""
        stated = {year for year in self._reports.values() if year is not None}
        return len(stated) + self.found - sum(year is not None for year in self._reports.values())

    @property
    def is_whole(self) -> bool:
        """Whether every list was asked for; documents may be left to the next run."""
        return all(kind is not CaptureKind.LIST for kind, _ in self.deferred.values())

    def urls(self, *dispositions: Disposition, kinds: tuple[CaptureKind, ...]) -> set[str]:
        """The URLs of some kinds that came to one of the dispositions; to any, where none is given."""
        return {
            url
            for url, (kind, came) in self._came.items()
            if kind in kinds and (not dispositions or came in dispositions)
        }
