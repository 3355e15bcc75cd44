"""Word documents whose tables are pictures: scans of pages, pasted in one after the other.

A document without any table of its own is read by its pictures, in their order and behind its text, which
needs the extra ``ocr``; beside tables of its own its pictures are not read, and an issue says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.models import Issue, Severity
from extract.errors import NeedsOcr
from extract.grid import Content, Grid
from extract.readers import ocr
from extract.readers.bounds import bound_hit

MAX_PICTURES = 40
MAX_TOTAL = 96 * 2**20  # bytes of all pictures of a document; forty scanned pages have a fifth of that
_MAGIC = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xe0\xe1]..(?:JFIF|Exif)", re.DOTALL)
_FEWEST_BYTES = 30_000  # a seal, a logo or a QR code; the scan of a page has three times that


def with_pictures(content: Content, files: Sequence[bytes]) -> Content:
    """The content with what its pictures show; a table recognised names its picture, from 0, as its page.

    Raises `NeedsOcr` where the document is nothing but pictures and the extra is missing.
    """
    large = [data for data in files if len(data) >= _FEWEST_BYTES]
    if not large:
        return content
    message = f"文中有 {len(large)} 幅图片未识别 / {len(large)} pictures of the document were not read"
    if any(isinstance(block, Grid) for block in content.blocks):
        return _told(content, Issue("picture-not-read", Severity.WARNING, message))
    if not content.blocks:
        ocr.require("the pictures of the document")
    if not ocr.is_available():
        return _told(content, Issue(NeedsOcr.code, Severity.WARNING, message))
    return _recognised(content, large)


def pictures_in(stream: bytes) -> list[bytes]:
    """The pictures that lie in a stream one behind the other, as PNG or JPEG ([MS-ODRAW], OfficeArtBlip)."""
    starts = [match.start() for match in _MAGIC.finditer(stream)]
    return [stream[start:end] for start, end in pairwise([*starts, len(stream)])]


def _told(content: Content, issue: Issue) -> Content:
    return replace(content, issues=(*content.issues, issue))


def _recognised(content: Content, files: Sequence[bytes]) -> Content:
    from extract.readers.image import first_pictures
    from extract.readers.ocr.document import recognise

    pictures, issues = first_pictures(files[:MAX_PICTURES])
    if len(files) > MAX_PICTURES:
        issues.append(
            bound_hit(f"the document has {len(files)} pictures; the first {MAX_PICTURES} were read")
        )
    read = recognise(pictures)
    return ocr.with_parts(content, read.pages.values(), (*read.issues, *issues))
