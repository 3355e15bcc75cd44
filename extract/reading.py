"""The boundary of the stage: one document in, one Reading out, whatever the document is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from archive.models import Hints, Issue, Reading, Severity
from extract.containers import CONTAINERS, LABELS, UNREAD, Unpacked, read_members, unpack
from extract.errors import ReadError
from extract.readers.sniffing import sniff


def read(
    data: bytes,
    hints: Hints = Hints(),  # noqa: B008 - frozen
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> Reading:
    """Read one document; never raises on a bad one.  ``pictures`` are those of a web page, by URL.

    This is the one place of the stage that catches broadly: whatever a document makes go wrong becomes
    an issue of the Reading, which then stands without figures.
    """
    from extract.pipeline import read_document

    sha256 = hashlib.sha256(data).hexdigest()
    media_type = "application/octet-stream"
    try:
        media_type = sniff(data, hints.media_type, hints.filename)
        if media_type in CONTAINERS:
            return read_members(data, media_type, hints, read)
        return read_document(data, sha256, media_type, hints, pictures)
    except ReadError as error:
        issue = Issue(error.code, Severity.ERROR, f"文件无法读取 / {error}")
    except Exception as error:  # noqa: BLE001 - the boundary of the stage: one document never stops the rest
        message = f"读取程序出错 / the reader failed: {type(error).__name__}: {error}"
        issue = Issue("reader-failed", Severity.ERROR, message)
    return Reading(sha256, media_type, UNREAD, issues=(issue,))


def members(data: bytes, hints: Hints = Hints()) -> Unpacked | None:  # noqa: B008 - frozen
    """The documents in a container (ZIP, RAR, 7z), None where the data is none; never raises on bad data."""
    media_type = sniff(data, hints.media_type, hints.filename)
    if media_type not in CONTAINERS:
        return None
    try:
        return unpack(data, media_type)
    except ReadError as error:
        message = f"压缩包无法打开 / {error}"
        return Unpacked(media_type, (), (Issue("document-not-read", Severity.ERROR, message),))


def reader_names() -> Mapping[str, str]:
    """The reader and version in charge of each media type: ``{"text/html": "html/3"}``."""
    from extract.readers import READERS

    return {**{media_type: reader.label for media_type, reader in READERS.items()}, **LABELS}
