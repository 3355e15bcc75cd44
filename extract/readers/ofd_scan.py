"""OFD documents without text: the picture of each page, recognised as the pages of any scan are.

Pictures are multimedia resources (GB/T 33190-2016, 7.9): an image object names one by its number, and the
lists of the page and of its document say which part of the package that is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument, ReadError
from extract.grid import Content
from extract.readers.bounds import bound_hit
from extract.readers.ocr import MAX_PAGES, require, with_parts
from extract.readers.ofd_marks import numbers
from extract.readers.ofd_pages import locations, page_parts
from extract.readers.ooxml import Package

if TYPE_CHECKING:
    from lxml import etree

    from extract.readers.ocr.geometry import PagePicture

_LISTS = ("PublicRes", "DocumentRes", "PageRes")
_LARGE = 0.25  # of the page: a picture so large may hold a table


def read_scan(package: Package, documents: Iterable[str]) -> Content:
    """The pages of these documents as they look, with the issues of those that could not be unpacked.

    Raises `NeedsOcr` without the extra, `DamagedDocument` where no page names a picture.
    """
    require("the pages of the OFD")
    from extract.readers.ocr.document import recognise

    issues: list[Issue] = []
    parts = dict(_pictures(package, documents, issues))
    if not parts:
        raise DamagedDocument("the pages of the OFD have neither text nor a picture that is in the package")
    damaged: dict[int, Issue] = {}
    first = sorted(parts)[:MAX_PAGES]
    found = recognise({n: partial(_unpacked, package, parts[n], n, damaged) for n in first})
    if len(parts) > MAX_PAGES:
        message = f"the scan has {len(parts)} pages; the first {MAX_PAGES} were read"
        issues.append(bound_hit(message, Locator(page=first[-1] + 1)))
    return with_parts(Content(()), found.pages.values(), (*issues, *damaged.values(), *found.issues))


def _pictures(package: Package, documents: Iterable[str], issues: list[Issue]) -> Iterator[tuple[int, str]]:
    """The page number and the part of each page's largest picture; others as large are an issue."""
    number = 0
    for document in documents:
        common = _resources(package, document)
        for page in page_parts(package, document, issues):
            try:
                root, known = package.tree(page.part), common | _resources(package, page.part)
            except DamagedDocument:
                root, known = None, {}  # an issue of `read_page` already
            large = [] if root is None else _large(root, page.size)
            named = [known[name] for name in large if name in known]
            if named:
                yield number, named[0]
            if len(large) > min(1, len(named)):
                message = f"第{number + 1}页有图片未识别 / a picture on page {number + 1} was not read"
                issues.append(Issue("unread-object", Severity.WARNING, message, Locator(page=number)))
            number += 1


def _large(root: etree._Element, size: tuple[float, float]) -> list[str]:
    """The resources that large image objects name, the largest first."""
    areas = []
    for element in root.iter("{*}ImageObject"):
        box = numbers(element.get("Boundary"))
        if len(box) == 4 and box[2] * box[3] >= _LARGE * size[0] * size[1]:
            areas.append((-box[2] * box[3], element.get("ResourceID", "")))
    return [name for _, name in sorted(areas)]


def _resources(package: Package, part: str) -> dict[str, str]:
    """The parts of the multimedia resources that a document or page lists, by number."""
    found: dict[str, str] = {}
    for listed in (at for name in _LISTS for at in locations(package.tree(part), part, name)):
        try:
            root = package.tree(listed)
        except DamagedDocument:
            continue  # its pictures are then unknown, which is an issue of each page
        folder = posixpath.join("/", posixpath.dirname(listed), root.get("BaseLoc", ""))
        for element in root.iter("{*}MultiMedia"):
            file = (element.findtext("{*}MediaFile") or "").strip()
            found[element.get("ID", "")] = posixpath.normpath(posixpath.join(folder, file)).lstrip("/")
    return found


def _unpacked(package: Package, part: str, number: int, damaged: dict[int, Issue]) -> PagePicture:
    """The picture of a page; of one that cannot be unpacked an empty sheet, and an issue."""
    import numpy as np

    from extract.readers.image import page_picture
    from extract.readers.ocr.geometry import PagePicture

    try:
        return page_picture(package.unpack(part))
    except ReadError as error:
        message = f"第{number + 1}页的图片无法读取 / the picture of page {number + 1} was not read: {error}"
        damaged[number] = Issue(error.code, Severity.WARNING, message, Locator(page=number))
        return PagePicture(np.full((200, 140), 255, np.uint8))
