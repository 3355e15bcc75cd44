"""The pages of an OFD package (GB/T 33190-2016, chapter 7): which parts hold them, and how large they are."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument
from extract.readers.ofd_marks import Marks, numbers
from extract.readers.ooxml import Package
from extract.readers.pdf.marks import Page

MAX_PAGES = 300
MAX_CHARACTERS = 600_000  # of all pages; the longest report has thirty thousand
MAX_TOTAL = 96 * 2**20  # bytes of all pages unpacked; one takes some hundred kilobytes
_A4 = (210.0, 297.0)  # millimetres
_TEMPLATE_USED = re.compile(rb"\bTemplateID\s?=\s?[\"']([^\"'<>]{1,40})[\"']")


class PagePart(NamedTuple):
    """A page: its document, its part, the templates that only it uses, and its document's page size."""

    document: str
    part: str
    templates: tuple[str, ...]
    size: tuple[float, float]


def page_parts(package: Package, document: str, issues: list[Issue]) -> Iterator[PagePart]:
    """The pages of one document in order, as many as are read.

    A template that several pages share is page furniture; one that a single page uses holds its form.
    """
    root = package.tree(document)
    size = _size(root.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or _A4
    templates = {
        element.get("ID", ""): _resolve(document, element.get("BaseLoc"))
        for element in root.iter("{*}TemplatePage")
    }
    parts = [_resolve(document, page.get("BaseLoc")) for page in root.iterfind("{*}Pages/{*}Page")]
    used = _templates_used(package, parts, templates, issues)
    counts = Counter(template for each in used for template in each)
    for part, own in zip(parts, used, strict=False):
        yield PagePart(document, part, tuple(template for template in own if counts[template] == 1), size)


def page_marks(package: Package, page: PagePart, number: int, issues: list[Issue]) -> Page:
    """The marks of one page; a damaged one is an issue, and holds what was read before the damage."""
    marks = Marks()
    size = None
    try:
        root = package.tree(page.part)
        size = _size(root.find("{*}Area/{*}PhysicalBox"))
        for content in (*map(package.tree, page.templates), root):
            marks.take(content)
    except DamagedDocument as error:
        message = f"第{number + 1}页损坏 / page {number + 1} cannot be read: {error}"
        issues.append(Issue("damaged-page", Severity.ERROR, message, Locator(page=number)))
    if marks.unread:
        message = (
            f"第{number + 1}页有{marks.unread}个复合对象未读取 / that many composite objects were not read"
        )
        issues.append(Issue("unread-object", Severity.WARNING, message, Locator(page=number)))
    return marks.page(number, *(size or page.size))


def locations(root: etree._Element, part: str, name: str) -> list[str]:
    """The parts that elements of that name point to."""
    return [_resolve(part, element.text) for element in root.iter(f"{{*}}{name}")]


def _templates_used(
    package: Package, parts: list[str], templates: Mapping[str, str], issues: list[Issue]
) -> list[tuple[str, ...]]:
    """For each page that is read the parts of its templates; the bounds of all pages together hold here."""
    used: list[tuple[str, ...]] = []
    room = MAX_TOTAL
    for part in parts:
        content = _content(package, part)
        room -= len(content)
        if room < 0 or len(used) >= MAX_PAGES:
            message = f"只读取前{len(used)}页 / {len(used)} of {len(parts)} pages were read"
            issues.append(Issue("bound-hit", Severity.WARNING, message, Locator(page=len(used))))
            break
        names = (match[1].decode("utf-8", "replace") for match in _TEMPLATE_USED.finditer(content))
        used.append(tuple(templates[name] for name in dict.fromkeys(names) if name in templates))
    return used


def _content(package: Package, part: str) -> bytes:
    try:
        return package.unpack(part)
    except DamagedDocument:
        return b""  # the page becomes an issue when it is read


def _resolve(base: str, location: str | None) -> str:
    """A location as the name of a part; a relative one begins at the part that names it."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), (location or "").strip())).lstrip(
        "/"
    )


def _size(box: etree._Element | None) -> tuple[float, float] | None:
    values = numbers(box.text) if box is not None else []
    return (values[2], values[3]) if len(values) == 4 and min(values[2:]) > 0 else None
