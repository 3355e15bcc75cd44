"""Word documents (WordprocessingML, ISO/IEC 29500-1) as paragraphs and grids.

Tracked changes count as accepted, a text box counts once and after its paragraph; headers and footers
are parts of their own and no content; automatic numbers of lists are printed; a document without tables is
read by its pictures.  Elements are told by local
name: the strict and the transitional form differ in their namespaces only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from archive.models import Issue, Locator, Severity
from extract.errors import DamagedDocument, ReadError
from extract.grid import Block, Content, Grid, Paragraph
from extract.readers.bounds import MAX_POSITIONS, bound_hit
from extract.readers.docx_numbering import print_numbers
from extract.readers.docx_tables import read_tables
from extract.readers.docx_text import attribute, children, drop_unprinted, lift_text_boxes, name_of, text_of
from extract.readers.embedded_pictures import MAX_TOTAL, with_pictures
from extract.readers.folding import fold
from extract.readers.ooxml import Package, tree_of

_MAIN_PART = re.compile(r"word/document\d?\.xml", re.IGNORECASE)
_CORE_PART = re.compile(r"docProps/core\.xml", re.IGNORECASE)


def read_docx(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - XML names its own charset
    """Read a document; raises `DamagedDocument`, or `BoundExceeded` for a ZIP bomb."""
    package = Package(data)
    main = package.find(_MAIN_PART)
    if main is None:
        raise DamagedDocument("the package has no word/document.xml")
    properties = _properties(package)
    issues: list[Issue] = []
    root = package.tree(main)
    issues += print_numbers(root, package)
    pictures = list(_pictures(root, package, main, issues))
    blocks = tuple(_blocks(root, issues))
    content = Content(blocks, properties.pop("title", None), properties, (*package.issues, *issues))
    return with_pictures(content, pictures)


def _pictures(root: etree._Element, package: Package, main: str, issues: list[Issue]) -> Iterator[bytes]:
    """The pictures in the order of the text, each once (DrawingML ``blip``, VML ``imagedata``)."""
    names = [attribute(e, "embed") or attribute(e, "id") for e in root.iter("{*}blip", "{*}imagedata")]
    parts = package.targets(main) if any(names) else {}
    room = MAX_TOTAL
    for name in dict.fromkeys(names):
        try:
            data = package.unpack(parts[name]) if name in parts else b""
            room -= len(data)
            if room < 0:
                issues.append(
                    bound_hit(f"the pictures have more than {MAX_TOTAL} bytes; the last were not read")
                )
                return
            yield data
        except ReadError as error:
            message = f"图片无法读取 / a picture was not read: {error}"
            issues.append(Issue(error.code, Severity.WARNING, message))


def read_word_xml(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - as above
    """Read a document kept as one XML file (Word 2003 XML, flat OPC); raises `DamagedDocument`."""
    root, lost = tree_of(data, "the document")
    body = next(root.iter("{*}body"), None)
    if body is None:
        raise DamagedDocument("the document has no body")
    issues: list[Issue] = []
    blocks = tuple(_blocks(body, issues))
    return Content(blocks, issues=(*lost, *issues))


def _properties(package: Package) -> dict[str, str]:
    """The core properties by lower-case name: ``title``, ``creator``, ``created``, ``modified``."""
    part = package.find(_CORE_PART)
    if part is None:
        return {}
    named = ((name_of(element).lower(), fold(element.text or "")) for element in package.tree(part))
    return {name: text for name, text in named if text}


def _blocks(root: etree._Element, issues: list[Issue]) -> Iterator[Block]:
    drop_unprinted(root)
    lift_text_boxes(root)
    tables = read_tables(root)
    index = 0
    room = MAX_POSITIONS
    for element in children(root, {"p", "tbl"}, into=lambda inner: _is_layout(inner, tables)):
        table = tables.get(element)
        if table is None:
            yield from map(Paragraph, filter(None, map(fold, text_of(element).split("\n"))))
            continue
        rows = table.rows()
        if not table.is_whole:
            issues.append(bound_hit("the table is too large; it was read in part", Locator(table=index)))
        if room > 0:
            yield Grid(rows, index, is_aligned=table.is_whole)
        room -= sum(map(len, rows))
        index += 1
    if room <= 0:
        issues.append(bound_hit(f"the tables cover more than {MAX_POSITIONS} cells; the last were not read"))


def _is_layout(element: etree._Element, tables: Collection[etree._Element]) -> bool:
    return name_of(element) == "tbl" and element not in tables
