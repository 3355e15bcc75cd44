"""Formatting of a Word 97-2003 document as far as it decides what is printed and where tables are.

Runs of equal formatting lie in 512-byte pages ([MS-DOC] 2.9.33 ChpxFkp, 2.9.175 PapxFkp) as lists of
single property modifiers (2.2.5 Sprm).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.readers.doc_pieces import Block, Piece, PieceText

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_DEEPEST = 16  # levels of nested tables that are told apart

_DELETED, _HIDDEN = 0x0800, 0x083C
_IN_TABLE, _ENDS_ROW, _LEVEL = 0x2416, 0x2417, 0x6649
_LIST, _LIST_LEVEL = 0x460B, 0x260A
_NO_LIST = 0xF801
_ENDS_INNER_CELL, _ENDS_INNER_ROW = 0x244B, 0x244C
_HUGE = frozenset({0x6645, 0x6646})  # the modifiers lie in the Data stream
_TABLE_DEFINITION = 0xD608
_TAB_CHANGES = 0xC615
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of the operand by the three highest bits; 0: its first byte tells


class Run(NamedTuple):
    """The modifiers that hold from one stream offset up to another, and the number of a paragraph's style."""

    start: int
    end: int
    modifiers: bytes
    style: int = 0


class RowDefinition(NamedTuple):
    """The cells of a table row: n + 1 edges in twips, and per cell the flags of TCGRF."""

    edges: tuple[int, ...]
    flags: tuple[int, ...]


class ListUse(NamedTuple):
    """What a paragraph or style says: which list override (0: none), which level; None where it is silent."""

    number: int | None = None
    level: int | None = None


class ParagraphFormat(NamedTuple):
    """What a paragraph is within tables and lists; ``level`` is 0 outside, 2 in a table in a table."""

    level: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    definition: RowDefinition | None = None
    style: int = 0
    list: ListUse = ListUse()


@dataclass(frozen=True, slots=True)
class Formatting:
    """The runs of one kind, in the order of the stream and without overlaps."""

    runs: tuple[Run, ...]
    starts: tuple[int, ...]

    @classmethod
    def read(cls, stream: bytes, table: bytes, bins: Block, *, entry_size: int) -> Formatting:
        """Read all pages; ``entry_size`` is 1 for characters and 13 for paragraphs."""
        plc = table[bins.offset : bins.offset + bins.length]
        count = max(0, (len(plc) - 4) // 8)
        numbers = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
        pages = dict.fromkeys(number & _PAGE_NUMBER for number in numbers)
        found = [
            run for page in pages for run in _page_runs(stream[page * _PAGE :][:_PAGE], entry_size=entry_size)
        ]
        runs = tuple(sorted(found))
        return cls(runs, tuple(run.start for run in runs))

    def at(self, offset: int) -> tuple[bytes, int]:
        """The modifiers and the style at a stream offset; none and style 0 where there are none."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or offset >= self.runs[number].end:
            return b"", 0
        return self.runs[number][2:]


def unprinted(formatting: Formatting, pieces: PieceText) -> list[range]:
    """The positions of hidden text and of text whose deletion is tracked."""
    hidden = [run for run in formatting.runs if _is_unprinted(run.modifiers)]
    starts = [run.start for run in hidden]
    found: list[range] = []
    for piece in pieces.pieces if hidden else ():
        end = piece.offset + (piece.end - piece.start) * piece.width
        for run in hidden[max(0, bisect_right(starts, piece.offset) - 1) : bisect_right(starts, end)]:
            first, last = max(run.start, piece.offset), min(run.end, end)
            if first < last:
                found.append(_positions(piece, first, last))
    return found


def paragraph_format(modifiers: bytes, data: bytes, style: int = 0) -> ParagraphFormat:
    """What the modifiers of a paragraph say; ``data`` is the Data stream."""
    if not modifiers:
        return ParagraphFormat(style=style)
    values = dict(_modifiers(modifiers))
    for code in _HUGE & values.keys():
        (offset,) = struct.unpack("<I", values[code])
        length = int.from_bytes(data[offset : offset + 2], "little")
        values.update(_modifiers(data[offset + 2 : offset + 2 + length]))
    level = int.from_bytes(values.get(_LEVEL, b""), "little") or _is_on(values.get(_IN_TABLE))
    definition = values.get(_TABLE_DEFINITION)
    return ParagraphFormat(
        min(level, _DEEPEST),
        _is_on(values.get(_ENDS_ROW)) or _is_on(values.get(_ENDS_INNER_ROW)),
        _is_on(values.get(_ENDS_INNER_CELL)),
        _definition(definition) if definition else None,
        style,
        _list_use(values),
    )


def list_use(modifiers: bytes) -> ListUse:
    """What modifiers say of lists (sprmPIlfo, sprmPIlvl)."""
    return _list_use(dict(_modifiers(modifiers)))


def _positions(piece: Piece, first: int, last: int) -> range:
    begun, ended = first - piece.offset, last - piece.offset + piece.width - 1
    return range(piece.start + begun // piece.width, piece.start + ended // piece.width)


def _list_use(values: Mapping[int, bytes]) -> ListUse:
    number, level = values.get(_LIST), values.get(_LIST_LEVEL)
    return ListUse(_override(number) if number else None, level[0] if level else None)


def _override(operand: bytes) -> int:
    """The number of a list override, 0 for no list; a negative one differs in its indents only."""
    value = int.from_bytes(operand, "little")
    return 0 if value == _NO_LIST else 0x10000 - value if value > _NO_LIST else value


@lru_cache(maxsize=1024)
def _is_unprinted(modifiers: bytes) -> bool:
    values = dict(_modifiers(modifiers))
    return _is_on(values.get(_DELETED)) or _is_on(values.get(_HIDDEN))


def _is_on(operand: bytes | None) -> bool:
    return operand == b"\x01"


def _modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a list, code and operand; a list cut short ends early."""
    position = 0
    while position + 3 <= len(data):
        code = data[position] | data[position + 1] << 8
        position += 2
        size = _SIZES[code >> 13]
        if not size:
            position, size = _variable(code, data, position)
        yield code, data[position : position + size]
        position += size


def _variable(code: int, data: bytes, position: int) -> tuple[int, int]:
    """Where an operand of variable length begins, and its length."""
    if code == _TABLE_DEFINITION:
        return position + 2, max(0, int.from_bytes(data[position : position + 2], "little") - 1)
    if code == _TAB_CHANGES and data[position] == 0xFF:
        deleted = data[position + 1 : position + 2] or b"\0"
        after = position + 2 + 4 * deleted[0]
        added = data[after : after + 1] or b"\0"
        return position + 1, 2 + 4 * deleted[0] + 3 * added[0]
    return position + 1, data[position]


def _definition(operand: bytes) -> RowDefinition | None:
    """A row's edges and flags ([MS-DOC] 2.9.323 TDefTableOperand, 2.9.317 TC80)."""
    count = operand[0]
    after = 1 + 2 * (count + 1)
    if len(operand) < after:
        return None
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    flags = [int.from_bytes(operand[after + 20 * n : after + 20 * n + 2], "little") for n in range(count)]
    return RowDefinition(edges, tuple(flags))


def _page_runs(page: bytes, *, entry_size: int) -> Iterator[Run]:
    if len(page) < _PAGE:
        return
    count = min(page[-1], (_PAGE - 5) // (4 + entry_size))
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        place = 2 * page[4 * (count + 1) + entry_size * number]
        modifiers, style = (
            (b"", 0) if not place else _character(page, place) if entry_size == 1 else _paragraph(page, place)
        )
        yield Run(offsets[number], offsets[number + 1], modifiers, style)


def _character(page: bytes, place: int) -> tuple[bytes, int]:
    return page[place + 1 : place + 1 + page[place]], 0


def _paragraph(page: bytes, place: int) -> tuple[bytes, int]:
    """The modifiers behind the length, which counts words in one of two ways, and the style's number."""
    start, end = (
        (place + 1, place + 2 * page[place]) if page[place] else (place + 2, place + 2 + 2 * page[place + 1])
    )
    return page[start + 2 : end], int.from_bytes(page[start : start + 2], "little")
