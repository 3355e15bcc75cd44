"""Pictures of pages as paragraphs and grids: upright page, ruled lattice, recognised text.

The modules of this package need the extra ``ocr`` (OpenCV, rapidocr, Pillow); only
`extract.readers.scan` and `extract.readers.image` import them, once `require` has passed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec

from archive.models import Issue
from extract.errors import NeedsOcr
from extract.grid import Content

MAX_PAGES = 40  # of one document; the longest scanned reports have some twenty
MAX_PIXELS = 10_000_000  # of one page: A3 at 200 dpi has 7.7 million

_LIBRARIES = ("cv2", "numpy", "rapidocr", "onnxruntime", "PIL")


@cache
def is_available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) is not None for name in _LIBRARIES)


def require(what: str) -> None:
    """Raise `NeedsOcr` where the extra is missing."""
    if not is_available():
        raise NeedsOcr(f"{what} must be recognised, which needs the extra: pip install nianbao[ocr]")


def with_issues(content: Content, *issues: Issue) -> Content:
    """The content with further issues."""
    return replace(content, issues=(*content.issues, *issues))
