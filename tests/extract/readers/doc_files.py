"""A writer of Word 97 files as far as a reader looks at them ([MS-DOC], [MS-CFB]), for single traits."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT = 2048  # where the text begins in the WordDocument stream


@dataclass(frozen=True)
class Run:
    """A paragraph with its mark, or a stretch of text: its modifiers as paragraph and as characters."""

    text: str
    paragraph: bytes = b""
    character: bytes = b""
    is_compressed: bool = False
    style: int = 0


def sprm(code: int, operand: int, size: int = 1) -> bytes:
    return struct.pack("<H", code) + operand.to_bytes(size, "little")


IN_TABLE = sprm(0x2416, 1)
DELETED, HIDDEN = sprm(0x0800, 1), sprm(0x083C, 1)


def row_end(edges: Sequence[int], flags: Sequence[int] | None = None) -> Run:
    """The end of a row whose cells have those edges (twips) and TCGRF flags."""
    flags = flags or [0] * (len(edges) - 1)
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags)
    operand = struct.pack(f"<B{len(edges)}h", len(flags), *edges) + cells
    definition = struct.pack("<HH", 0xD608, len(operand) + 1) + operand
    return Run("\x07", IN_TABLE + sprm(0x2417, 1) + definition)


def cell(text: str) -> Run:
    return Run(f"{text}\x07", IN_TABLE)


def doc(
    runs: Sequence[Run],
    *,
    flags: int = 0,
    magic: int = 0xA5EC,
    behind: str = "",
    structures: Mapping[int, tuple[bytes, bytes]] = MappingProxyType({}),
) -> bytes:
    """A document of those runs; ``behind`` is text that lies after the main text (notes, headers).

    ``structures`` are further ones by their number in FibRgFcLcb97, each with what lies right behind it.
    """
    runs = [*runs, *([Run(behind)] if behind else [])]
    main = sum(len(run.text.encode("utf-16-le")) // 2 for run in runs) - len(behind)
    stream, table = bytearray(_TEXT_AT), bytearray()
    pieces, bounds = [], [0]
    offsets = []
    for run in runs:
        at = len(stream)
        data = run.text.encode("cp1252") if run.is_compressed else run.text.encode("utf-16-le")
        stream += data
        offsets.append((at, len(stream)))
        where = at * 2 | 0x40000000 if run.is_compressed else at
        pieces.append(struct.pack("<HIH", 0, where, 0))
        bounds.append(bounds[-1] + len(data) // (1 if run.is_compressed else 2))
    plc = struct.pack(f"<{len(bounds)}I", *bounds) + b"".join(pieces)
    places = {33: (len(table), 5 + len(plc))}
    table += struct.pack("<BI", 2, len(plc)) + plc
    for number, kind in ((12, "character"), (13, "paragraph")):
        bins = _add_pages(
            stream,
            [(at, getattr(run, kind), run.style) for at, run in zip(offsets, runs, strict=True)],
            kind,
        )
        places[number] = (len(table), len(bins))
        table += bins
    for number, (structure, appendix) in structures.items():
        places[number] = (len(table), len(structure))
        table += structure + appendix
    struct.pack_into("<HHHHHH", stream, 0, magic, 0xC1, 0, 0x804, 0, flags)
    struct.pack_into("<8i", stream, 0x4C, main, len(behind), 0, 0, 0, 0, 0, 0)
    for number, place in places.items():
        struct.pack_into("<2I", stream, 0x9A + 8 * number, *place)
    return compound({"WordDocument": bytes(stream), "0Table": bytes(table)})


def _add_pages(stream: bytearray, runs: Sequence[tuple[tuple[int, int], bytes, int]], kind: str) -> bytes:
    """Write one page of formatting a run; the bin table that lists them."""
    stream += bytes(-len(stream) % _SECTOR)
    numbers = []
    for (start, end), modifiers, number in runs:
        page = bytearray(_SECTOR)
        struct.pack_into("<2I", page, 0, start, end)
        page[-1] = 1
        page[8] = 32  # words from the start of the page
        if kind == "character":
            page[64 : 65 + len(modifiers)] = bytes([len(modifiers)]) + modifiers
        else:
            style = struct.pack("<H", number) + modifiers + bytes(len(modifiers) % 2)
            page[64 : 66 + len(style)] = bytes([0, len(style) // 2]) + style
        numbers.append(len(stream) // _SECTOR)
        stream += page
    starts = [at for (at, _), *_ in runs] + [runs[-1][0][1]]
    return struct.pack(f"<{len(starts)}I{len(numbers)}I", *starts, *numbers)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams in its root; each is filled up to the size that needs no mini stream."""
    body = bytearray()
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, _FREE, 1, _END, 0)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        data = content.ljust(4096, b"\0")
        count = -(-len(data) // _SECTOR)
        last = number == len(streams)
        entries.append(_entry(name, 2, _FREE if last else number + 1, _FREE, len(fat), len(data)))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += data.ljust(count * _SECTOR, b"\0")
    entries += [_entry("", 0, _FREE, _FREE, 0, 0)] * (-len(entries) % 4)
    directory = len(fat)
    fat += [*range(directory + 1, directory + len(entries) // 4), _END]
    body += b"".join(entries)
    fat_sectors = -(-(len(fat) + len(fat) // 100 + 1) // 128)
    first = len(fat)
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<8I", 0, fat_sectors, directory, 0, 4096, _END, 0, _END)
    head += struct.pack("<I", 0)
    head += struct.pack("<109I", *range(first, first + fat_sectors), *[_FREE] * (109 - fat_sectors))
    return head[:_SECTOR] + bytes(body) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = f"{name}\0".encode("utf-16-le") if name else b""
    links = struct.pack("<3I", _FREE, right, child)
    return (
        struct.pack("<64sHBB", encoded, len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
