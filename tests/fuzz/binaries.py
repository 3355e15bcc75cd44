"""Damaged PDF, OFD, DOC, spreadsheets and containers: bytes changed, or the parts of a package mutated."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from random import Random
from unittest.mock import patch

import extract
from archive.models import Hints, Issue
from extract.readers import ocr, office
from tests.fuzz.cases import Case
from tests.fuzz.hostile_files import whole
from tests.fuzz.mutations import mutate
from tests.fuzz.packages import packed

_PACKAGES = ("docx", "xlsx", "ofd")
_BYTES = (0, 1, 0x20, 0x7F, 0x80, 0xFF)


@cache
def _originals() -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(whole().items()))


def binary_case(seed: int, number: int) -> Case:
    """The damaged file of a seed and a number."""
    chance = Random(f"binary/{seed}/{number}")
    suffix, data = chance.choice(_originals())
    if suffix in _PACKAGES and chance.random() < 0.6:
        data, how = _mutated_part(data, chance)
    else:
        data, how = _changed(bytearray(data), chance), "bytes"
    return Case(f"a.{suffix} {how}", lambda: _read(data, f"a.{suffix}"), data)


def _read(data: bytes, name: str) -> tuple[Issue, ...]:
    # LibreOffice, asked for what our DOC reader refuses, would take seconds for each file; recognition, for a
    # PDF whose characters say nothing any more, has bounds of its own.
    with (
        patch.object(office, "program", return_value=None),
        patch.object(ocr, "is_available", return_value=False),
    ):
        return extract.read(data, Hints(filename=name)).issues


def _mutated_part(data: bytes, chance: Random) -> tuple[bytes, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    text, how = mutate(parts[name].decode("utf-8", "replace"), chance)
    parts[name] = text.encode("utf-8", "surrogatepass")
    return packed(parts), f"{name} {how}"


def _changed(data: bytearray, chance: Random) -> bytes:
    """Bytes changed, a stretch lost or doubled, the end cut off."""
    for _ in range(chance.choice((1, 1, 4, 40, 400))):
        data[chance.randrange(len(data))] = chance.choice((*_BYTES, chance.randrange(256)))
    at, size = chance.randrange(len(data)), chance.choice((1, 16, 512, 5_000))
    match chance.randrange(4):
        case 0:
            del data[at : at + size]
        case 1:
            data[at:at] = data[at : at + size]
        case 2:
            del data[at + 1 :]
    return bytes(data)
