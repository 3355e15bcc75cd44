"""Charsets, and declarations that lie."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers.charset import decode
from tests.extract.readers.reading import codes, prose, read

REPORT = "某区2019年政府信息公开工作年度报告，制发规范性文件㕔件。"


@pytest.mark.parametrize("declared", [None, "gb2312", "GBK", "utf-8", "iso-8859-1", "nonsense", "big5"])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "meta", ["", "<meta charset=gb2312>", '<meta http-equiv=x content="text/html; charset=utf-8">']
)
def test_the_bytes_win_over_header_and_meta(declared: str | None, actual: str, meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>{REPORT}</p></body></html>".encode(actual)
    header = f'text/html; charset="{declared}"' if declared else None
    content = read(page, declared=header)
    assert prose(content) == [REPORT]
    assert codes(content) == []


@pytest.mark.parametrize(
    ("bom", "codec"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides(bom: bytes, codec: str) -> None:
    assert prose(read(bom + f"<p>{REPORT}</p>".encode(codec), declared="text/html; charset=gbk")) == [REPORT]
    assert decode(bom + REPORT.encode(codec)).text == REPORT


def test_utf16_pages_without_a_mark() -> None:
    for codec in ("utf-16-le", "utf-16-be"):
        assert prose(read(f"<p>{REPORT}</p>".encode(codec))) == [REPORT]


def test_big5_is_believed_where_it_decodes() -> None:
    assert decode("年度報告，總計".encode("big5"), "big5").text == "年度報告，總計"


def test_a_short_gbk_text_that_is_valid_utf8_follows_its_declaration() -> None:
    assert decode("一".encode("gbk"), "gb2312").text == "一"


@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_replaced_and_said_so(actual: str) -> None:
    data = (REPORT * 20).encode(actual)
    content = read(data[:100] + b"\xff" + data[100:], "text/plain")
    assert codes(content) == ["charset-damage"]
    assert prose(content)[0].count(REPORT) >= 18


def test_a_truncated_copy_keeps_its_charset() -> None:
    data = (REPORT * 20).encode()
    found = decode(data[:-1])
    assert (found.codec, found.lost) == ("utf-8", 1)


def test_nul_bytes_and_lone_surrogates() -> None:
    assert prose(read("<\0<p>甲".encode())) == ["<", "甲"]
    assert prose(read(b"<p>\0" + REPORT.encode() + b"\0</p>")) == [REPORT]
    assert codes(read(REPORT.encode() * 9 + b"\xed\xa0\x80", "text/plain")) == ["charset-damage"]


@given(st.binary(max_size=500), st.sampled_from([None, "gb2312", "utf-8", "big5", "utf-16", "\ud800", ""]))
def test_any_bytes_decode_to_text_without_surrogates(data: bytes, declared: str | None) -> None:
    found = decode(data, declared)
    assert not any("\ud800" <= character <= "\udfff" for character in found.text)
    assert bool(found.issues()) == (found.lost > 0)


@given(st.text(st.sampled_from("政府信息公开工作年度报告规范性文件，。0123456789 "), min_size=8))
def test_chinese_text_survives_either_encoding(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030"), "gb2312").text == text
