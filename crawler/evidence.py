"""Where the answer to a request lies in WARC, carried in its ``meta`` to the recording middleware."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy import Request

from archive.warc.exchange import Pointer

_KEY = "warc"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of an answer: where it begins, the URL that it is of, the digest of its payload."""

    pointer: Pointer
    url: str
    payload_digest: str


def attach(request: Request, evidence: Evidence | None) -> None:
    """Leave the evidence of the newest exchange with its request; redirects and retries copy it."""
    request.meta[_KEY] = evidence


def columns(request: Request, *urls: str) -> dict[str, Any]:
    """The evidence as columns of a capture of these URLs; nothing where it is of a step in between."""
    held: Evidence | None = request.meta.get(_KEY)
    if held is None or held.url not in urls:
        return {}
    place = held.pointer
    return {
        "warc_file": place.file,
        "warc_offset": place.offset,
        "payload_digest": held.payload_digest,
    }
