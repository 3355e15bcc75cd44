"""OFD: matrices and distances, templates, scans, page sizes, and damage."""

from __future__ import annotations

from typing import Any

import pytest

import extract
from extract.errors import BoundExceeded, DamagedDocument, NeedsOcr
from extract.grid import Content, Grid
from extract.readers import ocr
from extract.readers.ofd import read_ofd
from extract.readers.ofd_marks import deltas, numbers
from tests.extract.readers import scan_printer
from tests.extract.readers.ofd_documents import as_ofd, package, path_object, text_object
from tests.extract.readers.office_documents import random_figures, zipped
from tests.extract.readers.reading import broken_copies, grids, kinds, prose


def ruled(*lines: tuple[str, ...], top: float = 40) -> str:
    """A table of cells 30 by 8 millimetres."""
    boxes = [(20 + 30 * x, top + 8 * y, text) for y, line in enumerate(lines) for x, text in enumerate(line)]
    return "".join(
        path_object(x, y, 30, 8) + (text_object(x + 2, y + 2, text, 3) if text else "")
        for x, y, text in boxes
    )


TABLE = ruled(("信息内容", "数量"), ("规章", "12"), ("文件", ""))
EXPECTED = [["信息内容", "数量"], ["规章", "12"], ["文件", ""]]


def read(*pages: str, **more: Any) -> Content:
    return read_ofd(package(pages, "年度报告", **more))


def test_ruled_lines_make_a_grid_with_boxes_in_points() -> None:
    content = read(text_object(20, 20, "二、主动公开", 4) + TABLE)
    assert (prose(content), grids(content), content.title) == (["二、主动公开"], [EXPECTED], "年度报告")
    [grid] = [block for block in content.blocks if not isinstance(block, tuple)]
    assert grid.boxes is not None
    assert grid.boxes[1, 1].left == pytest.approx(50 * 72 / 25.4, abs=1)
    assert grid.boxes[1, 1].top == pytest.approx(48 * 72 / 25.4, abs=1)


def test_lines_drawn_one_by_one_and_thin_fills_rule_as_well() -> None:
    def stroke(x: float, y: float, dx: float, dy: float) -> str:
        data = f"<ofd:AbbreviatedData>M 0 0 L {dx} {dy}</ofd:AbbreviatedData>"
        return f'<ofd:PathObject Boundary="{x} {y} {max(dx, 0.1)} {max(dy, 0.1)}">{data}</ofd:PathObject>'

    rules = "".join(stroke(20, 40 + 8 * n, 60, 0) for n in range(4)) + "".join(
        stroke(20 + 30 * n, 40, 0, 24) for n in range(3)
    )
    texts = "".join(
        text_object(22 + 30 * x, 42 + 8 * y, text, 3)
        for y, line in enumerate(EXPECTED)
        for x, text in enumerate(line)
        if text
    )
    assert grids(read(rules + texts)) == [EXPECTED]


def test_a_matrix_scales_and_moves_what_an_object_draws() -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 5 6">甲乙丙丁戊己</ofd:TextCode>'
    scaled = f'<ofd:TextObject Boundary="20 100 40 8" CTM="0.5 0 0 0.5 0 2" Size="6">{code}</ofd:TextObject>'
    assert prose(read(scaled + TABLE))[-1] == "甲乙丙丁戊己"


def test_distances_may_be_run_lengths_and_numbers_are_bounded() -> None:
    assert deltas("g 3 4.2 1 g 2 5") == [4.2, 4.2, 4.2, 1, 5, 5]
    assert len(deltas("g 999999999 1")) <= 20_000
    assert numbers("1 2.50000000000001 -3e1 x nan 1e99") == [1, 2.50000000000001, -30, 1e5]


def test_a_shared_template_is_furniture_and_a_single_one_a_form() -> None:
    furniture = text_object(20, 150, "内部资料", 4)
    first, second = (text_object(20, 120, text, 4) for text in ("甲文在此", "乙文在此"))
    shared = read(first, second, templates=(furniture,), used=("t0", "t0"))
    assert prose(shared) == ["甲文在此", "乙文在此"]
    assert grids(read(first, second, templates=(TABLE,), used=("t0", ""))) == [EXPECTED]


def test_a_table_goes_on_on_the_next_page() -> None:
    first = ruled(("信息内容", "数量"), ("规章", "12"), top=250)
    content = read(first, ruled(("文件", ""), ("其他", "7"), top=20))
    assert grids(content) == [[["信息内容", "数量"], ["规章", "12"], ["文件", ""], ["其他", "7"]]]


SCANNED = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'


def test_a_scan_needs_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    scan = package([SCANNED], pictures={"5": b""})
    with pytest.raises(NeedsOcr):
        read_ofd(scan)
    assert [issue.code for issue in extract.read(scan).issues] == ["needs-ocr"]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
def test_a_picture_that_is_missing_or_damaged_is_an_issue() -> None:
    with pytest.raises(DamagedDocument, match="neither text nor a picture"):
        read_ofd(package([SCANNED]))
    damaged = read_ofd(package([SCANNED, SCANNED.replace("5", "6")], pictures={"5": b"no picture"}))
    assert [(issue.code, issue.locator.page) for issue in damaged.issues] == [
        ("unread-object", 1),
        ("damaged", 0),
    ]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
@pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.slow
def test_a_scanned_form_is_read() -> None:
    form = scan_printer.figures("2021", seed=14)
    pages = scan_printer.scanned(scan_printer.printed("2021", form), 150)
    pictures = {str(n): scan_printer.as_picture(page, "PNG") for n, page in enumerate(pages)}
    scan = package([SCANNED.replace("5", n) for n in pictures], pictures=pictures)
    reading = extract.read(scan)
    figures = {"/".join(key): float(text) for key, text in form.items()}
    assert {o.cell: o.value for o in reading.observations} == figures
    assert {o.locator.page for o in reading.observations} == set(range(len(pages)))
    assert all(o.confidence is not None for o in reading.observations)


LONG = "全年主动公开政府信息若干条，依申请公开办理若干件，均在法定期限内答复，无收费。" * 2


def test_a_page_that_is_a_picture_leaves_the_pages_of_text_to_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    text = text_object(20, 20, "二、主动公开", 4) + TABLE
    content = read(text, SCANNED + text_object(100, 280, "2", 3), text, pictures={"5": b""})
    assert grids(content) == [EXPECTED, EXPECTED]
    assert [(issue.code, issue.locator.page) for issue in content.issues] == [("needs-ocr", 1)]


def test_a_picture_beside_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    content = read(SCANNED + text_object(20, 20, LONG, 2), pictures={"5": b""})
    assert prose(content) == [LONG]
    assert [(issue.code, issue.locator.page) for issue in content.issues] == [("picture-not-read", 0)]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
@pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.slow
def test_pictures_between_pages_of_text_are_read_in_their_places() -> None:
    form = scan_printer.figures("2021", seed=14)
    pages = scan_printer.scanned(scan_printer.printed("2021", form), 150)
    picture = scan_printer.as_picture(pages[0], "PNG")
    text = text_object(20, 20, "前言" + LONG, 2), text_object(20, 20, "后记" + LONG, 2)
    content = read(text[0], SCANNED, text[1], pictures={"5": picture})
    shown = kinds(content)
    assert shown[0].startswith("前言")
    assert shown[-1].startswith("后记")
    assert shown.count("grid") >= 1
    assert {block.page for block in content.blocks if isinstance(block, Grid)} == {1}
    assert {table for table, _, _ in content.confidence} == set(range(shown.count("grid")))
    assert content.issues == ()


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
@pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.slow
def test_of_a_picture_beside_text_the_tables_are_read_where_the_text_has_none() -> None:
    form = scan_printer.figures("2021", seed=14)
    page = scan_printer.scanned(scan_printer.printed("2021", form), 150)[0]
    picture = scan_printer.as_picture(page, "PNG")
    beside = SCANNED + text_object(20, 20, LONG, 2)
    content = read(beside, pictures={"5": picture})
    assert [block for block in kinds(content) if block != "grid"] == [LONG]
    assert kinds(content).count("grid") >= 1
    assert (bool(content.confidence), content.issues) == (True, ())
    with_table = read(beside, TABLE, pictures={"5": picture})
    assert grids(with_table) == [EXPECTED]
    assert [issue.code for issue in with_table.issues] == ["picture-not-read"]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
def test_a_picture_that_is_not_in_the_package_is_told_and_the_text_read() -> None:
    content = read(text_object(20, 20, LONG, 2), SCANNED)
    assert prose(content) == [LONG]
    assert [(issue.code, issue.locator.page) for issue in content.issues] == [("unread-object", 1)]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
def test_the_picture_of_a_scan_may_stand_in_a_template_of_its_own() -> None:
    with pytest.raises(DamagedDocument, match="in the package"):
        read("", templates=(SCANNED,), used=("t0",))
    content = read("", templates=(SCANNED,), used=("t0",), pictures={"5": b"no picture"})
    assert [issue.code for issue in content.issues] == ["damaged"]


def test_pages_that_show_nothing_are_damage() -> None:
    with pytest.raises(DamagedDocument, match="neither text nor a picture"):
        read("", "")


def test_a_page_that_is_missing_is_an_issue_and_the_others_are_read() -> None:
    whole = {name: text for name, text in _parts(package([TABLE, TABLE])).items() if "Page_0" not in name}
    content = read_ofd(zipped(whole))
    assert grids(content) == [EXPECTED]
    assert [(issue.code, issue.locator.page) for issue in content.issues] == [("damaged-page", 0)]


def test_composite_objects_are_counted() -> None:
    content = read(TABLE + '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>')
    assert [issue.code for issue in content.issues] == ["unread-object"]


def _parts(data: bytes) -> dict[str, str]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_is_no_ofd_is_refused() -> None:
    with pytest.raises(DamagedDocument, match=r"OFD\.xml"):
        read_ofd(zipped({"other.xml": "<a/>"}))
    with pytest.raises(BoundExceeded):
        read_ofd(package([text_object(0, 0, "甲", 3), " " * 60_000_000]))


def test_cut_and_broken_files_end_in_an_error_or_a_result() -> None:
    whole = as_ofd("2021", random_figures("2021", 1))
    broken = broken_copies(whole, seed=2, changed=60)
    codes = {issue.code for data in broken for issue in extract.read(data).issues}
    assert "reader-failed" not in codes
    assert "document-not-read" in codes
