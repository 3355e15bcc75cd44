"""Pages of OFD documents that are pictures, recognised as the pages of any scan are.

Pictures are multimedia resources (GB/T 33190-2016, 7.9): an image object names one by its number, and the
lists of the page and of its document say which part of the package that is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument
from extract.readers.bounds import bound_hit
from extract.readers.ocr import MAX_PAGES, Recognised
from extract.readers.ofd_marks import numbers
from extract.readers.ofd_pages import PagePart, locations
from extract.readers.ooxml import Package

if TYPE_CHECKING:
    from extract.readers.ocr.geometry import PagePicture

_LISTS = ("PublicRes", "DocumentRes", "PageRes")
_LARGEST_OF = 2  # a page's largest picture is read; another more than half as large is told


def recognise_pictures(
    package: Package, pages: Mapping[int, PagePart], issues: list[Issue], *, is_scan: bool
) -> Recognised:
    """These pages as they look, by number; what of them could not be read is an issue.

    Raises `DamagedDocument` where the package has no picture of any page of a document that ``is_scan``.
    """
    from extract.readers.ocr.document import recognise

    parts = dict(_pictures(package, pages, issues))
    if is_scan and not parts:
        raise DamagedDocument("the pages of the OFD have neither text nor a picture that is in the package")
    first = sorted(parts)[:MAX_PAGES]
    found = recognise({number: partial(_picture, package, parts[number], number, issues) for number in first})
    if len(parts) > MAX_PAGES:
        message = f"the scan has {len(parts)} pages; the first {MAX_PAGES} were read"
        issues.append(bound_hit(message, Locator(page=first[-1] + 1)))
    return found


def _pictures(
    package: Package, pages: Mapping[int, PagePart], issues: list[Issue]
) -> Iterator[tuple[int, str]]:
    """The page number and the part of each page's largest picture; one missing, or as large, is an issue."""
    common = {document: _resources(package, document) for document in {p.document for p in pages.values()}}
    for number, page in pages.items():
        known = common[page.document] | {
            name: part
            for each in (page.part, *page.templates)
            for name, part in _resources(package, each).items()
        }
        sizes = sorted(_images(package, page), reverse=True)
        large = [name for area, name in sizes if area * _LARGEST_OF > sizes[0][0]]
        named = [known[name] for name in large if name in known]
        if named:
            yield number, named[0]
        if not named or len(large) > 1:
            message = f"第{number + 1}页有图片未识别 / a picture on page {number + 1} was not read"
            issues.append(Issue("unread-object", Severity.WARNING, message, Locator(page=number)))


def _images(package: Package, page: PagePart) -> Iterator[tuple[float, str]]:
    """The area and the resource of each image object of a page and of the templates that only it uses."""
    for root in map(package.tree, (page.part, *page.templates)):
        for element in root.iter("{*}ImageObject"):
            box = numbers(element.get("Boundary"))
            if len(box) == 4:
                yield abs(box[2] * box[3]), element.get("ResourceID", "")


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


def _picture(package: Package, part: str, number: int, issues: list[Issue]) -> PagePicture:
    from extract.readers.image import picture_or_blank

    what = f"第{number + 1}页的图片无法读取 / the picture of page {number + 1} was not read"
    return picture_or_blank(partial(package.unpack, part), number, what, issues)
