"""What the server answers with: bytes, headers and validators, made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

_PUBLISHED_AT = time(1, 30, tzinfo=UTC)
"""09:30 in China, where every page of the demo says that it was published."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One answer; `location` is set for a redirect."""

    body: bytes
    content_type: str
    modified_on: date
    status: int = 200
    location: str | None = None
    file_name: str | None = None
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.body + f"{self.status}{self.location or ''}".encode()).hexdigest()
        object.__setattr__(self, "etag", f'"{digest[:16]}-{len(self.body):x}"')

    @property
    def modified_at(self) -> datetime:
        """The time of Last-Modified, to the second."""
        return datetime.combine(self.modified_on, _PUBLISHED_AT)

    @property
    def last_modified(self) -> str:
        """The Last-Modified header (RFC 9110, HTTP-date)."""
        return format_datetime(self.modified_at, usegmt=True)


def canonical(path: str) -> str:
    """Return path and query with the parameters in order, so that their order does not matter."""
    parts = urlsplit(path)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.path}?{query}" if query else parts.path
