"""Store the members of a container as documents of their own, with captures that lead to them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import quote

from archive import captures, readings
from archive.models import Capture, CaptureKind
from archive.store import Archive
from extract.containers import Unpacked


def store_members(archive: Archive, sha256: str, unpacked: Unpacked) -> list[str]:
    """Store the members of the container with a digest; gives their digests, in the container's order.

    A member's URL is that of the container with the member's name as fragment.
    """
    container = captures.of_document(archive, sha256)
    digests = []
    for member in unpacked.members:
        digest = hashlib.sha256(member.data).hexdigest()
        capture = _capture(container, member.name)
        held = captures.latest_body(archive, capture.url)
        if held is None or held.sha256 != digest:
            captures.record(archive, capture, member.data)
        digests.append(digest)
    readings.set_aside(archive, sha256, unpacked.media_type, unpacked.reader, unpacked.issues)
    return digests


def _capture(container: Capture, name: str) -> Capture:
    parent = container.parent_url or container.url
    return replace(
        container,
        url=f"{container.url}#{quote(name)}",
        kind=CaptureKind.ATTACHMENT,
        media_type=None,
        sha256=None,
        etag=None,
        last_modified=None,
        parent_url=parent,
    )
