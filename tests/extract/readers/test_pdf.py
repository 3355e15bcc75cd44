"""PDF as documents: prose, tables without rules, properties, and files that should not be read."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

import extract
from archive.models import Locator
from extract.errors import BoundExceeded, DamagedDocument, EncryptedDocument, NeedsOcr
from extract.grid import Content, Grid
from extract.readers import pdf as pdf_reader
from tests.extract.readers.pdf_documents import Sheet, file_of, pdf, stream
from tests.extract.readers.reading import codes, grids, prose
from tests.extract.readers.reading import read as read_document


def read(*sheets: Sheet, **parts: bytes) -> Content:
    return read_document(pdf(*sheets, **parts), "application/pdf")


LONG = "本报告中所列数据的统计期限自二〇二三年一月一日起至十二月三十一日止电子版可以在本机关网站"


def test_full_lines_are_one_paragraph_and_an_indent_begins_the_next() -> None:
    sheet = Sheet().lines(100, ["　　" + LONG, LONG + "上下", "载阅读。", "　　如有疑问，请联系。"])
    assert prose(read(sheet)) == [LONG + LONG + "上下载阅读。", "如有疑问，请联系。"]


def test_a_paragraph_goes_on_over_a_page_break_without_the_page_number() -> None:
    first = Sheet().lines(700, [LONG, LONG]).text(280, 800, "- 1 -")
    second = Sheet().lines(80, ["完。", "二、下一节"]).text(280, 800, "— 2 —")
    assert prose(read(first, second)) == [LONG + LONG + "完。", "二、下一节"]


def test_a_lone_figure_near_the_foot_of_a_page_is_no_page_number() -> None:
    sheet = Sheet().text(72, 100, "正文开始。").text(280, 770, "3").text(72, 790, "形，不计其他情形）")
    assert prose(read(sheet))[1] == "3"


@pytest.mark.parametrize("number", ["- 3 -", "3", "第 3 页", "第3页 共 12页", "3 / 12", "— 3 —", "－３－"])
def test_page_numbers_are_dropped_in_the_margins_only(number: str) -> None:
    sheet = Sheet().text(72, 100, "正文开始。").text(72, 400, number).text(280, 800, number)
    assert len(prose(read(sheet))) == 2


def test_a_running_head_is_dropped_from_its_third_page_on() -> None:
    sheets = [
        Sheet().text(72, 40, "某区某局年度报告").text(72, 200, text)
        for text in ("甲节。", "乙节。", "丙节。")
    ]
    assert prose(read(*sheets)) == ["甲节。", "乙节。", "丙节。"]
    assert len(prose(read(*sheets[:2]))) == 4


def test_letters_set_wide_are_one_word_and_columns_are_two() -> None:
    sheet = Sheet()
    for number, letter in enumerate("号，邮编："):
        sheet.text(72 + 15 * number, 100, letter)
    sheet.text(72, 130, "Annual report 2023").text(72, 160, "某区某局").text(300, 160, "二〇二四年一月")
    assert prose(read(sheet)) == ["号，邮编：", "Annual report 2023", "某区某局 二〇二四年一月"]


COLUMNS = [200, 260, 320, 380]
HEADER = ["自然人", "商业企业", "其他", "总计"]


def bare(*rows: tuple[str, list[str]], header: bool = True) -> Sheet:
    sheet = Sheet().text(72, 80, "三、收到和处理政府信息公开申请情况")
    if header:
        for x, text in zip(COLUMNS, HEADER, strict=True):
            sheet.text(x, 110, text)
    for number, (label, figures) in enumerate(rows):
        y = 140 + 40 * number
        lines = label.split("\n")
        sheet.lines(y - 6 * (len(lines) - 1), lines, leading=12)
        for x, figure in zip(COLUMNS, figures, strict=True):
            sheet.text(x, y, figure)
    return sheet


def test_a_table_without_rules_keeps_its_blank_cells_in_their_columns() -> None:
    sheet = bare(
        ("一、本年新收政府信\n息公开申请数量", ["12", "", "3", "15"]),
        ("二、上年结转", ["", "4", "", "4"]),
        ("（一）予以公开", ["9", "", "", ""]),
    )
    content = read(sheet.text(72, 300, "四、政府信息公开行政复议、行政诉讼情况"))
    (grid,) = grids(content)
    assert grid == [
        [None, *HEADER],
        ["一、本年新收政府信息公开申请数量", "12", "", "3", "15"],
        ["二、上年结转", "", "4", "", "4"],
        ["（一）予以公开", "9", "", "", ""],
    ]
    assert [block.is_aligned for block in content.blocks if isinstance(block, Grid)] == [False]
    assert prose(content) == ["三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]


def test_a_column_known_by_its_header_alone_is_a_column() -> None:
    sheet = bare(("一、新收", ["12", "3", "", "15"]), ("二、结转", ["1", "2", "", "3"]))
    assert [row[3] for row in grids(read(sheet))[0]] == ["其他", "", ""]


def test_a_new_header_begins_a_new_table() -> None:
    sheet = bare(("一、新收", ["12", "3", "1", "15"]), ("二、结转", ["1", "2", "1", "3"]))
    sheet.text(72, 220, "第二十条第（八）项").text(72, 250, "信息内容").text(240, 250, "本年收费金额")
    sheet.text(72, 280, "行政事业性收费").text(240, 280, "7730.28")
    assert grids(read(sheet))[1] == [["信息内容", "本年收费金额"], ["行政事业性收费", "7730.28"]]


def test_a_signature_in_two_columns_is_prose() -> None:
    sheet = Sheet().text(72, 100, "某区某局").text(300, 100, "2024年1月15日").text(72, 120, "联系人：张某")
    assert grids(read(sheet)) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某区2023年政府信息公开工作年度报告", "某区2023年政府信息公开工作年度报告"),
        ("Microsoft Word - 2023年年度报告.doc", "2023年年度报告"),
        ("2023年年度报告.docx.pdf", "2023年年度报告"),
        ("文档1", None),
        ("ÿþg:Y", None),
        ("\x01\x02", None),
        ("", None),
    ],
)
def test_only_a_title_that_a_person_wrote_is_one(title: str, expected: str | None) -> None:
    info = b"/Title<FEFF%s>" % title.encode("utf-16-be").hex().encode()
    assert read(Sheet().text(72, 100, "正文。"), info=info).title == expected


def code_of(data: bytes) -> set[str]:
    return {issue.code for issue in extract.read(data).issues}


def test_an_encrypted_file_says_so() -> None:
    key = b"<%s>" % (b"41" * 32)
    encrypted = pdf(
        Sheet().text(72, 100, "正文。"),
        trailer=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O%s/U%s>>" % (key, key),
    )
    with pytest.raises(EncryptedDocument):
        pdf_reader.read_pdf(encrypted)
    assert code_of(encrypted) == {"encrypted"}


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 40], ids=["empty", "noise"]
)
def test_what_only_begins_like_a_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        pdf_reader.read_pdf(data)
    assert code_of(data) == {"damaged"}


PICTURE = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"


def test_a_scan_waits_for_character_recognition() -> None:
    scan = Sheet([PICTURE]).text(280, 800, "- 1 -")
    for unreadable in (scan, Sheet()):
        with pytest.raises(NeedsOcr):
            pdf_reader.read_pdf(pdf(unreadable))


def test_a_picture_on_a_page_of_text_is_reported() -> None:
    content = read(Sheet().lines(100, [LONG, LONG]), Sheet([PICTURE]).lines(100, [LONG, LONG]))
    found = [(issue.code, issue.locator) for issue in content.issues]
    assert found == [("picture-not-read", Locator(page=1))]


def test_a_font_that_hides_its_characters_needs_character_recognition() -> None:
    with pytest.raises(NeedsOcr):
        pdf_reader.read_pdf(pdf(Sheet().text(72, 100, "\ue001\ue002\ue003正")))


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_file_cut_short_gives_an_issue(percent: int) -> None:
    whole = pdf(*(Sheet().lines(100, [LONG] * 30) for _ in range(5)))
    assert code_of(whole[: len(whole) * percent // 100]) & {"damaged", "truncated", "needs-ocr"}


def test_a_file_of_very_many_pages_is_read_up_to_the_bound() -> None:
    content = read(*[Sheet().text(72, 100, "正文。")] * (pdf_reader.MAX_PAGES + 5))
    assert codes(content) == ["bound-hit"]
    assert content.issues[0].locator.page == pdf_reader.MAX_PAGES


def test_a_page_of_very_many_lines_is_read_without_its_tables() -> None:
    sheet = Sheet().text(72, 100, "正文。")
    for number in range(5000):
        sheet.rule(number % 590, 0, number % 590, 800).rule(0, number % 800, 590, number % 800)
    began = time.monotonic()
    content = read(sheet)
    assert time.monotonic() - began < 10
    assert codes(content) == ["bound-hit"]


def bomb(packed_content: bytes, dictionary: bytes = b"/Filter/FlateDecode") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    content = b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed_content), dictionary, packed_content)
    return file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content])


def multiplying_forms() -> bytes:
    """Twelve forms, each of which draws the next one ten times."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    inner = [
        stream(b"/X Do " * 10, (form % (n + 6)).removeprefix(b"<<")) if n < 11 else stream(b"0 0 m 9 9 l S")
        for n in range(12)
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    catalogue = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page]
    return file_of([*catalogue, stream(b"/X Do"), *inner])


def blanks(megabytes: int) -> bytes:
    """So many megabytes of blanks, packed without ever being held."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()


BOMBS = {
    "blanks": bomb(blanks(40)),
    "packed twice": bomb(zlib.compress(blanks(300)), b"/Filter[/FlateDecode/FlateDecode]"),
    "multiplying forms": multiplying_forms(),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_bounded_time(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(BoundExceeded):
        pdf_reader.read_pdf(BOMBS[name])
    assert time.monotonic() - began < 25


_MEASURED = """
import pathlib, re, sys
from extract.readers.pdf import read_pdf
read_pdf(sys.stdin.buffer.read())
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", ["10,000 pages", "crowded pages"])
def test_hostile_files_stay_within_memory_and_time(name: str) -> None:
    crowded = Sheet().lines(100, [LONG] * 40)
    for number in range(3000):
        crowded.rule(number % 590, 0, number % 590, 800)
    pages = {"10,000 pages": [Sheet().text(72, 100, "正文。")] * 10_000, "crowded pages": [crowded] * 400}[
        name
    ]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED], input=pdf(*pages), capture_output=True, check=True, timeout=60
    )
    assert int(done.stdout) / 1024 < 300
    assert time.monotonic() - began < 30


def test_reading_the_same_file_twice_gives_the_same() -> None:
    data = pdf(Sheet().table([72, 172, 272], [100, 120, 140], [["规章", "1"], ["文件", "2"]]))
    assert pdf_reader.read_pdf(data) == pdf_reader.read_pdf(data)


def test_a_column_of_units_before_the_figures_parts_no_list() -> None:
    sheet = Sheet()
    rows = [
        ("指标名称", "计量单位", "2014年度"),
        ("主动公开文件数", "条", "36"),
        ("其中：网站公开数", "条", "30"),
    ]
    for y, (label, unit, figure) in zip((100, 124, 148), rows, strict=True):
        sheet.text(72, y, label).text(230 if unit == "条" else 212, y, unit).text(330, y, figure)
    assert grids(read(sheet)) == [[[*row] for row in rows]]


def test_a_header_at_the_foot_of_a_page_is_no_part_of_the_label_below() -> None:
    above = Sheet().text(72, 760, "信息内容").text(220, 760, "上一年项目数量").text(330, 760, "处理决定数量")
    below = Sheet()
    for y, row in zip((60, 84), (("行政处罚", "31", "7"), ("行政强制", "0", "0")), strict=True):
        below.text(72, y, row[0]).text(240, y, row[1]).text(350, y, row[2])
    (grid,) = grids(read(above, below))
    assert grid[1:] == [["行政处罚", "31", "7"], ["行政强制", "0", "0"]]
