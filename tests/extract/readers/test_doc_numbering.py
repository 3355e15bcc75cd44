"""Automatic numbers of Word 97-2003 lists: as DOCX prints them, and what a damaged list does."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import extract
from extract.grid import Content
from extract.readers import office
from extract.readers.doc import read_piece_table
from extract.readers.docx import read_docx
from tests.extract.readers.doc_files import IN_TABLE, Run, cell, doc, row_end, sprm
from tests.extract.readers.office_documents import word_package
from tests.extract.readers.reading import codes, grids, kinds, prose
from tests.extract.readers.test_doc import tbl, tc
from tests.extract.readers.test_docx import W, p
from tests.extract.readers.test_docx_numbering import HEADINGS, item, level, numbering

# --- documents that LibreOffice wrote ----------------------------------------------------------------------

STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="h1"/></w:style>'
    "</w:styles>"
)
_BY = 'w:author="a" w:date="2024-01-01T00:00:00Z"'
_DELETED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    f'<w:rPr><w:del w:id="1" {_BY}/></w:rPr></w:pPr>'
    f'<w:del w:id="2" {_BY}><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'
)
_SECTIONS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")
_TITLE = p("某区某局2023年政府信息公开工作年度报告")
DOCUMENTS = {
    "levels": word_package(
        item("甲") + item("乙", at=1) + item("丙", at=1) + p("正文") + item("丁", at=0) + item("戊", at=1),
        HEADINGS,
    ),
    "styles": word_package(
        "".join(item(text, "", style=style) for text, style in (("甲", "h1"), ("乙", "h2"), ("丙", "own")))
        + item("丁", "0", style="h1")
        + item("戊", "", style="h2"),
        HEADINGS,
        STYLES,
    ),
    "cells": word_package(
        p("表")
        + tbl(tc(item(" ")) + tc(p("规章 5")), tc(item(" ")) + tc(p("文件 6")))
        + item("尾"),
        numbering(level(0, "decimal", "%1")),
    ),
    "deleted": word_package(item("甲") + _DELETED + item("乙"), HEADINGS),
    "forms": word_package(
        "".join(item("甲", at=at) for at in range(4)),
        numbering(*(level(n, form, f"%{n + 1}.") for n, form in enumerate(
            ("upperRoman", "lowerLetter", "decimalEnclosedCircle", "decimalFullWidth")
        ))),
    ),
    "report": word_package(_TITLE + "".join(item(s) + p("全年公开信息若干。") for s in _SECTIONS), HEADINGS),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    if office.program() is None:
        pytest.skip("LibreOffice is not installed, and it writes these documents")
    folder = tmp_path_factory.mktemp("doc")
    paths = {name: folder / f"{name}.docx" for name in DOCUMENTS}
    for name, path in paths.items():
        path.write_bytes(DOCUMENTS[name])
    results = office.convert(list(paths.values()), "doc", folder)
    return {name: Path(results[path]).read_bytes() for name, path in paths.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_doc_prints_the_numbers_of_the_docx_that_it_was_made_of(
    name: str, written: Mapping[str, bytes]
) -> None:
    ours, theirs = read_piece_table(written[name]), read_docx(DOCUMENTS[name])
    assert (kinds(ours), grids(ours)) == (kinds(theirs), grids(theirs))
    assert codes(ours) == []


def test_headings_with_automatic_numbers_are_sections(written: Mapping[str, bytes]) -> None:
    reading = extract.read(written["report"])
    assert [section.number for section in reading.sections if section.number] == list("一二三")


# --- documents written by hand, with what LibreOffice does not write ---------------------------------------


def lvl(form: int, text: str, start: int = 1, flags: int = 0, limit: int = 0) -> bytes:
    """A level; in its text a character below 9 stands for the number of a level."""
    head = struct.pack("<iBB9x1x4x4x4B", start, form, flags, 3, 2, limit, 0)
    return head + b"\0" * 5 + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def listed(*levels: bytes, styles: Sequence[int] = ()) -> tuple[bytes, bytes]:
    """The list 7 of nine levels, the last of them empty; some are reserved for styles."""
    reserved = struct.pack("<9H", *styles, *[0xFFF] * (9 - len(styles)))
    whole = b"".join([*levels, *[lvl(0xFF, "")] * (9 - len(levels))])
    return struct.pack("<hi4x", 1, 7) + reserved + b"\0\0", whole


def overriding(*changes: bytes) -> tuple[bytes, bytes]:
    """An override of list 7 for each of these changes, of one level each or of none."""
    heads = b"".join(struct.pack("<i8xB3x", 7, bool(change)) for change in changes)
    data = b"".join(struct.pack("<i", -1) + change for change in changes)
    return struct.pack("<I", len(changes)) + heads + data, b""


def sheet(*styles: tuple[int, bytes]) -> tuple[bytes, bytes]:
    """Paragraph styles: what each is based on and its modifiers, in a sheet with a gap at its end."""
    made = []
    for based_on, modifiers in styles:
        properties = struct.pack("<HH", 2 + len(modifiers), 0) + modifiers
        style = (
            struct.pack("<HHH4x", 0, based_on << 4 | 1, 2) + struct.pack("<H", 1) + b"A\0\0\0" + properties
        )
        made.append(struct.pack("<H", len(style)) + style + bytes(len(style) % 2))
    character_style = struct.pack("<HHHH4x", 10, 0, 0xFFF2, 1)
    return struct.pack("<3H", 4, len(styles) + 2, 10) + b"".join(made) + character_style + b"\0\0", b""


def use(number: int, at: int | None = None) -> bytes:
    return sprm(0x460B, number & 0xFFFF, 2) + (b"" if at is None else sprm(0x260A, at))


CHINESE = lvl(37, "\0、")
LISTS, ONE = listed(CHINESE, lvl(37, "（\1）"), lvl(0, "\0.\2", flags=4)), overriding(b"")


def lines(*paragraphs: tuple[str, bytes], **structures: tuple[bytes, bytes]) -> Content:
    numbers = {"styles": 1, "lists": 73, "overrides": 74}
    given = {"lists": LISTS, "overrides": ONE, **structures}
    runs = [Run(f"{text}\r", modifiers) for text, modifiers in paragraphs]
    return read_piece_table(doc(runs, structures={numbers[name]: part for name, part in given.items()}))


def test_levels_count_and_one_in_legal_style_prints_digits() -> None:
    content = lines(("甲", use(1, 0)), ("乙", use(1, 1)), ("丙", use(1)), ("丁", use(1, 2)), ("戊", b""))
    assert prose(content) == ["一、甲", "（一）乙", "二、丙", "2.1丁", "戊"]


def test_an_override_may_begin_anew_and_may_set_a_level_itself() -> None:
    anew = struct.pack("<iI", 5, 16)
    own = struct.pack("<iI", 1, 32) + lvl(4, "\0)", 2)
    content = lines(
        *((text, use(number)) for text, number in (("甲", 1), ("乙", 2), ("丙", 2), ("丁", 3), ("戊", 1))),
        overrides=overriding(b"", anew, own),
    )
    assert prose(content) == ["一、甲", "五、乙", "六、丙", "g)丁", "八、戊"]


def test_a_level_that_never_restarts_counts_on() -> None:
    content = lines(
        *((text, use(1, at)) for text, at in (("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1))),
        lists=listed(CHINESE, lvl(37, "（\1）", flags=8)),
    )
    assert prose(content) == ["一、甲", "（一）乙", "二、丙", "（二）丁"]


def test_styles_bring_lists_and_a_paragraph_may_refuse_them() -> None:
    styles = sheet((0xFFF, b""), (0xFFF, use(1)), (1, b""), (0xFFF, use(1)))
    runs = [
        Run("甲\r", style=1),
        Run("乙\r", style=2),
        Run("丙\r", style=3),  # for which the list reserves its second level
        Run("丁\r", use(0), style=1),
        Run("戊\r", use(0xF801), style=1),
        Run("己\r", use(-1), style=0),
        Run("庚\r", style=77),
    ]
    lists = listed(CHINESE, lvl(37, "（\1）"), styles=(1, 3))
    content = read_piece_table(doc(runs, structures={1: styles, 73: lists, 74: ONE}))
    assert prose(content) == ["一、甲", "二、乙", "（一）丙", "丁", "戊", "三、己", "庚"]


def test_the_end_of_a_row_counts_for_nothing() -> None:
    end = row_end([0, 1000, 2000])
    rows = [Run("\x07", IN_TABLE + use(1)), cell("5"), Run(end.text, end.paragraph + use(1))]
    content = read_piece_table(doc([*rows, *rows, Run("\r")], structures={73: LISTS, 74: ONE}))
    assert grids(content) == [[["一、", "5"], ["二、", "5"]]]


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_damaged_lists_leave_the_text(cut: int) -> None:
    lists, appendix = LISTS
    whole = lists + appendix
    huge = struct.pack("<h", 0x7FFF) + whole[2 : 2 + cut]
    content = lines(("甲", use(1)), ("乙", use(9, 200)), lists=(huge, b""), overrides=ONE)
    assert prose(content) == ["甲", "乙"]
    assert codes(content) == ["numbering-not-read"]
