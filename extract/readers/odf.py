"""OpenDocument texts (ISO/IEC 26300-1), packed or as one flat file: told as a web page and read as that."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from archive.models import Issue
from extract.errors import DamagedDocument
from extract.grid import Content
from extract.readers.bounds import MAX_POSITIONS
from extract.readers.html import read_html
from extract.readers.ooxml import Package, tree_of

_CONTENT = re.compile(r"content\.xml")
_TAGS = {"p": "p", "h": "p", "list-item": "div", "line-break": "br", "table": "table"} | {
    "table-row": "tr",
    "table-cell": "td",
}
_UNPRINTED = tuple(
    f"{{*}}{name}"
    for name in ("tracked-changes", "annotation", "note", "covered-table-cell", "scripts", "forms")
)
_SPANS = {"number-columns-spanned": "colspan", "number-rows-spanned": "rowspan"}
_SPACES = {"s": " ", "tab": "\t"}
_REPEATED = "number-columns-repeated"
_MOST_DIGITS = 2  # of a count of like cells; more fill a sheet up to its edge
_LARGEST_REPEATED = 8  # elements of a cell that stands for several


def read_odf(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - XML names its own charset
    """Read a text; raises `DamagedDocument`, or `BoundExceeded` for a ZIP bomb."""
    body, issues = body_of(data)
    content = read_html(_page(body))
    return replace(content, issues=(*issues, *content.issues))


def body_of(data: bytes) -> tuple[etree._Element, tuple[Issue, ...]]:
    """The body of a packed or flat document, and what was not read; raises as `read_odf` does."""
    if data.startswith(b"PK"):
        package = Package(data)
        part = package.find(_CONTENT)
        if part is None:
            raise DamagedDocument("the package has no content.xml")
        root, issues = package.tree(part), tuple(package.issues)
    else:
        root, issues = tree_of(data, "the document")
    body = next(root.iter("{*}body"), None)
    if body is None:
        raise DamagedDocument("the document has no body")
    return body, issues


def said_of(element: etree._Element) -> dict[str, str]:
    """The attributes by local name."""
    return {str(etree.QName(key).localname): str(value) for key, value in element.attrib.items()}


def _page(body: etree._Element) -> bytes:
    """The body as a page of paragraphs and of tables with their spans."""
    etree.strip_elements(body, *_UNPRINTED, with_tail=False)
    _repeat(body)
    for element in list(body.iter("{*}*")):
        _tell(element)
    body.tag = "body"
    page = etree.Element("html")
    page.append(body)
    return etree.tostring(page, encoding="utf-8", method="html")


def _tell(element: etree._Element) -> None:
    """Give an element the tag and the spans that HTML has for it; any other is a run of text."""
    name = etree.QName(element).localname
    said = said_of(element)
    element.attrib.clear()
    element.tag = _TAGS.get(name, "span")
    if name in _SPACES:
        element.text = _SPACES[name]
    for key, span in _SPANS.items():
        if key in said:
            element.set(span, said[key])


def _repeat(body: etree._Element) -> None:
    """Print each cell that stands for several of its like as often as it counts."""
    room = MAX_POSITIONS
    for cell in list(body.iter("{*}table-cell")):
        count = said_of(cell).get(_REPEATED, "1")
        if not count.isdecimal() or len(count) > _MOST_DIGITS or len(list(cell.iter())) > _LARGEST_REPEATED:
            continue
        copies = min(int(count) - 1, room)
        room -= max(copies, 0)
        for _ in range(copies):
            cell.addnext(deepcopy(cell))
