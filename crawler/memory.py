"""What one portal's crawl remembers: the archive itself.

Scrapy's JOBDIR does not survive SIGKILL, so nothing is kept beside the archive: a killed run walks its pages
again and every one that it had fetched is answered from the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive import captures
from archive.models import Capture, CaptureKind, Issue, Portal
from archive.store import Archive

_ISSUES = """
select code, severity, message, url from issues where stage = 'crawl' and portal_id = ? order by id"""
_DROP_ISSUES = "delete from issues where stage = 'crawl' and portal_id = ?"


@dataclass(frozen=True, slots=True)
class Memory:
    """The archive as one portal's crawl in one run uses it."""

    archive: Archive
    run_id: str
    portal: Portal
    vantage: str | None = None

    def recall(self, url: str) -> Capture | None:
        """What this run has already fetched from a URL; nothing where a power cut took its bytes."""
        held = captures.in_run(self.archive, self.run_id, url)
        if held is None or not self._is_whole(held):
            return None
        if held.sha256:
            self.archive.blobs.settle(held.sha256)
        return held

    def standing(self, url: str) -> Capture | None:
        """The newest body that any run holds of a URL, with its validators; none where it is damaged."""
        held = captures.latest_body(self.archive, url)
        return held if held and self._is_whole(held) else None

    def body(self, capture: Capture) -> bytes:
        """The stored bytes of a capture; empty where it has none."""
        return self.archive.blobs.get(capture.sha256) if capture.sha256 else b""

    def _is_whole(self, capture: Capture) -> bool:
        if capture.sha256 is None or capture.size is None:
            return True
        return self.archive.blobs.is_whole(capture.sha256, capture.size)

    def record(self, capture: Capture, body: bytes | None) -> Capture:
        """Store one exchange."""
        captures.record(self.archive, capture, body)
        return capture

    def promote(self, listed: Capture) -> Capture:
        """Record a page that was fetched as a list as the article that it proved to be; once a run."""
        if listed.kind is not CaptureKind.LIST:
            return listed
        return self.record(replace(listed, kind=CaptureKind.ARTICLE), self.body(listed))

    def write_issues(self, found: Iterable[tuple[Issue, str]]) -> None:
        """Leave the issues of this crawl, with their URLs, as the portal's only ones of stage ``crawl``."""
        new = [(issue.code, str(issue.severity), issue.message, url) for issue, url in found]
        connection = self.archive.db.conn
        if new == connection.execute(_ISSUES, (self.portal.id,)).fetchall():
            return
        with self.archive.db.atomic():
            connection.execute(_DROP_ISSUES, (self.portal.id,))
            connection.executemany(
                "insert into issues (stage, portal_id, code, severity, message, url) "
                "values ('crawl', ?, ?, ?, ?, ?)",
                [(self.portal.id, *row) for row in new],
            )
