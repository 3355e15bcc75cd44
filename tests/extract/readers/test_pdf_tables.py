"""Ruled tables of PDF: spans, blanks, open sides, page breaks, and where each cell is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.grid import Content, Grid
from tests.extract.readers.pdf_documents import HEIGHT, WIDTH, Sheet, pdf
from tests.extract.readers.reading import grids, kinds, prose
from tests.extract.readers.reading import read as read_document

XS = [72, 172, 272, 372]
YS = [100, 120, 140, 160]
ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "", "5"], ["行政规范性文件", "12", "-3"]]


def read(*sheets: Sheet, **parts: bytes) -> Content:
    return read_document(pdf(*sheets, **parts), "application/pdf")


def only_grid(content: Content) -> Grid:
    (grid,) = (block for block in content.blocks if isinstance(block, Grid))
    return grid


def test_a_ruled_table_keeps_its_blank_cells() -> None:
    content = read(Sheet().table(XS, YS, ROWS))
    assert grids(content) == [ROWS]
    assert only_grid(content).is_aligned


@pytest.mark.parametrize("edges", ["rtb", "ltb", "lrb", "lrt", ""])
def test_missing_outer_borders_change_nothing(edges: str) -> None:
    assert grids(read(Sheet().table(XS, YS, ROWS, edges))) == [ROWS]


def test_fields_that_no_line_parts_are_one_cell() -> None:
    sheet = Sheet().rule(72, 100, 372, 100).rule(72, 160, 372, 160).rule(72, 100, 72, 160)
    sheet.rule(372, 100, 372, 160).rule(172, 100, 172, 160).rule(272, 120, 272, 160)
    sheet.rule(172, 120, 372, 120).rule(172, 140, 372, 140)
    sheet.text(75, 130, "行政许可").text(175, 112, "数量").text(175, 132, "1").text(275, 152, "4")
    expected = [["行政许可", "数量", "数量"], ["行政许可", "1", ""], ["行政许可", "", "4"]]
    assert grids(read(sheet)) == [expected]


def test_double_borders_and_lines_that_miss_each_other_are_one() -> None:
    sheet = Sheet().table(XS, YS, ROWS)
    for x in XS:
        sheet.rule(x + 2, 99, x + 2, 158.5)
    assert grids(read(sheet)) == [ROWS]


def test_thin_rectangles_are_lines_and_white_ones_are_not() -> None:
    sheet = Sheet().texts(XS, YS, ROWS)
    for x in XS:
        sheet.operators.append(f"0 g {x} {HEIGHT - 160} 0.75 60 re f")
    for y in YS:
        sheet.operators.append(f"0 g 72 {HEIGHT - y} 300 0.75 re f")
    sheet.operators.append(f"1 g 120 {HEIGHT - 160} 0.75 60 re f")
    assert grids(read(sheet)) == [ROWS]


def test_lines_within_one_path_and_within_a_form_count() -> None:
    path = "".join(f"{x} {HEIGHT - 160} m {x} {HEIGHT - 100} l " for x in XS)
    path += "".join(f"72 {HEIGHT - y} m 372 {HEIGHT - y} l " for y in YS)
    sheet = Sheet().texts(XS, YS, ROWS)
    sheet.operators.append(f"q 2 0 0 2 0 0 cm 0.5 0 0 0.5 0 0 cm {path} S Q")
    assert grids(read(sheet)) == [ROWS]


def test_a_box_around_prose_is_no_table() -> None:
    sheet = Sheet().table([72, 372], [100, 160], [["第一行\n第二行"]])
    assert kinds(read(sheet)) == ["第一行", "第二行"]


def test_a_vertical_label_and_a_wrapped_one_read_as_one_line() -> None:
    sheet = Sheet().table(
        [72, 92, 192, 292], [100, 200, 240], [["三\n、\n办\n理\n结\n果", "要求行政机关确认\n或重新出具", "0"]]
    )
    assert grids(read(sheet))[0][0] == ["三、办理结果", "要求行政机关确认或重新出具", "0"]


def test_a_number_that_a_narrow_cell_wraps_is_one_number() -> None:
    assert grids(
        read(Sheet().table([72, 110, 200, 300], [100, 130, 160], [["123456\n78", "5\n3", "1"]]))
    ) == [[["12345678", "5 3", "1"], ["", "", ""]]]


def test_a_cell_is_found_again_by_its_box() -> None:
    content = read(Sheet().text(72, 60, "前言"), Sheet().table(XS, YS, ROWS))
    grid = only_grid(content)
    cell = grid.rows[2][1]
    assert cell is not None
    assert grid.locator(cell) == (1, 0, 2, 1)
    assert grid.boxes is not None
    assert grid.boxes[2, 1] == (1, 172, 140, 272, 160)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_reads_as_it_is_shown(turns: int) -> None:
    """The content is turned against the page, as scanners and landscape pages have it."""
    matrix = {1: f"0 1 -1 0 {WIDTH} 0", 2: f"-1 0 0 -1 {WIDTH} {HEIGHT}", 3: f"0 -1 1 0 0 {HEIGHT}"}[turns]
    sheet = Sheet([f"{matrix} cm"], f"/Rotate {90 * turns}")
    # On its side the page is lower, so that the table is moved down into it.
    moved = [y + (HEIGHT - WIDTH if turns % 2 else 0) for y in YS]
    assert grids(read(sheet.table(XS, moved, ROWS))) == [ROWS]


@pytest.mark.parametrize(
    ("matrix", "rotation", "as_shown"),
    [
        (f"0 1 -1 0 {WIDTH} 0", 0, lambda x, y: (y, HEIGHT - x)),
        (f"-1 0 0 -1 {WIDTH} {HEIGHT}", 0, lambda x, y: (WIDTH - x, HEIGHT - y)),
        (f"0 -1 1 0 0 {HEIGHT}", 0, lambda x, y: (WIDTH - y, x)),
        ("1 0 0 1 0 0", 90, lambda x, y: (HEIGHT - y, x)),
    ],
)
def test_text_that_lies_on_its_side_is_read_and_its_cells_are_found_where_they_are_shown(
    matrix: str, rotation: int, as_shown: Callable[[float, float], tuple[float, float]]
) -> None:
    is_high = matrix.startswith(("1", "-1"))
    ys = [y + (0 if is_high else HEIGHT - WIDTH) for y in YS]
    content = read(Sheet([f"{matrix} cm"], f"/Rotate {rotation}").table(XS, ys, ROWS))
    assert grids(content) == [ROWS]
    boxes = only_grid(content).boxes
    assert boxes is not None
    corners = as_shown(172, YS[2]), as_shown(272, YS[3])
    left, right = sorted(x for x, _ in corners)
    top, bottom = sorted(y for _, y in corners)
    assert boxes[2, 1] == (0, *(pytest.approx(edge, abs=0.1) for edge in (left, top, right, bottom)))


def test_letters_askew_are_no_text() -> None:
    sheet = Sheet().table(XS, YS, ROWS)
    code = "内部资料".encode("utf-16-be").hex()
    sheet.operators.append(f"BT /F 20 Tf 0.7 0.7 -0.7 0.7 150 {HEIGHT - 150} Tm <{code}> Tj ET")
    assert grids(read(sheet)) == [ROWS]
    assert prose(read(sheet)) == []


def test_a_text_printed_over_itself_counts_once() -> None:
    sheet = Sheet().table(XS, YS, ROWS).text(75.2, 112, "信息内容")
    assert grids(read(sheet)) == [ROWS]


LOW = [700, 720, 740, 760]
HIGH = [80, 100, 120]
NEXT = [["行政许可", "1", "2"], ["行政处罚", "3", "4"]]


def joined(first: Sheet, second: Sheet) -> list[list[list[str | None]]]:
    numbered = [sheet.text(280, 810, f"- {n} -") for n, sheet in enumerate((first, second), 1)]
    return grids(read(*numbered))


def test_a_table_goes_on_after_a_page_break() -> None:
    assert joined(Sheet().table(XS, LOW, ROWS), Sheet().table(XS, HIGH, NEXT)) == [[*ROWS, *NEXT]]


def test_a_header_printed_again_is_dropped() -> None:
    again = Sheet().table(XS, [80, 100, 120, 140], [ROWS[0], *NEXT])
    assert joined(Sheet().table(XS, LOW, ROWS), again) == [[*ROWS, *NEXT]]


def test_one_row_alone_on_the_next_page_is_a_row_of_the_table() -> None:
    alone = Sheet().table([72, 272, 372], [80, 100], [["合计", "9"]])
    assert joined(Sheet().table(XS, LOW, ROWS), alone) == [[*ROWS, ["合计", "合计", "9"]]]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first = Sheet().table([72, 112, 172], [700, 720, 760], [["项目", "数量"], ["要求行\n政机关", "7"]], "lrt")
    second = Sheet().table([72, 112, 172], [80, 100, 120], [["确认", ""], ["总计", "8"]], "lrb")
    assert joined(first, second) == [[["项目", "数量"], ["要求行政机关确认", "7"], ["总计", "8"]]]


def test_figures_that_fell_behind_the_page_break_belong_to_their_label() -> None:
    first = Sheet().table([72, 172, 272], [700, 720, 760], [["项目", "数量"], ["规章", ""]], "lrt")
    second = Sheet().table([72, 172, 272], [80, 100, 120], [["", "7"], ["总计", "8"]], "lrb")
    assert joined(first, second) == [[["项目", "数量"], ["规章", "7"], ["总计", "8"]]]


def test_a_row_of_blanks_behind_a_page_break_stays_a_row() -> None:
    blank = [["行政强制", "", ""], ["行政检查", "", "1"]]
    assert joined(Sheet().table(XS, LOW, ROWS), Sheet().table(XS, HIGH, blank)) == [[*ROWS, *blank]]


def test_a_label_over_rows_goes_on_over_the_page_break() -> None:
    first = Sheet().table([92, 172, 272], LOW, [["国家秘密", "1"], ["其他法律", "2"], ["内部事务", "3"]])
    first.rule(72, 700, 72, 760).rule(72, 700, 92, 700).rule(72, 760, 92, 760).lines(
        730, ["不", "予"], 77, 12
    )
    second = Sheet().table([92, 172, 272], HIGH, [["过程信息", "4"], ["执法案卷", "5"]])
    second.rule(72, 80, 72, 120).rule(72, 80, 92, 80).rule(72, 120, 92, 120)
    rows = joined(first, second)[0]
    assert [row[0] for row in rows] == ["不予"] * 5
    assert [row[2] for row in rows] == ["1", "2", "3", "4", "5"]


def test_tables_with_prose_between_them_stay_apart() -> None:
    second = Sheet().text(72, 60, "三、收到和处理政府信息公开申请情况").table(XS, HIGH, NEXT)
    assert joined(Sheet().table(XS, LOW, ROWS), second) == [ROWS, NEXT]


def test_a_table_of_other_columns_is_another_table() -> None:
    other = Sheet().table([72, 150, 372], HIGH, [["甲", "1"], ["乙", "2"]])
    assert len(joined(Sheet().table(XS, LOW, ROWS), other)) == 2


def test_lines_under_and_through_a_text_part_no_cell() -> None:
    sheet = Sheet().table(XS, YS, ROWS)
    sheet.rule(175, 113.5, 269, 113.5).rule(75, 130, 169, 130).rule(275, 148, 280, 148)
    assert grids(read(sheet)) == [ROWS]


def test_a_row_of_long_numbers_cut_by_the_page_break_is_one_row() -> None:
    columns = [72, 172, 200, 228]
    first = Sheet().table(columns, [700, 720, 760], [["项目", "甲", "乙"], ["总计", "9139", "7200"]], "lrt")
    second = Sheet().table(columns, [80, 100, 120], [["", "497", ""], ["结转", "8", "9"]], "lrb")
    rows = [["项目", "甲", "乙"], ["总计", "9139497", "7200"], ["结转", "8", "9"]]
    assert joined(first, second) == [rows]


def test_a_watermark_over_a_table_is_no_text_of_it() -> None:
    tall = Sheet().table(
        [72, 172, 272], [100, 120, 140, 200], [["信息内容", "件数"], ["规章", "5"], ["样", "8"]]
    )
    for x, char in ((90, "内"), (180, "部")):
        tall.text(x, 150, char, 60)
    assert grids(read(tall)) == [[["信息内容", "件数"], ["规章", "5"], ["样", "8"]]]


def test_a_stray_line_in_one_column_makes_no_row() -> None:
    sheet = Sheet().table(XS, YS, ROWS).rule(72, 136, 172, 136)
    assert grids(read(sheet)) == [ROWS]
    merged = Sheet().table([72, 172], [100, 120, 140], [["甲"], ["乙"]]).rule(172, 100, 272, 100)
    merged.rule(172, 140, 272, 140).rule(272, 100, 272, 140).text(175, 124, "5")
    assert grids(read(merged)) == [[["甲", "5"], ["乙", "5"]]]  # that is how it was published
