"""Does every pointer into WARC lead to the exchange that its capture tells of?"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from archive.store import Archive
from archive.warc import pointers
from archive.warc.exchange import labelled
from archive.warc.reading import Header, RecordUnreadable, record_at
from crawler.ask import Ask
from crawler.exchange import RENDERED

_PIECE = 1 << 16
_FILES = "select warc_file, count(*) from captures where warc_file is not null group by 1 order by 1"
_ROWS = """
select id, url, final_url, http_status, reason, body_sha256, payload_digest, warc_offset from captures
where warc_file = ? order by warc_offset"""
_ORIGINAL = "select 1 from captures where payload_digest = ? and id < ? and warc_file is not null"
_GZIP = zlib.MAX_WBITS + 16
_MAGIC = b"\x1f\x8b\x08"


class _Row(NamedTuple):
    """What a capture says of its exchange."""

    id: int
    url: str
    final_url: str | None
    http_status: int | None
    reason: str | None
    body_sha256: str | None
    payload_digest: str | None
    offset: int

    @property
    def urls(self) -> set[str]:
        """The URLs that its record may be of; the name of a POST is its URL with the form behind it."""
        return {Ask.named(url).url.partition("#")[0] for url in (self.url, self.final_url) if url}


class _Payload:
    """Digests of a payload as sent, as it is and unpacked, taken piece by piece."""

    def __init__(self, *, is_stored: bool) -> None:
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._plain, self._unpacked = hashlib.sha256(), hashlib.sha256()
        self._unpacker = zlib.decompressobj(_GZIP)
        self.is_gzip = is_stored  # what was refused, a bomb, is not unpacked here either

    def take(self, stream: IO[bytes]) -> _Payload:
        """Read a payload to its end."""
        while piece := stream.read(_PIECE):
            self._sha1.update(piece)
            self._plain.update(piece)
            self._unpack(piece)
        self.is_gzip = self.is_gzip and self._unpacker.eof
        return self

    @property
    def digest(self) -> str:
        """As WARC-Payload-Digest has it."""
        return labelled(self._sha1)

    @property
    def bodies(self) -> set[str]:
        """The SHA-256 under which the archive may hold it."""
        return {self._plain.hexdigest(), *([self._unpacked.hexdigest()] if self.is_gzip else [])}

    def _unpack(self, piece: bytes) -> None:
        try:
            while piece and self.is_gzip:
                self._unpacked.update(self._unpacker.decompress(piece, _PIECE))
                piece = self._next(self._unpacker)
        except zlib.error:
            self.is_gzip = False

    def _next(self, unpacker: zlib._Decompress) -> bytes:
        """What is still to be unpacked; a body may be of several members, and end in padding."""
        if not unpacker.eof:
            return unpacker.unconsumed_tail
        if not unpacker.unused_data.startswith(_MAGIC):
            return b""
        self._unpacker = zlib.decompressobj(_GZIP)
        return unpacker.unused_data


def broken_pointers(archive: Archive) -> Iterator[str]:
    """A line for every capture whose WARC record is missing or of another exchange; a file missing is one."""
    for name, count in archive.db.conn.execute(_FILES).fetchall():
        path = pointers.folder(archive) / name
        if not path.exists():
            yield f"warc {name}: expected the file of {count} captures, found none"
            continue
        for row in map(_Row._make, archive.db.conn.execute(_ROWS, (name,))):
            yield from (
                f"warc {name}@{row.offset}, capture {row.id}: {fault}"
                for fault in _faults(archive, path, row)
            )


def _faults(archive: Archive, path: Path, row: _Row) -> Iterator[str]:
    try:
        with record_at(path, row.offset) as (header, stream):
            yield from _differences(archive, row, header, stream)
    except RecordUnreadable as error:
        yield str(error)


def _differences(archive: Archive, row: _Row, header: Header, stream: IO[bytes]) -> Iterator[str]:
    if header.kind not in ("response", "revisit"):
        yield f"expected a response, found {header.kind or 'no type'}"
    if header.url not in row.urls:
        yield f"expected {' or '.join(sorted(row.urls))}, found {header.url}"
    if header.payload_digest != row.payload_digest:
        yield f"expected payload {row.payload_digest}, found {header.payload_digest}"
    if header.kind == "response":
        yield from _payload_differences(
            row, header, _Payload(is_stored=row.body_sha256 is not None).take(stream)
        )
    elif header.kind == "revisit" and not _first(archive, row):
        yield f"expected an earlier record of payload {row.payload_digest}, found none"


def _payload_differences(row: _Row, header: Header, payload: _Payload) -> Iterator[str]:
    if payload.digest != row.payload_digest:
        yield f"expected payload {row.payload_digest}, found bytes of {payload.digest}"
    is_blob = row.http_status != 304 and row.reason != RENDERED  # whose bodies stand elsewhere, or were drawn
    is_comparable = is_blob and not header.is_truncated and header.content_encoding in _COMPARABLE
    if row.body_sha256 and is_comparable and row.body_sha256 not in payload.bodies:
        yield f"expected blob {row.body_sha256}, found bytes of another"


_COMPARABLE = ("", "identity", "gzip", "x-gzip")  # other codings: the payload's own digest has to do


def _first(archive: Archive, row: _Row) -> Any:
    return archive.db.conn.execute(_ORIGINAL, (row.payload_digest, row.id)).fetchone()
