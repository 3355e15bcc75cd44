"""Spreadsheets: numbers as printed, merged ranges, several sheets, titles, and hostile workbooks."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract
from extract.errors import BoundExceeded, DamagedDocument, ReadError
from extract.grid import Grid
from extract.readers.sheets import printed, read_sheets
from tests.extract.readers.doc_files import compound
from tests.extract.readers.office_documents import Placed, as_xlsx, random_figures, workbook
from tests.extract.readers.reading import broken_copies, grids, kinds, prose


def cells(*lines: tuple[str, ...], top: int = 0, left: int = 0) -> list[Placed]:
    return [
        Placed(top + y, left + x, 1, 1, text) for y, line in enumerate(lines) for x, text in enumerate(line)
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (137296.5351, "137296.5351"),
        (0.1 + 0.2, "0.3"),
        (11398889.0, "11398889"),
        (1e21, "1000000000000000000000"),
        (0.00001, "0.00001"),
        (-153.0, "-153"),
        (-0.0, "0"),
        (True, "TRUE"),
        (" 本年新\n制作数量 ", "本年新制作数量"),
    ],
)
def test_a_number_is_printed_as_a_sheet_does(value: str | float, text: str) -> None:
    assert printed(value) == text


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 4))
def test_no_digit_is_lost(number: int, places: int) -> None:
    value = number / 10**places
    assert float(printed(value)) == value
    assert "e" not in printed(value).lower()


def test_merged_ranges_cover_their_cells_and_blank_ones_stay() -> None:
    table = [
        Placed(0, 0, 2, 1, "信息内容"), Placed(0, 1, 1, 2, "数量"), Placed(1, 1, 1, 1, "制发"),
        Placed(1, 2, 1, 1, "废止"), Placed(2, 0, 1, 1, "规章"), Placed(2, 1, 1, 1, ""),
        Placed(2, 2, 1, 1, "3"),
    ]  # fmt: skip
    assert grids(read_sheets(workbook({"表": table}))) == [
        [["信息内容", "数量", "数量"], ["信息内容", "制发", "废止"], ["规章", "", "3"]]
    ]


def test_every_sheet_is_named_and_its_grids_carry_its_number() -> None:
    content = read_sheets(
        workbook(
            {
                "主动公开": cells(("规章", "1"), ("文件", "2")),
                "空": [],
                "申请": cells(("甲", "3"), top=4, left=2),
            }
        )
    )
    assert kinds(content) == ["主动公开", "grid", "申请", "grid"]
    assert grids(content)[1] == [["甲", "3"]]
    assert [block.page for block in content.blocks if isinstance(block, Grid)] == [0, 2]


def test_titles_and_headings_become_prose_and_labels_without_figures_do_not() -> None:
    sheet = [
        Placed(0, 0, 1, 4, "某局2023年年度报告"), Placed(2, 0, 1, 4, "一、总体情况"),
        Placed(3, 0, 1, 4, "二、主动公开"),
        *cells(("项目", "", "自然人", "总计"), top=4),
        Placed(5, 0, 1, 2, "一、本年新收"), *cells(("1", "1"), top=5, left=2),
        Placed(6, 0, 1, 2, "二、上年结转"),
        *cells(("三、总计", "", "1", "1"), top=7),
    ]  # fmt: skip
    content = read_sheets(workbook({"年报": sheet}))
    assert prose(content) == ["年报", "某局2023年年度报告", "一、总体情况", "二、主动公开"]
    [grid] = grids(content)
    assert [row[0] for row in grid] == ["项目", "一、本年新收", "二、上年结转", "三、总计"]


def _with_part(book: bytes, name: str, content: str) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for each in source.namelist():
            copy.writestr(each, content if each == name else source.read(each))
    return stream.getvalue()


BOOK = workbook({"表": cells(("甲", "1"), ("乙", "2"))})
FAR = (
    '<worksheet xmlns="{}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576">{}</row></sheetData></worksheet>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_cell_at_the_far_end_makes_no_gigabytes() -> None:
    far = FAR.format(_MAIN, '<c r="XFD1048576"><v>2</v></c>')
    with pytest.raises(BoundExceeded, match="16384"):
        read_sheets(_with_part(BOOK, "xl/worksheets/sheet1.xml", far))


def test_a_blank_cell_at_the_far_end_is_only_a_format() -> None:
    far = FAR.format(_MAIN, '<c r="XFD1048576" s="0"/>')
    assert "1" in str(read_sheets(_with_part(BOOK, "xl/worksheets/sheet1.xml", far)).blocks)


def test_a_bomb_in_a_part_is_refused() -> None:
    bomb = f'<worksheet xmlns="{_MAIN}">{" " * 60_000_000}</worksheet>'
    with pytest.raises(BoundExceeded, match="unpacks to"):
        read_sheets(_with_part(BOOK, "xl/worksheets/sheet1.xml", bomb))


def test_merged_ranges_without_end_are_bounded() -> None:
    merges = "".join(f'<mergeCell ref="A1:XFD{1048576 - n}"/>' for n in range(2000))
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        f"</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    )
    began = time.monotonic()
    read_sheets(_with_part(BOOK, "xl/worksheets/sheet1.xml", sheet))
    assert time.monotonic() - began < 5


def test_a_workbook_that_is_none_is_refused() -> None:
    for data in (
        b"PK\x03\x04 no more",
        compound({"Workbook": b"\x09\x08\x10\0 junk"}),
        b"\xd0\xcf\x11\xe0" * 200,
    ):
        with pytest.raises(ReadError):
            read_sheets(data)


def test_a_stream_in_a_circle_ends_the_reader_and_not_this_process() -> None:
    data = bytearray(compound({"Workbook": b"\x09\x08\x10\0\0\6\5\0" + b"\0" * 8000}))
    table = bytes(data).rindex((1).to_bytes(4, "little") + (2).to_bytes(4, "little"))
    data[table + 8 : table + 12] = (1).to_bytes(4, "little")
    began = time.monotonic()
    with pytest.raises((DamagedDocument, BoundExceeded)):
        read_sheets(bytes(data))
    assert time.monotonic() - began < 25


def test_cut_and_broken_workbooks_end_in_an_error_or_a_result() -> None:
    whole = as_xlsx("2021", random_figures("2021", 1))
    broken = broken_copies(whole, seed=9, changed=200)
    codes = {issue.code for data in broken for issue in extract.read(data).issues}
    assert "reader-failed" not in codes
    assert "document-not-read" in codes
