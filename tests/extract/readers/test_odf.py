"""OpenDocument, Word's flat XML and web pages in one file: told by their bytes, read with their spans."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import chain

import pytest

import extract
from archive.models import Hints
from extract.errors import BoundExceeded, DamagedDocument
from extract.grid import Grid, Paragraph
from extract.readers import read_content, sniff
from extract.readers.odf import read_odf
from extract.readers.ods import read_ods
from tests.extract.form import Box, Table, tables
from tests.extract.form import keys as keys_of
from tests.extract.rendering import as_html

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_KIND = "application/vnd.oasis.opendocument."
_WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"


def flat(body: str, kind: str = "text") -> bytes:
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f'<?xml version="1.0"?><office:document {_NAMESPACES}>{content}</office:document>'.encode()


def packed(body: str, kind: str = "text") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", _KIND + kind)
        archive.writestr("content.xml", flat(body, kind))
    return stream.getvalue()


def as_cells(line: list[Box]) -> str:
    return "".join(
        f'<table:table-cell table:number-columns-spanned="{box.colspan}"'
        f' table:number-rows-spanned="{box.rowspan}"><text:p>{box.text}</text:p></table:table-cell>'
        + "<table:covered-table-cell/>"
        * (box.colspan - 1)
        for box in line
    )


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def as_table(table: Table) -> str:
    rows = "".join(f"<table:table-row>{as_cells(line)}</table:table-row>" for line in table)
    return f"<table:table>{rows}</table:table>"


def rows_of(content: tuple[object, ...]) -> list[list[str]]:
    (grid,) = (block for block in content if isinstance(block, Grid))
    return [[cell.text if cell else "" for cell in row] for row in grid.rows]


@pytest.mark.parametrize("printed", [flat, packed])
def test_the_form_in_an_open_document_reads_as_in_a_page(printed: Callable[[str], bytes]) -> None:
    figures = {key: str(number) for number, key in enumerate(keys_of("2021"))}
    blocks, *others = tables("2021", figures)
    body = "<text:h>某区某局2023年政府信息公开工作年度报告</text:h>" + "".join(
        map(as_table, chain(blocks, others))
    )

    reading = extract.read(printed(body), Hints(filename="年报"))

    page = extract.read(as_html("2021", figures), Hints(filename="年报.html"))
    assert {o.cell: o.value for o in reading.observations} == {o.cell: o.value for o in page.observations}
    assert (reading.title, reading.reader) == ("某区某局2023年政府信息公开工作年度报告", "odf/1")


def test_notes_deleted_text_and_repeated_cells() -> None:
    zeros = cell("0", 'table:number-columns-repeated="3"')
    body = (
        "<text:tracked-changes><text:p>删去的字</text:p></text:tracked-changes>"
        "<text:p>全年<text:s/>公开<office:annotation><text:p>批注</text:p></office:annotation>若干</text:p>"
        f"<table:table>{row(cell('规章'), zeros)}</table:table>"
    )

    blocks = read_odf(flat(body)).blocks

    assert blocks[0] == Paragraph("全年 公开若干")
    assert rows_of(blocks) == [["规章", "0", "0", "0"]]


def test_a_sheet_keeps_merged_cells_values_and_titles() -> None:
    money = cell("7,730.3", 'office:value-type="float" office:value="7730.28"')
    edge = '<table:table-cell table:number-columns-repeated="16382"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048000">{edge}</table:table-row>'
    rows = (
        row(cell("某区某局2023年年度报告")) + blank,
        row(as_cells([Box("收费", 2)]), edge),
        row(cell("行政事业性收费"), money, edge) + blank,
    )
    data = packed(f'<table:table table:name="表">{"".join(rows)}</table:table>', "spreadsheet")

    label, content = read_content(data, sniff(data))

    assert label == "ods/1"
    assert content.blocks[:2] == (Paragraph("表"), Paragraph("某区某局2023年年度报告"))
    assert [line[:2] for line in rows_of(content.blocks)] == [["收费", "收费"], ["行政事业性收费", "7730.28"]]


def test_a_sheet_of_boundless_size_is_refused() -> None:
    wide = (
        "<table:table-row>"
        + '<table:table-cell table:number-columns-repeated="99"/>' * 99
        + "</table:table-row>"
    )
    with pytest.raises(BoundExceeded):
        read_ods(packed(f"<table:table>{wide}{'<table:table-row/>' * 999}</table:table>", "spreadsheet"))


@pytest.mark.parametrize("data", [flat("")[:-20], b"<office:document/>", packed("x")[:200]])
def test_a_damaged_document_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        read_odf(data)


def test_word_in_one_xml_file_reads_as_a_package_does() -> None:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("规章", "1", "2", "3")
    )
    body = f"<w:body><w:p><w:r><w:t>年度报告</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body>"
    data = f'<?xml version="1.0"?><w:wordDocument xmlns:w="{_WORD_2003}">{body}</w:wordDocument>'.encode()

    label, content = read_content(data, sniff(data, "application/msword", "年报.doc"))

    assert label == "word-xml/1"
    assert content.blocks[0] == Paragraph("年度报告")
    assert rows_of(content.blocks) == [["规章", "1", "2", "3"]]


def test_a_page_in_one_file_is_read_in_its_own_encoding() -> None:
    page = "<p>某区某局2023年年度报告</p>".encode("gb18030")
    parts = b"--x\r\nContent-Type: text/html; charset=gb2312\r\n\r\n" + page + b"\r\n--x--\r\n"
    data = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n' + parts

    assert read_content(data, sniff(data, None, "年报.doc"))[1].blocks == (
        Paragraph("某区某局2023年年度报告"),
    )


def test_a_file_of_parts_without_a_page_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx"

    assert [issue.code for issue in extract.read(data).issues] == ["damaged"]
