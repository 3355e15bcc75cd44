"""Is the archive what its bytes say? Digests, and figures read anew."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.store import Archive, BlobMissing
from extract.readers import office_check
from nianbao.extraction import read_stored

_DIGESTS = """
select body_sha256 from captures where body_sha256 is not null
union select sha256 from documents order by 1"""
_FIGURES = """
select o."table" || '/' || o.row || '/' || o.column, o.value, o.status
from observations o join report_versions v on v.id = o.version_id where v.document_sha256 = ?"""
_REPORT = "select report_id from report_versions where document_sha256 = ? order by id limit 1"
_WORD = """
select sha256 from documents where state = 'read' and media_type = 'application/msword' order by 1"""
_BATCH = 20  # Word documents that LibreOffice converts in one call
_READ = "select sha256 from documents where state = 'read' order by 1"

Figure = tuple[int | float | None, str] | None


class Change(NamedTuple):
    """A cell of a stored report that reads otherwise now; None where it is not read at all."""

    sha256: str
    report: str | None
    cell: str
    old: Figure
    new: Figure


class Difference(NamedTuple):
    """How many documents were read anew, how many of them changed, and in how many cells of which sort.

    ``changed`` counts cells whose value is another, ``status`` those of the same value and another status.
    """

    documents: int
    documents_changed: int
    changed: int
    appeared: int
    vanished: int
    status: int


def broken_blobs(archive: Archive) -> Iterator[str]:
    """A line for every stored body that is missing or no longer matches its digest."""
    for (sha256,) in archive.db.conn.execute(_DIGESTS).fetchall():
        try:
            found = hashlib.sha256(archive.blobs.get(sha256)).hexdigest()
        except BlobMissing as error:
            yield str(error)
            continue
        if found != sha256:
            yield f"blob {sha256}: expected its own digest, found {found}"


def changed_cells(archive: Archive) -> Iterator[Change]:
    """The cells that reading the stored bytes anew would change; nothing is written."""
    for (sha256,) in archive.db.conn.execute(_READ).fetchall():
        report = archive.db.conn.execute(_REPORT, (sha256,)).fetchone()
        stored = {
            cell: (value, status) for cell, value, status in archive.db.conn.execute(_FIGURES, (sha256,))
        }
        anew = {o.cell: (o.value, o.status.value) for o in read_stored(archive, sha256).observations}
        for cell in sorted(stored.keys() | anew.keys()):
            if stored.get(cell) != anew.get(cell):
                yield Change(sha256, report and report[0], cell, stored.get(cell), anew.get(cell))


def word_doubts(archive: Archive) -> Iterator[str]:
    """A line for every DOC or WPS that LibreOffice reads otherwise than we.

    Raises:
        NeedsLibreOffice: where there is such a file and LibreOffice is not installed.
    """
    digests = [sha256 for (sha256,) in archive.db.conn.execute(_WORD).fetchall()]
    for start in range(0, len(digests), _BATCH):
        batch = {sha256: archive.blobs.get(sha256) for sha256 in digests[start : start + _BATCH]}
        for sha256, issues in office_check.cross_check(batch).items():
            yield from (f"{sha256[:12]} {issue.code}: {issue.message}" for issue in issues)


def difference(archive: Archive, changes: Iterable[Change]) -> Difference:
    """The changes counted."""
    changes = tuple(changes)
    sorts = Counter(map(_sort, changes))
    return Difference(
        documents=len(archive.db.conn.execute(_READ).fetchall()),
        documents_changed=len({change.sha256 for change in changes}),
        changed=sorts["changed"],
        appeared=sorts["appeared"],
        vanished=sorts["vanished"],
        status=sorts["status"],
    )


def _sort(change: Change) -> str:
    if change.old is None:
        return "appeared"
    if change.new is None:
        return "vanished"
    return "status" if change.old[0] == change.new[0] else "changed"
