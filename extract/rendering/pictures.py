"""A picture of a report as it is, at the size of a page, the cell's box drawn around it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any

from archive.models import Locator
from extract.errors import DamagedDocument
from extract.grid import Box
from extract.readers.html_pictures import picture_at, read_page
from extract.readers.image import FORMATS, as_shown, page_size, read_places, refuse_huge
from extract.readers.ocr import require
from extract.rendering.pages import DPI, POINTS, frame
from extract.rendering.places import box_at
from extract.rendering.result import NO_CELL, PNG, Rendering

_READ_AT = 200  # dpi: what `page_size` gives
_COLOUR = (200, 30, 20)


def render_picture(data: bytes, locator: Locator) -> Rendering:
    """The picture of a locator; raises `NeedsOcr` without the extra, or `DamagedDocument`."""
    require("the picture")
    box = box_at(read_places(data), locator)
    return _framed(data, box.page if box else locator.page or 0, box)


def render_picture_of_page(
    data: bytes, pictures: Mapping[str, bytes], url: str | None, locator: Locator, charset: str | None
) -> Rendering:
    """The picture on a web page that a locator's ``page`` names; raises as `render_picture` does."""
    require("the picture")
    number = locator.page or 0
    picture = picture_at(data, pictures, url, number)
    if picture is None:
        raise DamagedDocument(f"the page has no picture {number + 1} any more")
    box = box_at(read_page(data, charset, pictures, url, is_blind=True), locator)
    return _framed(picture, 0, box)._replace(page=number)


def _framed(data: bytes, number: int, box: Box | None) -> Rendering:
    picture = _opened(data, number)
    for left, top, width, height in frame(box, DPI / POINTS) if box else ():
        picture.paste(_COLOUR, (left, top, left + width, top + height))
    png = io.BytesIO()
    picture.save(png, "PNG", compress_level=4)
    return Rendering(PNG, png.getvalue(), box is not None, number, () if box else (NO_CELL,))


def _opened(data: bytes, number: int) -> Any:
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.seek(number)
            refuse_huge(image)
            shown = as_shown(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise DamagedDocument(f"the picture cannot be unpacked: {error}") from error
    width, height = (round(side * DPI / _READ_AT) for side in page_size(*shown.size))
    return shown.resize((width, height), Image.Resampling.LANCZOS)
