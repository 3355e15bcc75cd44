"""What a killed process leaves at the end of a file: found by walking the gzip members, and cut off."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 20
_GZIP = zlib.MAX_WBITS + 16


def whole_length(path: Path, start: int = 0) -> int:
    """Where the last whole member ends, counted from a place where one is known to begin.

    A member is whole where its own length and checksum say so.
    """
    with path.open("rb") as file:
        file.seek(start)
        end, waiting = start, b""
        while True:
            length, waiting = _member(file, waiting)
            if not length:
                return end
            end += length


def cut(path: Path, start: int = 0) -> int:
    """Cut a file back to its last whole member and give its length."""
    length = whole_length(path, min(start, path.stat().st_size))
    if length < path.stat().st_size:
        os.truncate(path, length)
    return length


def _member(file: BinaryIO, waiting: bytes) -> tuple[int, bytes]:
    """The length of the next member, 0 where there is no whole one, and what was read beyond it."""
    unpacker, length = zlib.decompressobj(_GZIP), 0
    while not unpacker.eof:
        piece = waiting or file.read(_PIECE)
        if not piece or not _feed(unpacker, piece):
            return 0, b""
        length, waiting = length + len(piece), b""
    return length - len(unpacker.unused_data), unpacker.unused_data


def _feed(unpacker: zlib._Decompress, piece: bytes) -> bool:
    """Unpack a piece, at most a megabyte at a time; False where it is no gzip."""
    try:
        unpacker.decompress(piece, _PIECE)
        while unpacker.unconsumed_tail and not unpacker.eof:
            unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    except zlib.error:
        return False
    return True
