"""From a pointer back to its record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.warc.exchange import Earlier

_GZIP = b"\x1f\x8b"


class _Fields(Protocol):
    def get_header(self, name: str) -> str | None: ...


class RecordUnreadable(LookupError):
    """Raised where no whole WARC record begins at a pointer."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a record says of itself (ISO 28500, section 5) and its HTTP answer's content coding."""

    kind: str
    url: str
    date: str
    record_id: str
    payload_digest: str | None
    is_truncated: bool
    content_encoding: str
    refers_to: Earlier | None

    @property
    def origin(self) -> Earlier | None:
        """What a revisit of this record refers to; None where it leads to no whole payload."""
        if self.kind == "revisit":
            return self.refers_to
        is_whole = self.kind == "response" and not self.is_truncated
        return Earlier(self.url, self.date, self.record_id, self.payload_digest) if is_whole else None


@contextmanager
def record_at(path: Path, offset: int) -> Iterator[tuple[Header, IO[bytes]]]:
    """The header of the record that begins at an offset, and its payload as a stream.

    Raises:
        RecordUnreadable: where there is none.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            # From within a member warcio reads plain text, and now and then takes it for a record.
            if file.read(len(_GZIP)) not in (_GZIP, b""):
                raise RecordUnreadable(
                    f"{path.name}@{offset}: expected a WARC record, found no beginning of a gzip member"
                )
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)), None)
            if record is None:
                raise RecordUnreadable(
                    f"{path.name}@{offset}: expected a WARC record, found the end of the file"
                )
            yield _header(record.rec_headers, record.http_headers), record.raw_stream
    except FileNotFoundError as error:
        raise RecordUnreadable(f"{path.name}: expected a WARC file, found none") from error
    except ArchiveLoadFailed as error:
        reason = str(error).strip().partition("\n")[0]
        raise RecordUnreadable(f"{path.name}@{offset}: expected a WARC record, found: {reason}") from error


def header_at(path: Path, offset: int) -> Header:
    """The header of the record that begins at an offset.

    Raises:
        RecordUnreadable: where there is none.
    """
    with record_at(path, offset) as (header, _):
        return header


def _header(fields: _Fields, http: _Fields | None) -> Header:
    url, date = fields.get_header("WARC-Refers-To-Target-URI"), fields.get_header("WARC-Refers-To-Date")
    record_id, digest = fields.get_header("WARC-Refers-To"), fields.get_header("WARC-Payload-Digest")
    encoding = http.get_header("Content-Encoding") if http else None
    return Header(
        kind=fields.get_header("WARC-Type") or "",
        url=fields.get_header("WARC-Target-URI") or "",
        date=fields.get_header("WARC-Date") or "",
        record_id=fields.get_header("WARC-Record-ID") or "",
        payload_digest=digest,
        is_truncated=fields.get_header("WARC-Truncated") is not None,
        content_encoding=(encoding or "").strip().lower(),
        refers_to=Earlier(url, date, record_id, digest) if url and date else None,
    )
