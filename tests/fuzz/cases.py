"""One hostile document by seed and number: the same two always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

import extract
from archive.models import Hints, Issue
from extract import editions
from extract.lexicon import lexicon
from extract.match import match
from tests.fuzz import extremes, hostile_grids, packages
from tests.fuzz.mutations import mutate
from tests.fuzz.originals import originals

CHARSETS = (
    None,
    None,
    None,
    "utf-8",
    "gb2312",
    "gb18030",
    "big5",
    "utf-16",
    "latin-1",
    "utf-7",
    "x-none",
    "",
)
CODECS = ("utf-8",) * 6 + ("gb18030", "gb18030", "utf-16", "utf-16-be", "big5hkscs")
SIZES = (200, 2_000, 20_000)


@dataclass(frozen=True)
class Case:
    """What is read, and by whom: `run` gives the issues of the reading."""

    name: str
    run: Callable[[], tuple[Issue, ...]]
    data: bytes = b""


def case(seed: int, number: int) -> Case:
    """The document of a seed and a number."""
    chance = Random(f"{seed}/{number}")
    draw = chance.random()
    make = _grids if draw < 0.12 else _extreme if draw < 0.17 else _mutant
    return make(chance)


def document(name: str, data: bytes, filename: str, charset: str | None = None) -> Case:
    """A case that reads a document as the pipeline does."""
    media_type = None if charset is None else f"text/html; charset={charset}"
    hints = Hints(filename=filename, media_type=media_type)
    return Case(f"{filename} {name}", lambda: extract.read(data, hints).issues, data)


def _grids(chance: Random) -> Case:
    blocks = hostile_grids.blocks(chance)
    year = chance.choice((None, 2012, 2019, 2023))
    return Case("grids", lambda: match(blocks, editions.load(), lexicon(), year).issues)


def _extreme(chance: Random) -> Case:
    size = chance.choice(SIZES)
    if chance.random() < 0.15:
        return document(f"heavy {size}", packages.heavy(size, chance), "a.docx")
    maker = chance.choice(extremes.MAKERS)
    filename, text = maker(size, chance)
    return document(f"{maker.__name__} {size}", text.encode(), filename)


def _mutant(chance: Random) -> Case:
    original = chance.choice(originals())
    if original.filename.endswith(".docx"):
        data, how = packages.mutated(original.data, chance)
        return document(how, data, original.filename)
    text, how = mutate(original.data.decode("utf-8", "replace"), chance)
    codec = chance.choice(CODECS)
    data = _encoded(text, codec)
    if chance.random() < 0.1:
        data = data[: chance.randrange(len(data) + 1)]
    return document(f"{how} {codec}", data, original.filename, chance.choice(CHARSETS))


def _encoded(text: str, codec: str) -> bytes:
    encode = partial(text.encode, codec)
    return encode("surrogatepass") if codec.startswith("utf") else encode("replace")
