"""Pictures of a report's pages: PNG, JPEG, TIFF, BMP, WebP and GIF.

Needs the extra ``ocr``; without it the document waits (`extract.errors.NeedsOcr`).  A picture says at most
what its resolution should be, so that its shape tells: its width becomes that of an A4 page, upright or not.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from archive.models import Issue, Locator, Severity
from extract.errors import BoundExceeded, DamagedDocument, ReadError
from extract.grid import Content
from extract.readers.bounds import bound_hit
from extract.readers.ocr import MAX_PAGES, MAX_PIXELS, require, with_parts

if TYPE_CHECKING:
    from extract.readers.ocr.geometry import PagePicture, Picture

MAX_SOURCE_PIXELS = 40_000_000  # of one picture before it is made smaller: A4 at 600 dpi has 35 million
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_LONG_SIDE, _SHORT_SIDE = 2339, 1654  # pixels: A4 at 200 dpi
_SMALLEST = 60  # pixels: an icon holds no table


def read_image(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - pictures have none
    """Read a picture, or each of several in one file; raises `NeedsOcr` or `DamagedDocument`.

    Raises `BoundExceeded` for a picture of more than `MAX_SOURCE_PIXELS` before it is unpacked.
    """
    return _read(data, is_blind=False)


def read_places(data: bytes) -> Content:
    """The tables of pictures with the boxes of their cells, and no text; raises as `read_image` does."""
    return _read(data, is_blind=True)


def _read(data: bytes, *, is_blind: bool) -> Content:
    require("the picture")
    from extract.readers.ocr.document import recognise

    with _opened(data) as image:
        with _told_damage():
            count = getattr(image, "n_frames", 1)
            pictures = dict(_pictures(image, min(count, MAX_PAGES)))
        found = recognise(pictures, is_blind=is_blind)
    content = with_parts(Content(()), found.pages.values(), found.issues)
    if count <= MAX_PAGES:
        return content
    message = f"the file has {count} pictures; the first {MAX_PAGES} were read"
    return with_parts(content, (), [bound_hit(message, Locator(page=MAX_PAGES))])


def picture_or_blank(
    unpacked: Callable[[], bytes], number: int, what: str, issues: list[Issue]
) -> PagePicture:
    """The first picture of a file as a page; of one that cannot be read an empty sheet, and one issue."""
    try:
        return _page_picture(unpacked())
    except ReadError as error:
        issue = Issue(error.code, Severity.WARNING, f"{what}: {error}", Locator(page=number))
        if issue not in issues:  # a page may be looked at twice
            issues.append(issue)
        return _blank()


def first_pictures(
    files: Sequence[bytes],
) -> tuple[dict[int, Callable[[], PagePicture]], list[Issue]]:
    """The first picture of each file by the file's number, no icons, each unpacked when it is its turn.

    An issue is added to the list when a picture turns out to be damaged.
    """
    found: dict[int, Callable[[], PagePicture]] = {}
    issues: list[Issue] = []
    for number, data in enumerate(files):
        what = f"第{number + 1}幅图片无法读取 / picture {number + 1} of the page was not read"
        if not _is_icon(data):
            found[number] = partial(picture_or_blank, partial(bytes, data), number, what, issues)
    return found, issues


def _is_icon(data: bytes) -> bool:
    try:
        with _opened(data) as image:
            return bool(min(image.size) < _SMALLEST)
    except DamagedDocument:
        return False  # which is told when it is read


def _page_picture(data: bytes) -> PagePicture:
    with _opened(data) as image:
        refuse_huge(image)
        return _picture(image, 0)


def _blank() -> PagePicture:
    import numpy as np

    from extract.readers.ocr.geometry import PagePicture

    return PagePicture(np.full((200, 140), 255, np.uint8))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """A file of pictures; raises `DamagedDocument` where it is none."""
    from PIL import Image

    with _told_damage():
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    with image:
        yield image


@contextmanager
def _told_damage() -> Iterator[None]:
    """Raise `DamagedDocument` where a picture cannot be unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except ReadError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedDocument(f"the picture cannot be unpacked: {error}") from error


def _pictures(image: Any, count: int) -> Iterator[tuple[int, Callable[[], PagePicture]]]:
    """Those of the first pictures that are no icons, each unpacked when it is its turn."""
    for number in range(count):
        image.seek(number)
        refuse_huge(image)
        if min(image.size) >= _SMALLEST:
            yield number, partial(_picture, image, number)


def _picture(image: Any, number: int) -> PagePicture:
    from extract.readers.ocr.geometry import PagePicture

    with _told_damage():
        image.seek(number)
        return PagePicture(_page_of(image))


def refuse_huge(image: Any) -> None:
    """Raise `BoundExceeded` for a picture of more than `MAX_SOURCE_PIXELS`, which is not unpacked yet."""
    if image.width * image.height > MAX_SOURCE_PIXELS:
        size = f"{image.width} x {image.height} pixels"
        raise BoundExceeded(f"the picture has {size}, at most {MAX_SOURCE_PIXELS} are read")


def as_shown(image: Any) -> Any:
    """One picture upright as its camera says, transparent parts white, none larger than it is read."""
    from PIL import Image, ImageOps

    small = image.reduce(max(1, max(image.size) // (2 * _LONG_SIDE)))
    shown = ImageOps.exif_transpose(small)
    if shown.has_transparency_data:
        shown = shown.convert("RGBA")
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    return shown


def page_size(width: int, height: int) -> tuple[int, int]:
    """The pixels at 200 dpi of a picture as a page: as wide as A4, upright or not."""
    side = _LONG_SIDE if width > height else _SHORT_SIDE
    scale = min(side / width, (MAX_PIXELS / (width * height)) ** 0.5)
    return round(width * scale), round(height * scale)


def _page_of(image: Any) -> Picture:
    """One picture in grey at the size of a page."""
    import numpy as np
    from PIL import Image

    grey = as_shown(image).convert("L")
    size = page_size(*grey.size)
    how = Image.Resampling.LANCZOS if size[0] < grey.width else Image.Resampling.BICUBIC
    return np.asarray(grey.resize(size, how))
