"""Pictures of a report's pages: PNG, JPEG, TIFF, BMP, WebP and GIF.

Needs the extra ``ocr``; without it the document waits (`extract.errors.NeedsOcr`).  A picture says at most
what its resolution should be, so that its shape tells: its width becomes that of an A4 page, upright or not.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.models import Locator
from extract.errors import BoundExceeded, DamagedDocument
from extract.grid import Content
from extract.readers.bounds import bound_hit
from extract.readers.ocr import MAX_PAGES, MAX_PIXELS, require, with_issues

if TYPE_CHECKING:
    from extract.readers.ocr.geometry import Picture

MAX_SOURCE_PIXELS = 40_000_000  # of one picture before it is made smaller: A4 at 600 dpi has 35 million
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_LONG_SIDE, _SHORT_SIDE = 2339, 1654  # pixels: A4 at 200 dpi
_SMALLEST = 60  # pixels: an icon holds no table


def read_image(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - pictures have none
    """Read a picture, or each of several in one file; raises `NeedsOcr` or `DamagedDocument`.

    Raises `BoundExceeded` for a picture of more than `MAX_SOURCE_PIXELS` before it is unpacked.
    """
    require("the picture")
    from PIL import Image

    from extract.readers.ocr.document import read_pictures

    file = io.BytesIO(data)
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(file, formats=_FORMATS) as image:
            count = getattr(image, "n_frames", 1)
            pictures = list(_pictures(image, min(count, MAX_PAGES)))
    except BoundExceeded:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedDocument(f"the picture cannot be unpacked: {error}") from error
    content = read_pictures(pictures)
    if count <= MAX_PAGES:
        return content
    message = f"the file has {count} pictures; the first {MAX_PAGES} were read"
    return with_issues(content, bound_hit(message, Locator(page=MAX_PAGES)))


def _pictures(image: Any, count: int) -> Iterator[Picture]:
    for number in range(count):
        image.seek(number)
        if image.width * image.height > MAX_SOURCE_PIXELS:
            size = f"{image.width} x {image.height} pixels"
            raise BoundExceeded(f"the picture has {size}, at most {MAX_SOURCE_PIXELS} are read")
        if min(image.size) >= _SMALLEST:
            yield _page_of(image)


def _page_of(image: Any) -> Picture:
    """One picture in grey at the size of a page, upright as its camera says, transparent parts white."""
    import numpy as np
    from PIL import Image, ImageOps

    small = image.reduce(max(1, max(image.size) // (2 * _LONG_SIDE)))
    shown = ImageOps.exif_transpose(small)
    if shown.has_transparency_data:
        shown = shown.convert("RGBA")
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    grey = shown.convert("L")
    side = _LONG_SIDE if grey.width > grey.height else _SHORT_SIDE
    scale = min(side / grey.width, (MAX_PIXELS / (grey.width * grey.height)) ** 0.5)
    how = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    return np.asarray(grey.resize((round(grey.width * scale), round(grey.height * scale)), how))
