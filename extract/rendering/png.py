"""PNG (ISO/IEC 15948) of eight-bit RGB pixels: the little that is needed to show a page."""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BIT_RGB = bytes((8, 2, 0, 0, 0))  # depth, colour type, and the only compression, filter, interlace
_LEVEL = 4  # of compression: a page in a twentieth of a second


def encode(pixels: memoryview | bytes, width: int, height: int, stride: int) -> bytes:
    """Rows of RGB pixels, ``stride`` bytes apart, as a file."""
    rows = b"".join(b"\0" + bytes(pixels[y * stride : y * stride + 3 * width]) for y in range(height))
    header = struct.pack(">II", width, height) + _EIGHT_BIT_RGB
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, _LEVEL)), (b"IEND", b""))
    return _SIGNATURE + b"".join(map(_chunk, *zip(*parts, strict=True)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
