"""What the walk counted; what was fetched is counted from the archive instead, killed runs included."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.listing import Listing


@dataclass(slots=True)
class Tally:
    """Counts of one walk; a link that stands on two pages counts once."""

    sections: int = 0
    skipped: int = 0  # reports of years before the one asked for
    _reports: set[str] = field(default_factory=set)
    _rows: set[str] = field(default_factory=set)

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
