"""DOCX packages with their main part mutated, or their ZIP damaged."""

from __future__ import annotations

import io
import zipfile
from random import Random

from tests.fuzz.mutations import mutate

MAIN = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MARKS = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x03\x04")


def mutated(data: bytes, chance: Random) -> tuple[bytes, str]:
    """The package with another main part, or with damaged bytes."""
    if chance.random() < 0.35:
        return _damaged(bytearray(data), chance), "zip"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text, how = mutate(parts[MAIN].decode(), chance)
    parts[MAIN] = text.encode("utf-8", "surrogatepass")
    return packed(parts), how


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def heavy(size: int, chance: Random) -> bytes:
    """A package that is too much: many elements, many members, deep nesting, bombs."""
    unit = chance.choice((
        "<w:p/>", "<w:tc>", "<w:p><w:r><w:t>1</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc>",
        "<w:tr>" + "<w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val='999'/></w:tcPr></w:tc>" * 9 + "</w:tr>",
    ))  # fmt: skip
    opened = unit * size
    if chance.random() < 0.3:
        return packed({MAIN: b"<x/>", **{f"word/{n}.xml": b"" for n in range(size // 5)}})
    if unit in ("<w:tc>", "<w:tbl><w:tr><w:tc>"):
        tags = unit.strip("<>").split("><")
        opened += "".join(f"</{tag}>" for tag in reversed(tags)) * size
    body = f"<w:tbl>{opened}</w:tbl>" if unit.startswith("<w:tr>") else opened
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return packed({MAIN: document.encode()})


def _damaged(data: bytearray, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 4, 60))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.5:  # the fields of a header lie: sizes, offsets, methods, flags
        at = data.find(chance.choice(_MARKS))
        for _ in range(3):
            data[min(len(data) - 1, max(at, 0) + chance.randrange(4, 46))] = chance.choice((0, 1, 0x7F, 0xFF))
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
