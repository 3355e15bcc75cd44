"""Streams that would unpack beyond all measure, found before PDFium unpacks them.

Deflate packs a thousand to one at most, so that only large streams, or one packed twice, can be bombs
(ISO 32000-2, 7.4.4; RFC 1951).
"""

from __future__ import annotations

import re
import zlib

from extract.errors import BoundExceeded

MAX_UNPACKED = 64 * 2**20  # bytes of one stream; a full-colour page at 300 dpi has 26 MB
MAX_TOTAL = 256 * 2**20  # bytes of all streams

_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
_SMALL = 64 * 2**10  # bytes; packed once, it unpacks to no more than a stream may
_HEAD = 64  # unpacked bytes that show a second packing
_CHUNK = 2**20


def refuse_bombs(data: bytes) -> None:
    """Raise `extract.errors.BoundExceeded` where a deflated stream unpacks to more than a document needs."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        is_large = data.find(b"endstream", start, start + _SMALL) < 0
        if is_large:
            total += _unpacked_size(memoryview(data)[start:])
            if total > MAX_TOTAL:
                raise BoundExceeded(f"the streams of the PDF unpack to more than {MAX_TOTAL} bytes")
        elif _is_packed_twice(data[start : start + _SMALL]):
            raise BoundExceeded("a stream of the PDF is packed twice")


def _unpacked_size(packed: memoryview) -> int:
    """The size of a deflated stream as far as it is sound; 0 for one packed in another way."""
    unpacker = zlib.decompressobj()
    size = position = 0
    pending: bytes | memoryview = b""
    try:
        while not unpacker.eof and (pending or position < len(packed)):
            if not pending:
                pending, position = packed[position : position + _CHUNK], position + _CHUNK
            size += len(unpacker.decompress(pending, _CHUNK))
            pending = unpacker.unconsumed_tail
            if size > MAX_UNPACKED:
                raise BoundExceeded(f"a stream of the PDF unpacks to more than {MAX_UNPACKED} bytes")
    except zlib.error:
        return size
    return size


def _is_packed_twice(packed: bytes) -> bool:
    head = _unpack_head(packed)
    return len(_unpack_head(head)) >= _HEAD


def _unpack_head(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _HEAD * 16)
    except zlib.error:
        return b""
