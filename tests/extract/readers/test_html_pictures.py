"""Web pages whose tables are pictures: inlined or fetched, read where they stand."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import pytest

import extract
from archive.models import Hints
from extract.readers import html_pictures, ocr
from tests.extract.form import Figures
from tests.extract.readers import scan_printer

URL = "http://www.a.gov.cn/xxgk/2024/1.html"
needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
needs_printer = pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def form() -> Figures:
    return scan_printer.figures("2021", seed=11)


@pytest.fixture(scope="module")
def scans(form: Figures) -> list[bytes]:
    pages = scan_printer.scanned(scan_printer.printed("2021", form), 150)
    return [scan_printer.as_picture(page, "PNG") for page in pages]


def page_of(sources: list[str]) -> bytes:
    pictures = "".join(f"<p><span><img src='{source}' alt=''></span></p>" for source in sources)
    title = "某区某局2023年政府信息公开工作年度报告"
    text = f"<html><title>{title}</title><body><h1>{title}</h1>{pictures}<p>落款</p></body></html>"
    return text.encode()


def assert_whole(page: bytes, pictures: Mapping[str, bytes], form: Figures) -> None:
    reading = extract.read(page, Hints(url=URL), pictures)
    read = {(o.table, o.row, o.column): o for o in reading.observations}
    assert {key: o.value for key, o in read.items()} == {key: float(text) for key, text in form.items()}
    assert {o.locator.page for o in reading.observations} == {0, 1}
    assert all(o.confidence is not None for o in reading.observations)
    assert (reading.year, reading.reader.partition("/")[0]) == (2023, "html")


@needs_ocr
@needs_printer
@pytest.mark.slow
def test_tables_in_fetched_pictures_are_read_with_the_page(form: Figures, scans: list[bytes]) -> None:
    names = ["./图1.png", "/xxgk/2024/%E5%9B%BE2.png?v=1&amp;w=2"]
    urls = ["http://www.a.gov.cn/xxgk/2024/%E5%9B%BE1.png", "http://www.a.gov.cn/xxgk/2024/图2.png?v=1&w=2"]
    assert_whole(page_of(names), dict(zip(urls, scans, strict=True)), form)


@needs_ocr
@needs_printer
@pytest.mark.slow
def test_tables_in_inlined_pictures_are_read(form: Figures, scans: list[bytes]) -> None:
    inlined = [f"data:image/png;base64,{base64.b64encode(scan).decode()}" for scan in scans]
    assert_whole(page_of(inlined), {}, form)


@needs_ocr
def test_icons_and_damaged_pictures_do_no_harm() -> None:
    broken = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(5000)).decode()
    page = page_of(["data:image/gif;base64,R0lGODlhAQABAAAAACw=", f"data:image/png;base64,{broken}", "x.png"])
    reading = extract.read(page, Hints(url=URL))
    assert "damaged" in {issue.code for issue in reading.issues}
    assert reading.title == "某区某局2023年政府信息公开工作年度报告"
    assert "NIANBAO" not in str(reading)


def test_without_the_extra_the_page_says_that_its_pictures_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    reading = extract.read(
        page_of(["1.png"]), Hints(url=URL), {"http://www.a.gov.cn/xxgk/2024/1.png": bytes(9000)}
    )
    assert ("needs-ocr", "warning") in [(issue.code, issue.severity) for issue in reading.issues]
    assert reading.year == 2023
    assert "NIANBAO" not in str(reading)


def test_a_picture_within_a_cell_leaves_the_table_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "<tr><td>规章<img src='1.png'></td><td>12</td></tr><tr><td>文件</td><td>3</td></tr>"
    page = f"<table>{rows}</table>".encode()
    seen: list[Any] = []

    def nothing(found: list[bytes], *, is_blind: bool) -> ocr.Recognised:
        seen.extend(found)
        return ocr.Recognised({}, ())

    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(html_pictures, "_recognised", nothing)
    content = html_pictures.read_page(page, None, {"http://www.a.gov.cn/xxgk/2024/1.png": bytes(9000)}, URL)
    (grid,) = content.blocks
    assert [[cell.text for cell in row if cell] for row in grid.rows] == [["规章", "12"], ["文件", "3"]]  # type: ignore[union-attr]
    assert len(seen) == 1
