"""A web page in one file (MHTML, RFC 2557), which Word writes under the name .doc: its first page of HTML."""

from __future__ import annotations

from email import message_from_bytes, policy

from extract.errors import DamagedDocument
from extract.grid import Content
from extract.readers.bounds import within_bytes
from extract.readers.html import read_html
from extract.readers.sniffing import HTML

_MOST_PARTS = 1_000


def read_mhtml(data: bytes, charset: str | None = None) -> Content:
    """Read the page; raises `DamagedDocument` where the file holds none."""
    parts = [message_from_bytes(within_bytes(data).data, policy=policy.compat32)]
    for part in parts:
        if part.get_content_type() == HTML:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return read_html(page, part.get_content_charset() or charset)
        if part.is_multipart() and len(parts) < _MOST_PARTS:
            parts += [inner for inner in part.get_payload() if not isinstance(inner, str)]
    raise DamagedDocument("the file holds no page of HTML")
