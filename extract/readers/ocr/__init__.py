"""Pictures of pages as paragraphs and grids: upright page, ruled lattice, recognised text.

The modules of this package need the extra ``ocr`` (OpenCV, rapidocr, Pillow); only
`extract.readers.scan` and `extract.readers.image` import them, once `require` has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType
from typing import NamedTuple

from archive.models import Issue
from extract.errors import NeedsOcr
from extract.grid import Block, Content, Grid

MAX_PAGES = 40  # of one document; the longest scanned reports have some twenty
MAX_PIXELS = 10_000_000  # of one page: A3 at 200 dpi has 7.7 million

Address = tuple[int, int, int]  # grid, row, column

_LIBRARIES = ("cv2", "numpy", "rapidocr", "onnxruntime", "PIL")


@cache
def is_available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) is not None for name in _LIBRARIES)


def require(what: str) -> None:
    """Raise `NeedsOcr` where the extra is missing."""
    if not is_available():
        raise NeedsOcr(f"{what} must be recognised, which needs the extra: pip install nianbao[ocr]")


class RecognisedPart(NamedTuple):
    """A page, or some pages, from the top: grids numbered from 0, and how sure their cells are."""

    blocks: tuple[Block, ...]
    confidence: Mapping[Address, float] = MappingProxyType({})


class Recognised(NamedTuple):
    """The pages that were read, by number and in order, and an issue for those that were not."""

    pages: Mapping[int, RecognisedPart]
    issues: tuple[Issue, ...]


def with_parts(content: Content, parts: Iterable[RecognisedPart], issues: Iterable[Issue] = ()) -> Content:
    """The content with the blocks of these parts, their grids numbered through, and further issues."""
    blocks = list(content.blocks)
    confidence = dict(content.confidence)
    for part in parts:
        first = sum(isinstance(block, Grid) for block in blocks)
        blocks += (replace(b, index=b.index + first) if isinstance(b, Grid) else b for b in part.blocks)
        found = part.confidence.items()
        confidence |= {(table + first, row, column): sure for (table, row, column), sure in found}
    return replace(content, blocks=tuple(blocks), confidence=confidence, issues=(*content.issues, *issues))
