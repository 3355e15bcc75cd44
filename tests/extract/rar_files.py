"""A writer of RAR files whose members are really packed: Huffman codes for single bytes, no matches.

There is no free program that writes RAR.  What an unpacker must know is in its sources and in RARLAB's
technical notes: a table of code lengths, itself packed, then the codes from the highest bit on.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

_BYTES = 255  # bytes with codes of eight bits; the last byte and the end of a block have nine
_RAR4_TABLE, _RAR5_TABLE = 404, 430  # code lengths in all
_PACKED, _ENCRYPTED = 0x33, 4


def rar4(members: Mapping[str, bytes], *, size: int | None = None, is_encrypted: bool = False) -> bytes:
    """A RAR 4 file; ``size`` is what it says of each member instead of the truth."""
    parts = [b"Rar!\x1a\x07\x00", _block4(0x73, 0, b"\0" * 6)]
    for name, data in members.items():
        packed = _packed4(data)
        said = len(data) if size is None else size
        plain = name.encode("ascii")
        fields = (len(packed), said, 2, zlib.crc32(data), 0x5A21_0000, 29, _PACKED, len(plain), 0x20)
        flags = 0x8000 | (_ENCRYPTED if is_encrypted else 0)
        parts += [_block4(0x74, flags, struct.pack("<IIBIIBBHI", *fields) + plain), packed]
    return b"".join([*parts, _block4(0x7B, 0x4000, b"")])


def rar4_with_secret_names() -> bytes:
    """A RAR 4 file whose headers themselves are encrypted."""
    return b"Rar!\x1a\x07\x00" + _block4(0x73, 0x80, b"\0" * 6) + bytes(range(256)) * 2


def rar5(members: Mapping[str, bytes], *, size: int | None = None, is_encrypted: bool = False) -> bytes:
    """The same as RAR 5."""
    parts = [b"Rar!\x1a\x07\x01\x00", _block5(b"\x01\x00\x00")]
    for name, data in members.items():
        packed = _packed5(data)
        plain = name.encode()
        said = len(data) if size is None else size
        body = _vint(4) + _vint(said) + _vint(0o100644) + struct.pack("<I", zlib.crc32(data))
        body += _vint(3 << 7) + _vint(1) + _vint(len(plain)) + plain
        secret = _vint(1) + _vint(0) + _vint(0) + b"\x0f" + bytes(32)  # AES-256, its salt and vector
        extra = _vint(len(secret)) + secret if is_encrypted else b""
        head = _vint(2) + _vint(2 | bool(extra)) + (_vint(len(extra)) if extra else b"") + _vint(len(packed))
        parts += [_block5(head + body + extra), packed]
    return b"".join([*parts, _block5(b"\x05\x00\x00")])


def _block4(kind: int, flags: int, rest: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def _block5(body: bytes) -> bytes:
    sized = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _vint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _packed4(data: bytes) -> bytes:
    bits = "00" + "".join([*_table(_RAR4_TABLE), *map(_code, data), _code(256), "00"])
    return _as_bytes(bits)


def _packed5(data: bytes) -> bytes:
    bits = "".join([*_table(_RAR5_TABLE), *map(_code, data)])
    body = _as_bytes(bits)
    size = struct.pack("<I", len(body))[:3]
    flags = 0x80 | 0x40 | 2 << 3 | (len(bits) - 1) % 8  # with a table, the last block, three bytes of size
    check = 0x5A ^ flags ^ size[0] ^ size[1] ^ size[2]
    return bytes([flags, check]) + size + body


def _table(count: int) -> Iterator[str]:
    """The lengths of all codes: four codes of two bits say 8, 9, some noughts and many noughts."""
    for symbol in range(20):
        yield "0010" if symbol in (8, 9, 18, 19) else "0000"
    yield "00" * _BYTES + "01" * 2
    few = count - _BYTES - 2 - 138
    yield "11" + f"{138 - 11:07b}"
    yield "11" + f"{few - 11:07b}" if few > 10 else "10" + f"{few - 3:03b}"


def _code(symbol: int) -> str:
    return f"{symbol:08b}" if symbol < _BYTES else f"{symbol + 255:09b}"


def _as_bytes(bits: str) -> bytes:
    padded = bits + "0" * (-len(bits) % 8)
    return int(padded, 2).to_bytes(len(padded) // 8, "big")
