"""One request and its answer, as they went over the wire."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True)
class Exchange:
    """What was sent and what came back.

    ``head`` is the answer's status line and header lines with the empty line after them; ``body`` is
    without transfer coding (chunks are joined) and with its content coding (gzip stays gzip).
    ``truncated`` is why the body is not whole, in WARC's words: length, time, disconnect.
    """

    url: str
    at: datetime
    request: bytes
    head: bytes
    body: bytes
    ip_address: str | None = None
    truncated: str | None = None

    @cached_property
    def payload_digest(self) -> str:
        """SHA-1 of the body in base 32, as WARC-Payload-Digest has it."""
        return labelled(hashlib.sha1(self.body, usedforsecurity=False))

    @cached_property
    def status(self) -> int:
        """The status code; 0 where the status line has none."""
        words = self.head.partition(b"\n")[0].split()
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that a revisit refers to: its URL, its WARC-Date, its identity, its payload's digest."""

    url: str
    date: str
    record_id: str | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a record begins: a file under ``warc/`` and a byte offset in it."""

    file: str
    offset: int


def labelled(digest: hashlib._Hash) -> str:
    """A digest as WARC writes it: ``sha1:`` and base 32."""
    return f"{digest.name}:{base64.b32encode(digest.digest()).decode()}"
