"""Pages of scans: turned ones, many of them, mixed with pages of text; and where each cell stands."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest

import extract
from archive.models import Reading
from extract.grid import Box, Content, Grid
from extract.readers import image, ocr, scan
from extract.readers.ocr import budget
from tests.extract.form import Figures
from tests.extract.readers import scan_printer
from tests.extract.readers.pdf_documents import Sheet, pdf

pytestmark = [
    pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]"),
    pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.slow,  # a page takes a second or two
]
DPI = 150


@pytest.fixture(scope="module")
def form() -> Figures:
    return scan_printer.figures("2021", seed=8)


@pytest.fixture(scope="module")
def paper(form: Figures) -> bytes:
    return scan_printer.printed("2021", form)


@pytest.fixture(scope="module")
def pages(paper: bytes) -> list[Any]:
    return scan_printer.scanned(paper, DPI)


@pytest.fixture(scope="module")
def upright(pages: list[Any]) -> Reading:
    return extract.read(scan_printer.as_pdf(pages, DPI))


def values(reading: Reading) -> dict[str, Any]:
    return {o.cell: o.value for o in reading.observations}


def boxes(content: Content) -> Iterator[Box]:
    for block in content.blocks:
        if isinstance(block, Grid):
            assert block.boxes is not None
            yield from block.boxes.values()


def turned_picture(page: Any, quarters: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(page).rotate(90 * quarters, expand=True).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def straight(pages: list[Any]) -> Reading:
    return extract.read(turned_picture(pages[0], 0))


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_picture_lying_on_its_side_or_head_is_read(
    pages: list[Any], straight: Reading, quarters: int
) -> None:
    turned = extract.read(turned_picture(pages[0], quarters))
    assert len(straight.observations) > 100
    assert values(turned) == values(straight)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_boxes_lie_on_the_picture_as_it_was_given(pages: list[Any], quarters: int) -> None:
    import numpy as np
    from PIL import Image

    data = turned_picture(pages[0], quarters)
    picture = Image.open(io.BytesIO(data)).convert("L")
    found = list(boxes(image.read_places(data)))
    width, height = (side * 72 / 200 for side in image.page_size(*picture.size))
    assert len(found) > 150
    assert all(0 <= box.left < box.right <= width and 0 <= box.top < box.bottom <= height for box in found)
    grey, to_pixels = np.asarray(picture), picture.width / width
    ruled = []
    for box in found:  # a line runs along the left side of the cell
        left, top, bottom = (round(side * to_pixels) for side in (box.left, box.top, box.bottom))
        ruled.append((grey[top:bottom, max(0, left - 6) : left + 6].min(axis=1) < 128).mean() > 0.8)
    assert sum(ruled) > 0.95 * len(ruled)


def test_a_rotated_page_of_a_pdf_is_read_as_it_is_shown(pages: list[Any], upright: Reading) -> None:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(scan_printer.as_pdf(pages, DPI)) as document:
        document[0].set_rotation(90)
        document[1].set_rotation(270)
        file = io.BytesIO()
        document.save(file)
    assert values(extract.read(file.getvalue())) == values(upright)


def test_places_without_recognition_are_those_of_the_reading(pages: list[Any], upright: Reading) -> None:
    places = scan.read_places(scan_printer.as_pdf(pages, DPI), last=1)
    grids = {block.index: block for block in places.blocks if isinstance(block, Grid)}
    for observation in upright.observations:
        page, table, row, column = observation.locator
        assert table is not None
        assert row is not None
        assert column is not None
        found = grids[table].boxes
        assert found is not None
        assert found[row, column].page == page


def test_a_page_of_text_between_scanned_ones_keeps_its_place(
    paper: bytes, pages: list[Any], form: Figures
) -> None:
    """Page one printed, page two scanned: one file, both read, the picture's figures marked as recognised."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(paper) as text, pdfium.PdfDocument(scan_printer.as_pdf(pages, DPI)) as scanned:
        mixed = pdfium.PdfDocument.new()
        mixed.import_pages(text, [0])
        mixed.import_pages(scanned, [1])
        file = io.BytesIO()
        mixed.save(file)
        mixed.close()
    reading = extract.read(file.getvalue())
    assert [issue for issue in reading.issues if issue.code == "needs-ocr"] == []
    by_page = {o.locator.page: o for o in reading.observations}
    assert set(by_page) == {0, 1}
    assert all((o.confidence is None) == (o.locator.page == 0) for o in reading.observations)
    expected = {"/".join(key): float(text) for key, text in form.items()}
    assert {cell: expected[cell] for cell in values(reading)} == values(reading)


def test_of_a_picture_beside_text_the_tables_are_read(pages: list[Any], form: Figures) -> None:
    height, width = pages[0].shape
    head = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
    jpeg = scan_printer.as_picture(pages[0], "JPEG")
    picture = f"{head}/BitsPerComponent 8/Filter/DCTDecode/Length {len(jpeg)}>>stream\n".encode() + jpeg
    fonts = "/Resources<</Font<</F 3 0 R>>/XObject<</I 9 0 R>>>>"
    text = "全年主动公开政府信息若干条，依申请公开办理若干件，均在法定期限内答复，没有收取任何费用。" * 2
    sheet = Sheet(["q 595 0 0 842 0 0 cm /I Do Q"], fonts).text(20, 838, text, 5)
    data = pdf(sheet).replace(b"xref\n", b"9 0 obj\n" + picture + b"\nendstream\nendobj\nxref\n", 1)
    content = scan.read_text_or_scan(data)
    assert [block.text for block in content.blocks if not isinstance(block, Grid)] == [text]
    assert content.issues == ()
    read = values(extract.read(data))
    assert len(read) > 100
    expected = {"/".join(key): float(printed) for key, printed in form.items()}
    assert {cell: expected[cell] for cell in read} == read


def test_mixed_pages_without_the_extra_wait(
    paper: bytes, pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(paper) as text, pdfium.PdfDocument(scan_printer.as_pdf(pages, DPI)) as scanned:
        text.import_pages(scanned, [1])
        file = io.BytesIO()
        text.save(file)
    monkeypatch.setattr(scan, "is_available", lambda: False)
    reading = extract.read(file.getvalue())
    assert len(reading.observations) > 100
    assert ("needs-ocr", len(pages)) in [(issue.code, issue.locator.page) for issue in reading.issues]


def test_what_the_time_does_not_suffice_for_is_named_and_the_rest_is_read(
    pages: list[Any], upright: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    render = scan._picture

    def slowly(document: Any, number: int) -> Any:
        now[0] += 30.0 * (number == 1)
        return render(document, number)

    monkeypatch.setattr(scan, "_picture", slowly)
    monkeypatch.setattr("time.process_time", lambda: now[0])
    data = scan_printer.as_pdf(pages, DPI)
    cut = extract.read(data)
    assert [issue.locator.page for issue in cut.issues if issue.code == "ocr-budget"] == [1]
    assert {o.locator.page for o in cut.observations} == {0}
    with budget.allowing(100):
        whole = extract.read(data)
    assert values(whole) == values(upright)
    assert "ocr-budget" not in {issue.code for issue in whole.issues}


def test_pages_with_tables_come_first_where_there_are_many(
    pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    bare = np.full_like(pages[0], 255)
    rendered: list[int] = []
    render = scan._picture

    def noted(document: Any, number: int) -> Any:
        rendered.append(number)
        return render(document, number)

    monkeypatch.setattr(scan, "_picture", noted)
    extract.read(scan_printer.as_pdf([bare] * 9 + [pages[1]], DPI))
    assert rendered == [*range(10), 9, *range(9)]  # a quick look at all, then the one with a table


def test_pictures_within_a_web_page_are_unpacked_within_the_time_as_well(
    pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    unpack = image._page_of

    def slowly(picture: Any) -> Any:
        now[0] += 20.0
        return unpack(picture)

    monkeypatch.setattr(image, "_page_of", slowly)
    monkeypatch.setattr("time.process_time", lambda: now[0])
    inlined = base64.b64encode(scan_printer.as_picture(pages[0], "PNG")).decode()
    tags = f'<img src="data:image/png;base64,{inlined}">' * 3
    reading = extract.read(f"<html><body><p>年报</p>{tags}</body></html>".encode())
    [left] = [issue for issue in reading.issues if issue.code == "ocr-budget"]
    assert left.locator.page == 1
    assert now[0] == 40.0  # the third one was not unpacked
