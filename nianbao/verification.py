"""Is the archive what its bytes say? Digests, and figures read anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from archive.store import Archive, BlobMissing
from nianbao.extraction import read_stored

_DIGESTS = """
select body_sha256 from captures where body_sha256 is not null
union select sha256 from documents order by 1"""
_FIGURES = """
select o."table" || '/' || o.row || '/' || o.column, o.value, o.status
from observations o join report_versions v on v.id = o.version_id where v.document_sha256 = ?"""

Figure = tuple[int | float | None, str] | None


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


def changed_cells(archive: Archive) -> Iterator[tuple[str, str, Figure, Figure]]:
    """The cells that reading the stored bytes anew would change: document, cell, old, new."""
    for (sha256,) in archive.db.conn.execute(
        "select sha256 from documents where state = 'read' order by 1"
    ).fetchall():
        stored = {
            cell: (value, status) for cell, value, status in archive.db.conn.execute(_FIGURES, (sha256,))
        }
        anew = {o.cell: (o.value, o.status.value) for o in read_stored(archive, sha256).observations}
        for cell in sorted(stored.keys() | anew.keys()):
            if stored.get(cell) != anew.get(cell):
                yield sha256, cell, stored.get(cell), anew.get(cell)
