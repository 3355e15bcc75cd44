"""OFD documents (GB/T 33190-2016): paragraphs and ruled tables of all pages.

Pages are parted into tables and text as those of PDF are.  Templates that several pages share are page
furniture; seals and other annotations lie outside the pages and are not read.  A page that is a picture is
read by its looks, which needs the extra ``ocr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument
from extract.grid import Content
from extract.readers import ocr
from extract.readers.folding import fold
from extract.readers.ocr import Recognised, RecognisedPart, with_parts
from extract.readers.ofd_pages import MAX_CHARACTERS, MAX_PAGES, PagePart, locations, page_marks, page_parts
from extract.readers.ofd_scan import recognise_pictures
from extract.readers.ooxml import Package
from extract.readers.pdf import ReadPage, read_page, text_blocks, unread_pictures
from extract.readers.pdf.marks import Page
from extract.readers.scan import interleaved, left_unread, pages_to_recognise

_ENTRY = re.compile(r"OFD\.xml", re.IGNORECASE)
_PROPERTIES = {"Title": "title", "Author": "creator", "CreationDate": "created", "ModDate": "modified"}


def read_ofd(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - XML names its own charset
    """Read a document; raises `DamagedDocument`, `NeedsOcr`, or `BoundExceeded` for a ZIP bomb."""
    package = Package(data)
    entry = package.find(_ENTRY)
    if entry is None:
        raise DamagedDocument("the package has no OFD.xml")
    root = package.tree(entry)
    issues: list[Issue] = []
    documents = locations(root, entry, "DocRoot")
    parts = [part for document in documents for part in page_parts(package, document, issues)]
    pages = [read_page(page, issues) for page in _pages(package, parts, issues)]
    properties = _properties(root)
    content = Content((), properties.pop("title", None), properties)
    if _is_scan(pages):
        ocr.require("the pages of the OFD")
    shown = list(_shown(package, parts, pages, issues))
    return with_parts(content, shown, (*package.issues, *issues))


def _shown(
    package: Package, parts: Sequence[PagePart], pages: Sequence[ReadPage], issues: list[Issue]
) -> Iterator[RecognisedPart]:
    """The pages with those that are pictures recognised, where that can be done."""
    if not ocr.is_available():
        issues += unread_pictures(pages)
        yield RecognisedPart(tuple(text_blocks(pages)))
        return
    pictures = {number: parts[number] for number in pages_to_recognise(pages)}
    found = Recognised({}, ())
    if pictures:
        found = recognise_pictures(package, pictures, issues, is_scan=_is_scan(pages))
    issues += (*unread_pictures(left_unread(pages, found)), *found.issues)
    yield from interleaved(pages, found)


def _is_scan(pages: Sequence[ReadPage]) -> bool:
    """Whether all that the pages print is pictures; raises `DamagedDocument` where they print nothing."""
    if any(page.printed and not page.is_picture for page in pages):
        return False
    if not any(page.is_picture for page in pages):
        raise DamagedDocument("the pages of the OFD have neither text nor a picture")
    return True


def _pages(package: Package, parts: Sequence[PagePart], issues: list[Issue]) -> Iterator[Page]:
    characters = 0
    for number, part in enumerate(parts):
        if number >= MAX_PAGES or characters > MAX_CHARACTERS:
            message = f"只读取前{number}页 / only {number} pages were read"
            issues.append(Issue("bound-hit", Severity.WARNING, message, Locator(page=number)))
            return
        page = page_marks(package, part, number, issues)
        characters += len(page.glyphs)
        yield page


def _properties(root: etree._Element) -> dict[str, str]:
    texts = {
        name: fold(root.findtext(f".//{{*}}DocInfo/{{*}}{tag}") or "") for tag, name in _PROPERTIES.items()
    }
    return {name: text for name, text in texts.items() if text}
