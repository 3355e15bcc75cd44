"""What a walk came upon: links that it judged, captures that it got, from the network or the archive.

A resumed run walks its pages again from the archive, so it counts what the killed one had counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.models import Capture, CaptureKind, Disposition
from crawler.listing import Listing


@dataclass(slots=True)
class Tally:
    """Counts of one walk; a link that stands on two pages counts once."""

    sections: int = 0
    _reports: set[str] = field(default_factory=set)
    _rows: set[str] = field(default_factory=set)

    _came: dict[str, tuple[CaptureKind, Disposition]] = field(default_factory=dict)

    def got(self, capture: Capture) -> None:
        """Take notice of what came of a URL; robots.txt is no page of the portal."""
        if capture.kind is not CaptureKind.ROBOTS:
            self._came[capture.url] = capture.kind, capture.disposition

    def count(self, *dispositions: Disposition, kind: CaptureKind | None = None) -> int:
        """URLs, of a kind where one is given, that came to one of the dispositions."""
        return sum(
            came in dispositions and (kind is None or what is kind) for what, came in self._came.values()
        )

    def see(self, listing: Listing) -> None:
        """Count a page's rows."""
        self._reports.update(candidate.url for candidate, _ in listing.reports)
        self._rows |= listing.urls

    @property
    def candidates(self) -> int:
        """Links that were judged."""
        return len(self._rows)

    @property
    def near_misses(self) -> int:
        """Links that were judged and are no report."""
        return len(self._rows - self._reports)
