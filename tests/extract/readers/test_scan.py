"""Scans and pictures: nearly every figure right, no wrong one verified, nothing lost without the extra."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

import extract
from archive.models import CheckResult, Identity, Locator, Observation, Outcome, Reading, Status, Term
from extract.readers import ocr
from extract.recognition import marked
from tests.extract.form import Key, keys
from tests.extract.readers import scan_printer

needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
needs_printer = pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def wrong(reading: Reading, form: Mapping[Key, str]) -> dict[Key, Observation | None]:
    """The figures that were not read as printed."""
    read = {(o.table, o.row, o.column): o for o in reading.observations}
    values = {key: o.value for key, o in read.items()}
    return {key: read.get(key) for key, text in form.items() if values.get(key) != float(text)}


@needs_ocr
@needs_printer
@pytest.mark.slow
@pytest.mark.parametrize(
    ("edition", "dpi", "skew"),
    [("2021", 150, -1.0)],  # the others are in test_format_matrix
)
def test_a_scanned_form_is_read(edition: str, dpi: int, skew: float) -> None:
    form = scan_printer.figures(edition, seed=dpi)
    pages = scan_printer.scanned(scan_printer.printed(edition, form), dpi, skew)

    reading = extract.read(scan_printer.as_pdf(pages, dpi))

    misread = wrong(reading, form)
    assert len(misread) <= 0.005 * len(form), misread
    assert [o for o in misread.values() if o is not None and o.is_verified] == []
    assert reading.edition == edition
    assert (reading.title or "").endswith("政府信息公开工作年度报告")
    assert [s.number for s in reading.sections if s.number] == list("一二三四五六")
    assert all(o.confidence is not None and 0 <= o.confidence <= 1 for o in reading.observations)
    summed = [o for o in reading.observations if o.table != "disclosure" and o.value is not None]
    if not misread:
        assert all(o.is_verified for o in summed)
    assert not any(o.is_verified for o in reading.observations if o.table == "disclosure")


@needs_ocr
@needs_printer
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG"])
def test_a_picture_of_a_page_is_read(kind: str) -> None:
    form = scan_printer.figures("2021", seed=5)
    page = scan_printer.scanned(scan_printer.printed("2021", form), 150)[0]

    reading = extract.read(scan_printer.as_picture(page, kind))

    on_page = {
        key: form[key] for key in form if key in {(o.table, o.row, o.column) for o in reading.observations}
    }
    assert len(on_page) > 100
    assert wrong(reading, on_page) == {}


@needs_ocr
def test_a_published_sum_that_is_wrong_verifies_nothing_of_its_row_and_column() -> None:
    cells = [("a", 1), ("b", 2), ("total", 4)]
    observations = tuple(
        Observation("t", row, "x", value, Status.REPORTED, str(value), None, Locator(0, 0, n, 1))
        for n, (row, value) in enumerate(cells)
    )
    identity = Identity(
        "sum", 1, "t", "column", ("x",), (Term((("a", "b"),)),), (Term((("total",),)),), "", ""
    )
    failed = CheckResult("sum", 1, Outcome.FAIL, 3, 4, ("t/a/x", "t/b/x", "t/total/x"))
    held = CheckResult("sum", 1, Outcome.PASS, 4, 4, ("t/total/x", "t/other/x"))

    found = marked(observations, {(0, n, 1): 0.9 for n in range(3)}, [failed, held], [identity])

    assert [o.is_verified for o in found] == [False] * 3
    assert [o.confidence for o in found] == [0.9] * 3


def test_figures_read_from_characters_carry_no_mark() -> None:
    one = Observation("t", "a", "x", 1, Status.REPORTED, "1", None, Locator(0, 0, 0, 1))
    assert marked((one,), {}, [], []) == (one,)
    assert one.confidence is None
    assert one.is_verified is None


def test_without_the_extra_a_picture_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)

    reading = extract.read(_PNG_HEAD + b"\0" * 100)

    assert reading.media_type == "image/png"
    assert reading.reader == extract.UNREAD
    assert [(issue.code, issue.severity) for issue in reading.issues] == [("needs-ocr", "error")]
    assert "nianbao[ocr]" in reading.issues[0].message


@needs_ocr
@pytest.mark.parametrize(
    "data",
    [
        _PNG_HEAD + b"\0" * 100,
        b"\xff\xd8\xff" + b"\xe0" * 500,
        b"GIF89a" + b"\x01" * 20,
        b"II*\0" + b"\xff" * 64,
    ],
)
def test_a_damaged_picture_gets_an_issue(data: bytes) -> None:
    reading = extract.read(data)

    assert reading.observations == ()
    assert [issue.code for issue in reading.issues] == ["damaged"]


@needs_ocr
def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked() -> None:
    from PIL import Image

    huge = io.BytesIO()
    Image.new("1", (9000, 9000), 1).save(huge, "PNG")

    reading = extract.read(huge.getvalue())

    assert [issue.code for issue in reading.issues] == ["document-not-read"]
    assert "9000 x 9000" in reading.issues[0].message


@needs_ocr
@needs_printer
@pytest.mark.slow
def test_dashes_and_slashes_are_markers_and_no_ones() -> None:
    form = scan_printer.figures("2021", seed=6)
    marks = ["—", "/", "-", "", "1", "7", "11"]
    places = [key for key in keys("2021") if key[0] == "applications"][: 6 * len(marks)]
    form.update({key: marks[number % len(marks)] for number, key in enumerate(places)})
    page = scan_printer.scanned(scan_printer.printed("2021", form), 150)[0]

    reading = extract.read(scan_printer.as_picture(page, "PNG"))

    read = {(o.table, o.row, o.column): o.status for o in reading.observations}
    due = {"": Status.BLANK, "—": Status.MARKER, "/": Status.MARKER, "-": Status.MARKER}
    assert {key: read[key] for key in places} == {key: due.get(form[key], Status.REPORTED) for key in places}
