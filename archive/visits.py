"""What the archive knows of a page before it is asked for again: since when, how often, with what result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from archive.models import CaptureKind, Disposition
from archive.store import Archive

Row = tuple[str, str, str, str, str | None, str | None, str, str | None]

# A page and, by their parent, the files it showed; a redirected page is their parent under its last URL.
_OF_PAGE = """
select url, run_id, fetched_at, disposition, link_title, listed_on, kind, body_sha256 from captures
where url = :url
  or kind = 'attachment' and parent_url in (
    select :url union select final_url from captures where url = :url and final_url is not null)
order by id"""
_OF_PORTAL = """
select url, run_id, fetched_at, disposition, link_title, listed_on, kind, body_sha256 from captures
where portal_id = ? and kind in ('article', 'attachment')
order by url, id"""
_USABLE = (Disposition.OK, Disposition.NOT_MODIFIED)
_LOST = (Disposition.BLOCKED, Disposition.UNREACHABLE, Disposition.FAILED, Disposition.DEFERRED)


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits to one page, oldest first, those of the present run apart.

    ``first_at`` is the first time it brought bytes, ``last_at`` the last visit whatever came of it (both UTC,
    ISO 8601; None where there was none).  ``titles`` and ``dates`` are those of the links that led to it;
    ``files`` are the URLs of its attachments as of the last visit.
    """

    first_at: str | None = None
    last_at: str | None = None
    came: Disposition | None = None
    titles: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    has_lost_files: bool = False
    is_in_run: bool = False

    @property
    def is_held(self) -> bool:
        """Whether the last visit showed a page to read, whose bytes the archive has."""
        return self.first_at is not None and self.came in _USABLE


def of_page(archive: Archive, url: str, run_id: str) -> Visits:
    """The visits to a URL before a run, and whether that run has been there: one query, by index."""
    rows: list[Row] = archive.db.conn.execute(_OF_PAGE, {"url": url}).fetchall()
    own = [row for row in rows if row[0] == url]
    before = [row for row in own if row[1] != run_id]
    return _visits(before, [row for row in rows if row[0] != url], len(before) < len(own))


def of_portal(archive: Archive, portal_id: str) -> Iterator[tuple[CaptureKind, Visits]]:
    """Each article and attachment of a portal with its visits, for a forecast."""
    rows = archive.db.conn.execute(_OF_PORTAL, (portal_id,))
    for _, captures in groupby(rows, key=itemgetter(0)):
        own: list[Row] = list(captures)
        yield CaptureKind(own[-1][6]), _visits(own, (), is_in_run=False)


def _visits(own: list[Row], children: Iterable[Row], is_in_run: bool) -> Visits:
    if not own:
        return Visits(is_in_run=is_in_run)
    last = own[-1]
    shown = {row[0]: Disposition(row[3]) for row in children if row[2] >= last[2]}
    return Visits(
        first_at=next((row[2] for row in own if row[7] and row[3] in _USABLE), None),
        last_at=last[2],
        came=Disposition(last[3]),
        titles=frozenset(row[4] for row in own if row[4]),
        dates=frozenset(row[5] for row in own if row[5]),
        files=frozenset(url for url, came in shown.items() if came in _USABLE),
        has_lost_files=any(came in _LOST for came in shown.values()),
        is_in_run=is_in_run,
    )
