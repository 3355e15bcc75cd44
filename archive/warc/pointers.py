"""The archive's side of the evidence: which captures point where, and what a payload was first seen as."""

from __future__ import annotations

from pathlib import Path

from archive.models import Capture
from archive.store import Archive
from archive.warc.exchange import Earlier, Pointer
from archive.warc.reading import RecordUnreadable, header_at

FOLDER = "warc"
_FURTHEST = "select max(warc_offset) from captures where run_id = ? and warc_file = ?"
_DROP_BEYOND = """
update captures set warc_file = null, warc_offset = null, payload_digest = null
where run_id = ? and warc_file = ? and warc_offset >= ?"""
_FIRST_OF_PAYLOAD = """
select warc_file, warc_offset from captures
where payload_digest = ? and warc_file is not null order by id limit 1"""


def folder(archive: Archive) -> Path:
    """Where the WARC files of an archive lie."""
    return archive.root / FOLDER


def furthest(archive: Archive, run_id: str, file: str) -> int:
    """The furthest place in a file that a capture points to: a record begins there."""
    return archive.db.conn.execute(_FURTHEST, (run_id, file)).fetchone()[0] or 0


def drop_beyond(archive: Archive, run_id: str, file: str, length: int) -> None:
    """Forget pointers behind the end of a file: a power failure may lose bytes whose row was kept."""
    with archive.db.atomic():
        archive.db.conn.execute(_DROP_BEYOND, (run_id, file, length))


def first_of_payload(archive: Archive, digest: str) -> Earlier | None:
    """The record that first brought a payload; None where there is none, or its file was moved away."""
    found = archive.db.conn.execute(_FIRST_OF_PAYLOAD, (digest,)).fetchone()
    return earlier_at(archive, Pointer(*found)) if found else None


def pointer_of(capture: Capture) -> Pointer | None:
    """Where a capture's answer lies in WARC; None where it is not held there."""
    if capture.warc_file is None or capture.warc_offset is None:
        return None
    return Pointer(capture.warc_file, capture.warc_offset)


def earlier_at(archive: Archive, pointer: Pointer) -> Earlier | None:
    """What a revisit of the record at a pointer refers to: that record, or what it refers to itself."""
    try:
        return header_at(folder(archive) / pointer.file, pointer.offset).origin
    except RecordUnreadable:
        return None
