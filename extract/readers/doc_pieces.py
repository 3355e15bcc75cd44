"""The text of a Word 97-2003 document: file information block and piece table ([MS-DOC] 2.5, 2.8.35).

A document's text lies in pieces all over the WordDocument stream, in code page 1252 or UTF-16.  Positions
count UTF-16 code units, as the format does, so that a character of the text is always one position.
"""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from extract.errors import BoundExceeded, DamagedDocument, EncryptedDocument

_WORD_97 = 0xA5EC
_OLDER = frozenset({0xA5DB, 0xA5DC, 0xA59B, 0xA59C, 0xA697, 0xA699})  # Word 2, 6, 95 and betas of 97
_IS_ENCRYPTED, _USES_1TABLE = 0x0100, 0x0200  # of the flags at 0x0A
_CCP_TEXT = 0x4C  # the lengths of the main text and of what follows it, see _LENGTHS
_LENGTHS = struct.Struct("<8i")  # text, footnotes, headers, macros, annotations, endnotes, text boxes, …
_TEXT_BOXES = 6
_FC_LCB = 0x9A  # the array of (offset, length) pairs
_PAIR = struct.Struct("<2I")
_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000
_MOST_OVERLAP = 4  # pieces may share bytes, but not make a large text of a small file
_NOT_A_MARK = re.compile("[^\r\x07]")


class OlderWord(DamagedDocument):
    """The file is Word 2, 6 or 95: another format under the same name."""


class Block(NamedTuple):
    """Where a structure lies in the table stream, by its number in FibRgFcLcb97."""

    offset: int
    length: int


CHARACTER_BINS, PARAGRAPH_BINS, _CLX = 12, 13, 33


@dataclass(frozen=True, slots=True)
class FileInformation:
    """What the head of the WordDocument stream says (FIB)."""

    stream: bytes

    @classmethod
    def of(cls, stream: bytes) -> FileInformation:
        """Check the head; raises `OlderWord`, `EncryptedDocument` or `DamagedDocument`."""
        if len(stream) < _FC_LCB + 8 * (_CLX + 1):
            raise DamagedDocument(f"the WordDocument stream has only {len(stream)} bytes")
        magic, flags = struct.unpack_from("<H8xH", stream)
        if magic in _OLDER:
            raise OlderWord(f"Word 95 or older (signature {magic:#06x})")
        if magic != _WORD_97:
            raise DamagedDocument(f"no Word document: signature {magic:#06x}, expected {_WORD_97:#06x}")
        if flags & _IS_ENCRYPTED:
            raise EncryptedDocument("the Word document is encrypted")
        return cls(stream)

    @property
    def table_stream(self) -> str:
        """The stream that holds the tables."""
        return "1Table" if struct.unpack_from("<H", self.stream, 0x0A)[0] & _USES_1TABLE else "0Table"

    def block(self, number: int) -> Block:
        """The place of one structure."""
        return Block(*_PAIR.unpack_from(self.stream, _FC_LCB + 8 * number))

    def stories(self) -> tuple[range, range]:
        """The positions of the main text and of the text boxes; notes, headers and comments lie between."""
        lengths = _LENGTHS.unpack_from(self.stream, _CCP_TEXT)
        if min(lengths) < 0:
            raise DamagedDocument("a part of the text has a negative length")
        ends = list(accumulate(lengths))
        return range(lengths[0]), range(ends[_TEXT_BOXES - 1], ends[_TEXT_BOXES])


class Piece(NamedTuple):
    """A run of positions that lies in one place of the stream."""

    start: int
    end: int
    offset: int
    width: int  # bytes a character: 1 for code page 1252, 2 for UTF-16LE


@dataclass(frozen=True, slots=True)
class PieceText:
    """All text of the file, one character a UTF-16 code unit, and where in the stream each lies."""

    text: str
    pieces: tuple[Piece, ...]

    def offsets(self, positions: list[int]) -> list[int]:
        """The stream offsets of characters."""
        starts = [piece.start for piece in self.pieces]
        found = []
        for position in positions:
            piece = self.pieces[bisect_right(starts, position) - 1]
            found.append(piece.offset + (position - piece.start) * piece.width)
        return found

    def without(self, ranges: list[range]) -> PieceText:
        """The same text with NUL in place of what is not printed; marks of cells and paragraphs stay."""
        if not ranges:
            return self
        parts, position = [], 0
        for hidden in sorted(ranges, key=lambda each: each.start):
            start = max(hidden.start, position)
            if hidden.stop > start:
                parts += [self.text[position:start], _NOT_A_MARK.sub("\0", self.text[start : hidden.stop])]
                position = hidden.stop
        return PieceText("".join([*parts, self.text[position:]]), self.pieces)


def read_pieces(information: FileInformation, table: bytes) -> PieceText:
    """Put the text together; raises `DamagedDocument`, or `BoundExceeded` where pieces overlap absurdly."""
    pieces = tuple(_pieces(_piece_table(table, information.block(_CLX))))
    stream = information.stream
    size = sum((piece.end - piece.start) * piece.width for piece in pieces)
    if size > _MOST_OVERLAP * len(stream):
        raise BoundExceeded(f"the pieces of the text make {size} bytes of {len(stream)}")
    parts = [_decode(stream, piece) for piece in pieces]
    return PieceText("".join(parts), pieces)


def _piece_table(table: bytes, place: Block) -> bytes:
    """The PlcPcd within a Clx: what follows the property modifiers."""
    clx = table[place.offset : place.offset + place.length]
    position = 0
    while position + 5 <= len(clx):
        if clx[position] == _PCDT:
            (length,) = struct.unpack_from("<I", clx, position + 1)
            return clx[position + 5 : position + 5 + length]
        if clx[position] != _PRC:
            break
        position += 3 + int(struct.unpack_from("<H", clx, position + 1)[0])
    raise DamagedDocument("the table stream holds no piece table")


def _pieces(plc: bytes) -> list[Piece]:
    count = (len(plc) - 4) // 12
    if count < 1:
        raise DamagedDocument("the piece table is empty")
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    if positions[0] != 0 or any(end < start for start, end in pairwise(positions)):
        raise DamagedDocument("the piece table is out of order")
    found = []
    for number in range(count):
        (where,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        is_compressed = bool(where & _COMPRESSED)
        offset = (where & ~_COMPRESSED & 0x7FFFFFFF) // (2 if is_compressed else 1)
        found.append(Piece(positions[number], positions[number + 1], offset, 1 if is_compressed else 2))
    return found


def _decode(stream: bytes, piece: Piece) -> str:
    end = piece.offset + (piece.end - piece.start) * piece.width
    if end > len(stream):
        raise DamagedDocument(f"a piece of the text ends at {end}, the stream at {len(stream)}")
    data = stream[piece.offset : end]
    if piece.width == 1:
        return data.decode("cp1252", "replace")
    text = data.decode("utf-16-le", "surrogatepass")
    if len(text) == piece.end - piece.start:
        return text
    return "".join(map(chr, array("H", data)))  # characters beyond U+FFFF as two, so that positions hold
