"""OFD documents (GB/T 33190-2016): paragraphs and ruled tables of all pages.

Pages are parted into tables and text as those of PDF are.  Templates that several pages share are page
furniture; seals and other annotations lie outside the pages and are not read.  A scan has no text and is
read by its looks, which needs the extra ``ocr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from lxml import etree

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument, NeedsOcr
from extract.grid import Content
from extract.readers.folding import fold
from extract.readers.ofd_pages import MAX_CHARACTERS, MAX_PAGES, locations, page_parts, read_page
from extract.readers.ofd_scan import read_scan
from extract.readers.ooxml import Package
from extract.readers.pdf.blocks import blocks_of
from extract.readers.pdf.lattice import RuledPage, read_lattice
from extract.readers.pdf.marks import Page

_ENTRY = re.compile(r"OFD\.xml", re.IGNORECASE)
_PROPERTIES = {"Title": "title", "Author": "creator", "CreationDate": "created", "ModDate": "modified"}
_PICTURE_SHARE = 0.25  # of a page: a picture so large may hold a table


def read_ofd(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - XML names its own charset
    """Read a document; raises `DamagedDocument`, `NeedsOcr`, or `BoundExceeded` for a ZIP bomb."""
    package = Package(data)
    entry = package.find(_ENTRY)
    if entry is None:
        raise DamagedDocument("the package has no OFD.xml")
    root = package.tree(entry)
    issues: list[Issue] = []
    pages = list(_pages(package, locations(root, entry, "DocRoot"), issues))
    if not any(page.glyphs for page in pages):
        scan = read_scan(package, locations(root, entry, "DocRoot"))
        properties = _properties(root)
        found = (*package.issues, *issues, *(issue for issue in scan.issues if issue not in issues))
        return replace(scan, title=properties.pop("title", None), meta=properties, issues=found)
    parted = [read_lattice(page) for page in pages]
    issues += _unread(pages, parted)
    blocks = tuple(blocks_of(parted, [page.height for page in pages]))
    properties = _properties(root)
    return Content(blocks, properties.pop("title", None), properties, (*package.issues, *issues))


def _pages(package: Package, documents: list[str], issues: list[Issue]) -> Iterator[Page]:
    characters = 0
    parts = chain.from_iterable(page_parts(package, document, issues) for document in documents)
    for number, part in enumerate(parts):
        if number >= MAX_PAGES or characters > MAX_CHARACTERS:
            message = f"只读取前{number}页 / only {number} pages were read"
            issues.append(Issue("bound-hit", Severity.WARNING, message, Locator(page=number)))
            return
        page = read_page(package, part, number, issues)
        characters += len(page.glyphs)
        yield page


def _unread(pages: Sequence[Page], parted: Sequence[RuledPage]) -> Iterator[Issue]:
    for page, found in zip(pages, parted, strict=True):
        where = Locator(page=page.number)
        if not (page.is_whole and found.is_whole):
            message = (
                f"第{page.number + 1}页内容过多 / page {page.number + 1} holds too much; it was read in part"
            )
            yield Issue("bound-hit", Severity.WARNING, message, where)
        if page.picture_share > _PICTURE_SHARE:
            message = f"第{page.number + 1}页有图片未识别 / a picture on page {page.number + 1} was not read"
            yield Issue(NeedsOcr.code, Severity.WARNING, message, where)


def _properties(root: etree._Element) -> dict[str, str]:
    texts = {
        name: fold(root.findtext(f".//{{*}}DocInfo/{{*}}{tag}") or "") for tag, name in _PROPERTIES.items()
    }
    return {name: text for name, text in texts.items() if text}
