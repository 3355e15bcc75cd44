"""Word 97-2003 documents: pieces, merged cells, fields, hidden text, nested tables, and damage."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import extract
from extract.errors import BoundExceeded, DamagedDocument, EncryptedDocument, ReadError
from extract.grid import Content
from extract.readers import office
from extract.readers.doc import read_doc, read_piece_table
from tests.extract.readers.doc_files import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    Run,
    cell,
    compound,
    doc,
    row_end,
    sprm,
)
from tests.extract.readers.office_documents import word_package
from tests.extract.readers.reading import grids, kinds, prose

END = Run("\r")


def rows(*lines: tuple[str, ...]) -> list[Run]:
    edges = [0, 1000, 2000]
    return [run for line in lines for run in (*map(cell, line), row_end(edges[: len(line) + 1]))]


def test_text_in_both_codings_and_beyond_the_basic_plane() -> None:
    runs = [
        Run("𠮷某区"),
        Run("2023\u2013A", is_compressed=True),
        Run("年报\r"),
        *rows(("甲𠮷", "1"), ("乙", "2")),
    ]
    content = read_piece_table(doc(runs))
    assert prose(content) == ["𠮷某区2023–A年报"]
    assert grids(content) == [[["甲𠮷", "1"], ["乙", "2"]]]


def test_widths_tell_cells_merged_over_columns_and_flags_those_over_rows() -> None:
    begins, goes_on = 3 << 5, 1 << 5
    runs = [
        *(cell(text) for text in ("办理结果", "予以公开", "1")),
        row_end([-108, 1000, 3000, 4000], [begins, 0, 0]),
        *(cell(text) for text in ("", "不予公开", "秘密", "")),
        row_end([-100, 1010, 2000, 3000, 4012], [goes_on, begins, 0, 0]),
        *(cell(text) for text in ("", "", "其他", "3")),
        row_end([-108, 1000, 2000, 3000, 4000], [goes_on, goes_on, 0, 0]),
        END,
    ]
    content = read_piece_table(doc(runs))
    assert grids(content) == [
        [
            ["办理结果", "予以公开", "予以公开", "1"],
            ["办理结果", "不予公开", "秘密", ""],
            ["办理结果", "不予公开", "其他", "3"],
        ]
    ]
    assert [block.is_aligned for block in content.blocks if not isinstance(block, tuple)] == [True]


def test_a_cell_that_joins_its_left_neighbour_prints_nothing_of_its_own() -> None:
    runs = [cell("合计"), cell("隐"), cell("5"), row_end([0, 1000, 2000, 3000], [2, 1, 0])]
    runs += [cell("甲"), cell("1"), cell("4"), row_end([0, 1000, 2000, 3000])]
    assert grids(read_piece_table(doc([*runs, END]))) == [[["合计", "合计", "5"], ["甲", "1", "4"]]]


def test_a_row_whose_definition_does_not_fit_leaves_the_columns_open() -> None:
    content = read_piece_table(doc([cell("甲"), cell("1"), row_end([0, 3000]), *rows(("乙", "2")), END]))
    [grid] = [block for block in content.blocks if not isinstance(block, tuple)]
    assert grids(content) == [[["甲", "1"], ["乙", "2"]]]
    assert not grid.is_aligned


def test_what_is_not_printed_is_not_read() -> None:
    runs = [
        Run("参见\x13 HYPERLINK \"a\" \x13 x \x14 y \x15\x14网站\x15\x01。\r"),
        Run("改", b""), Run("28", b"", DELETED), Run("27\x1e甲\r"), Run("隐藏\r", b"", HIDDEN),
        cell("甲"), Run("9", IN_TABLE, DELETED), cell("1"), row_end([0, 1000, 2000]),
        *rows(("乙", "2")), END,
    ]  # fmt: skip
    content = read_piece_table(doc(runs, behind="脚注\r页眉\r"))
    assert prose(content) == ["参见网站。", "改27-甲"]
    assert grids(content) == [[["甲", "1"], ["乙", "2"]]]


def test_a_table_in_a_table_of_prose_is_read_and_the_prose_around_it() -> None:
    inner = IN_TABLE + sprm(0x6649, 2, 4)

    def inner_row(label: str, value: str) -> list[Run]:
        ends = inner + sprm(0x244B, 1)
        definition = row_end([0, 1000, 2000]).paragraph[len(IN_TABLE) + 3 :]
        return [
            Run(f"{label}\r", ends),
            Run(f"{value}\r", ends),
            Run("\r", inner + sprm(0x244C, 1) + definition),
        ]

    outer = [
        Run("一、总体情况\r", IN_TABLE),
        *inner_row("规章", "1"),
        *inner_row("文件", "2"),
        cell("二、说明"),
    ]
    content = read_piece_table(doc([*outer, row_end([0, 9000]), END]))
    assert kinds(content) == ["一、总体情况", "grid", "二、说明"]
    assert grids(content) == [[["规章", "1"], ["文件", "2"]]]


def test_modifiers_that_lie_in_the_data_stream_are_found() -> None:
    from extract.readers.doc_formatting import paragraph_format

    far = row_end([0, 500]).paragraph
    data = b"\0" * 7 + struct.pack("<H", len(far)) + far
    found = paragraph_format(struct.pack("<HI", 0x6646, 7), data)
    assert (found.level, found.ends_row) == (1, True)
    assert found.definition is not None
    assert found.definition.edges == (0, 500)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (doc([END], magic=0xA5DC), DamagedDocument, "Word 95 or older"),
        (doc([END], flags=0x0100), EncryptedDocument, "encrypted"),
        (doc([Run("甲\x07"), END]), DamagedDocument, "stands in no table"),
        (compound({"WordDocument": b"\xec\xa5"}), DamagedDocument, "no piece table"),
        (compound({"Workbook": b""}), DamagedDocument, "0 bytes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9000, DamagedDocument, "not a whole OLE2"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, error: type[ReadError], message: str) -> None:
    with pytest.raises(error, match=message):
        read_piece_table(data)


def test_without_libreoffice_an_older_document_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    reading = extract.read(doc([END], magic=0xA5DC))
    [issue] = reading.issues
    assert (reading.reader, issue.code) == (extract.UNREAD, "needs-libreoffice")
    assert "Word 95" in issue.message


def test_pieces_that_repeat_the_same_bytes_are_a_bomb() -> None:
    small = doc([Run("甲" * 3000 + "\r"), END])
    at = small.index(struct.pack("<HI", 0, 2048))  # the first piece descriptor
    plc = small[at - 12 : at]
    huge = small.replace(plc, struct.pack("<3I", 0, 60_000, 60_001))
    with pytest.raises((BoundExceeded, DamagedDocument)):
        read_piece_table(huge)


def test_a_stream_that_runs_in_a_circle_ends() -> None:
    data = bytearray(doc([Run("甲\r")]))
    fat = len(data) - 512 * (len(data) // 512 % 128 > 0)
    struct.pack_into("<I", data, fat + 4 * 7, 0)
    began = time.monotonic()
    for size in (2**31, 2**40):
        entry = data.index("WordDocument".encode("utf-16-le"))
        struct.pack_into("<Q", data, entry + 120, size)
        with pytest.raises(DamagedDocument):
            read_piece_table(bytes(data))
    assert time.monotonic() - began < 5


def test_cut_and_broken_files_end_in_an_error_or_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    whole = doc([Run("甲\r"), *rows(*[(f"行{n}", str(n)) for n in range(60)]), END])
    rng = random.Random(4)
    broken = [whole[: len(whole) * share // 100] for share in range(0, 100, 5)]
    for _ in range(300):
        copy = bytearray(whole)
        for _ in range(rng.choice([1, 5, 50])):
            copy[rng.randrange(len(copy))] = rng.choice([0, 1, 255, rng.randrange(256)])
        broken.append(bytes(copy))
    broken += [whole[:8] + rng.randbytes(20_000), whole[:512] + rng.randbytes(20_000)]
    began = time.monotonic()
    outcomes = {_outcome(data) for data in broken}
    assert "read" in outcomes
    assert outcomes > {"read"}, "some of them must have been refused"
    assert time.monotonic() - began < 20


def _outcome(data: bytes) -> str:
    try:
        read_doc(data)
    except ReadError as error:
        return error.code
    return "read"


# --- documents that LibreOffice wrote, with what word processors put into them ----------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Content]:
    if office.program() is None:
        pytest.skip("LibreOffice is not installed, and it writes these documents")
    folder = tmp_path_factory.mktemp("doc")
    for name, body in BODIES.items():
        (folder / f"{name}.docx").write_bytes(word_package(body))
    paths = {name: folder / f"{name}.docx" for name in BODIES}
    results = office.convert(list(paths.values()), "doc", folder)
    return {name: read_piece_table(Path(results[path]).read_bytes()) for name, path in paths.items()}


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(inner: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def tbl(*lines: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    return f"<w:tbl>{grid}{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


_DATA = tbl(tc(p("规章")) + tc(p("1")), tc(p("文件")) + tc(p("")))
_BY = 'w:author="a" w:date="2024-01-01T00:00:00Z"'
BODIES = {
    "changes": (
        f'<w:p><w:r><w:t>改为</w:t></w:r><w:del w:id="1" {_BY}><w:r><w:delText>28</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {_BY}><w:r><w:t>27</w:t></w:r></w:ins></w:p>'
    ),
    "nested": tbl(tc(p("说明在先") + _DATA + p("说明在后"))) + p("末段"),
    "fields": (
        '<w:p><w:r><w:t>第</w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
        "<w:r><w:t>页</w:t></w:r></w:p>"
    ),
    "breaks": "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r></w:p>" + _DATA,
}


def test_tracked_changes_of_a_word_processor_count_as_accepted(written: Mapping[str, Content]) -> None:
    assert prose(written["changes"]) == ["改为27"]


def test_nested_tables_of_a_word_processor(written: Mapping[str, Content]) -> None:
    assert kinds(written["nested"]) == ["说明在先", "grid", "说明在后", "末段"]
    assert grids(written["nested"]) == [[["规章", "1"], ["文件", ""]]]


def test_a_field_prints_its_result(written: Mapping[str, Content]) -> None:
    [text] = prose(written["fields"])
    assert "PAGE" not in text
    assert text.startswith("第")
    assert text.endswith("页")


def test_line_breaks_part_paragraphs_and_tabs_words(written: Mapping[str, Content]) -> None:
    assert prose(written["breaks"]) == ["上", "下 右"]
    assert grids(written["breaks"]) == [[["规章", "1"], ["文件", ""]]]
