"""A report's body as a Word file: the fewest parts that Office Open XML (ECMA-376) requires.

Horizontal spans are w:gridSpan, vertical ones w:vMerge.  The archive's times are fixed, so that the
same report always has the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

from nianbao.demo.body import Body
from nianbao.demo.layout import Cell, Row, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MEDIA_TYPE}.main+xml"/>
<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>
</Types>"""

_RELATIONSHIPS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""

_CORE_PROPERTIES = (
    _HEAD
    + f"""<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title></cp:coreProperties>"""
)


def write(body: Body) -> bytes:
    """Return the body as the bytes of a .docx file."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "docProps/core.xml": _CORE_PROPERTIES % escape(body.title),
        "word/document.xml": _document(body),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, text.encode())
    return buffer.getvalue()


def _document(body: Body) -> str:
    content = "".join(_content(body))
    return f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{content}<w:sectPr/></w:body></w:document>'


def _content(body: Body) -> Iterator[str]:
    yield _paragraph(body.title, "center")
    yield from (_paragraph(text) for text in body.opening)
    for section in body.sections:
        yield _paragraph(section.heading)
        for block in section.blocks:
            yield _table(block) + _paragraph("") if isinstance(block, Table) else _paragraph(block)
    yield from (_paragraph(text, "right") for text in body.signature)


def _paragraph(text: str, align: str = "left") -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r>{runs}</w:r></w:p>'


def _table(table: Table) -> str:
    width = sum(cell.colspan for cell in table.rows[0])
    grid = '<w:gridCol w:w="900"/>' * width
    rows = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in _rows(table.rows, width))
    head = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{head}{rows}</w:tbl>"


def _rows(rows: tuple[Row, ...], width: int) -> Iterator[list[str]]:
    """Write each row; a cell that hangs down from above continues there as an empty merged cell."""
    hanging: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, pending, column = [], iter(row), 0
        while column < width:
            rows_left, span = hanging.pop(column, (0, 0))
            if rows_left:
                cells.append(_merged(Cell("", span), "<w:vMerge/>"))
            else:
                cell = next(pending)
                rows_left, span = cell.rowspan, cell.colspan
                cells.append(_merged(cell, '<w:vMerge w:val="restart"/>' if rows_left > 1 else ""))
            if rows_left > 1:
                hanging[column] = (rows_left - 1, span)
            column += span
        yield cells


def _merged(cell: Cell, vertical: str) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    return f"<w:tc><w:tcPr>{span}{vertical}</w:tcPr>{_paragraph(cell.text, 'center')}</w:tc>"
