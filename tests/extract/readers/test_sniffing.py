"""What a document is, whatever its name and header say; and which readers there are."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UnsupportedMediaType
from extract.readers import READERS, read_content, sniff


def zipped(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n%PDF-1.4\n", "application/pdf"),
        (OLE, "application/x-ole-storage"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (
            zipped("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("OFD.xml"), "application/ofd"),
        (zipped("附件.doc"), "application/zip"),
        (
            zipped("word/document.xml")[:-30],
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"Rar!\x1a\x07\x01\x00", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"BM\x46\0\0\0\0\0\0\0", "image/bmp"),
        ("BM 局 2019 年度报告".encode(), "text/plain"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf \n<TABLE >", "text/html"),
        ("<!-- x --><p>年</p>".encode("utf-16"), "text/html"),
        ("正文<p>年</p><br><p>".encode(), "text/html"),
        ("# 年度报告\n\n正文".encode(), "text/markdown"),
        ("报告\n| 甲 | 乙 |\n|---|---|\n".encode("gb18030"), "text/markdown"),
        ("参见 <http://www.example.cn/> 年报\n\t甲\n".encode("gb18030"), "text/plain"),
        (("标题,甲\n" + "规章,0,1,12\n" * 5).encode("gb18030"), "text/csv"),
        (("2019年1,2月，\n共3,4,5件\n" * 5).encode(), "text/plain"),
        ("\x0c年度报告\x07 一、总体情况，正文正文".encode(), "text/plain"),
        (bytes(range(256)) * 8, "application/octet-stream"),
        (b" \n\0", "application/x-empty"),
        (b"MIME-Version: 1.0\r\n", "multipart/related"),
    ],
)
@pytest.mark.parametrize("declared", [None, "text/html; charset=utf-8", "application/msword"])
def test_the_bytes_win_over_header_and_name(data: bytes, media_type: str, declared: str | None) -> None:
    assert sniff(data, declared, "年报.pdf") == media_type


def test_header_and_name_decide_where_the_bytes_leave_it_open() -> None:
    text = "2019年<br>年度报告".encode()
    assert sniff(text) == "text/plain"
    assert sniff(text, "text/html") == sniff(text, None, "/art/2020/index.SHTML") == "text/html"
    assert (
        sniff("年度报告".encode(), None, "年报.md")
        == sniff("年度报告".encode(), "text/markdown")
        == "text/markdown"
    )


def test_a_reader_names_itself_with_its_version() -> None:
    assert read_content("年报".encode(), "Text/HTML; charset=utf-8")[0] == READERS["text/html"].label
    assert {reader.name for reader in READERS.values()} >= {"html", "text", "markdown", "docx"}


def test_a_format_without_a_reader_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedMediaType, match="application/gzip") as caught:
        read_content(b"\x1f\x8b\x08", "application/gzip")
    assert caught.value.media_type == "application/gzip"


@given(st.binary(max_size=300), st.none() | st.text(), st.none() | st.text())
def test_anything_has_a_type(data: bytes, declared: str | None, filename: str | None) -> None:
    assert "/" in sniff(data, declared, filename)
