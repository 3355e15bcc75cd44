"""The extraction stage: documents not yet read by this version become reports."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import extract
from archive import readings
from archive.models import Hints, Reading
from archive.store import Archive
from extract.errors import NeedsOcr
from extract.readers import ocr
from extract.readers.ocr import budget
from extract.readers.sniffing import sniff
from nianbao.embedded import pages_around, pictures_of
from nianbao.members import store_members

_PENDING = """
select sha256 from documents
where :all or state = 'pending'
  or reader <> (select value from json_each(:readers) where key = documents.media_type)
  or exists (
    select 1 from issues i join json_each(:readable) c on c.value = i.code
    where i.document_sha256 = documents.sha256 and i.stage = 'extract')
order by sha256"""
_HINTS = """
select c.url, c.media_type, coalesce(parent.link_title, c.link_title),
  coalesce(c.listed_on, parent.listed_on), d.full_name, c.link_title
from captures c
left join portals p on p.id = c.portal_id
left join divisions d on d.code = p.division_code
left join captures parent on parent.url = c.parent_url and c.kind = 'attachment' and parent.kind = 'article'
where c.document_sha256 = ? and c.disposition = 'ok'
order by c.url, c.id limit 1"""


@dataclass(frozen=True, slots=True)
class ExtractionSummary:
    """What one pass over the pending documents did."""

    documents: int
    reports: int
    figures: int
    quarantined: int


def extract_pending(
    archive: Archive, *, reparse: bool = False, on_progress: Callable[[int, int], None] | None = None
) -> ExtractionSummary:
    """Read every pending document (all of them with ``reparse``) and take the readings in.

    A container gives its members to the queue: each is a document with a capture of its own.  A picture on
    a web page is read with the page.
    """
    queue = deque(_pending(archive, reparse))
    known, done = set(queue), 0
    reports: set[str] = set()
    figures = quarantined = 0
    while queue:
        sha256 = queue.popleft()
        data, hints = archive.blobs.get(sha256), hints_for(archive, sha256)
        if (unpacked := extract.members(data, hints)) and unpacked.members:
            new = [member for member in store_members(archive, sha256, unpacked) if member not in known]
            queue.extend(new)
            known.update(new)
        elif pages := pages_around(archive, sha256):
            _set_aside_picture(archive, sha256, hints)
            new = [page for page in pages if page not in known]
            queue.extend(new)
            known.update(new)
        elif (reading := extract.read(data, hints, pictures_of(archive, sha256))).reader == extract.UNREAD:
            readings.quarantine(archive, _by_its_reader(reading))
            quarantined += 1
        else:
            reports.add(readings.take_in(archive, reading))
            figures += len(reading.observations)
        done += 1
        if on_progress:
            on_progress(done, len(known))
    return ExtractionSummary(done, len(reports), figures, quarantined)


def _set_aside_picture(archive: Archive, sha256: str, hints: Hints) -> None:
    """A picture on a page is no report of its own: it is read with the page."""
    media_type = sniff(archive.blobs.get(sha256), hints.media_type, hints.filename)
    reader = extract.reader_names().get(media_type, extract.UNREAD)
    readings.set_aside(archive, sha256, media_type, reader, ())


def _by_its_reader(reading: Reading) -> Reading:
    """Name the reader that failed, so that only a newer one tries again.

    A document that waits for a program or for an extra is tried by every run.
    """
    if any(issue.code.startswith("needs-") for issue in reading.issues):
        return reading
    reader = extract.reader_names().get(reading.media_type, extract.UNREAD)
    return replace(reading, reader=reader)


def read_stored(archive: Archive, sha256: str) -> Reading:
    """Read one stored document with what the crawl knows of it."""
    pictures = pictures_of(archive, sha256)
    return extract.read(archive.blobs.get(sha256), hints_for(archive, sha256), pictures)


def hints_for(archive: Archive, sha256: str) -> Hints:
    """What the crawl knows of a document: where it lay, what its link said, whose portal it was."""
    row = archive.db.conn.execute(_HINTS, (sha256,)).fetchone()
    if row is None:
        return Hints()
    url, media_type, title, listed_on, division, link_title = row
    name = url.partition("?")[0].rpartition("/")[2] or link_title
    # A portal shows the reports of many bodies, so its own name says nothing about the publisher.
    return Hints(url, media_type, title, None, division, listed_on, name)


def _pending(archive: Archive, reparse: bool) -> list[str]:
    parameters = {
        "all": reparse,
        "readers": json.dumps(dict(extract.reader_names())),
        "readable": json.dumps(list(_readable_now())),
    }
    return [sha256 for (sha256,) in archive.db.conn.execute(_PENDING, parameters)]


def _readable_now() -> Iterator[str]:
    """Codes of issues for pages that were left unread and can be read by this run."""
    if ocr.is_available():
        yield NeedsOcr.code
    if budget.allowed() > budget.SECONDS:
        yield budget.CODE
