"""What the reader tests share: a document read and looked at as plain lists."""

from __future__ import annotations

import random
from collections.abc import Iterator

from extract.grid import Content, Grid, Paragraph
from extract.readers import read_content


def read(document: str | bytes, media_type: str = "text/html", declared: str | None = None) -> Content:
    data = document.encode() if isinstance(document, str) else document
    return read_content(data, media_type, declared)[1]


def grids(content: Content) -> list[list[list[str | None]]]:
    found = [block for block in content.blocks if isinstance(block, Grid)]
    return [[[None if cell is None else cell.text for cell in row] for row in grid.rows] for grid in found]


def prose(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def kinds(content: Content) -> list[str]:
    """The blocks in order: ``grid`` or the paragraph's text."""
    return ["grid" if isinstance(block, Grid) else block.text for block in content.blocks]


def codes(content: Content) -> list[str]:
    return [issue.code for issue in content.issues]


def broken_copies(whole: bytes, seed: int, changed: int) -> Iterator[bytes]:
    """A document cut at every twentieth of its length, then copies with up to fifty bytes changed."""
    yield from (whole[: len(whole) * share // 100] for share in range(0, 100, 5))
    chance = random.Random(seed)
    for _ in range(changed):
        copy = bytearray(whole)
        for _ in range(chance.choice([1, 5, 50])):
            copy[chance.randrange(len(copy))] = chance.randrange(256)
        yield bytes(copy)
