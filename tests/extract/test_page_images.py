"""A figure shown where it stands: a frame around its cell on the page, or the table with the cell marked."""

from __future__ import annotations

import zlib
from pathlib import Path
from struct import unpack

import pytest

import extract
from archive.models import Locator
from extract.errors import DamagedDocument, ReadError
from extract.readers import office, read_content
from extract.rendering import PDF, Rendering, render
from extract.rendering.office import place, to_pdf
from tests.extract.readers.office_documents import as_docx, as_xlsx, random_figures
from tests.extract.readers.pdf_documents import Sheet, pdf
from tests.extract.readers.pdf_printing import ALIGNMENTS, office_page
from tests.extract.rendering import STYLES

XS, YS = [72, 172, 272, 372], [100, 120, 140, 160]
ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "", "5"], ["行政规范性文件", "12", "-3"]]
FRAME = (200, 30, 20)
SCALE = 110 / 72  # pixels to a point

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


def framed(png: bytes) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the frame's pixels."""
    width, height = unpack(">II", png[16:24])
    start = png.index(b"IDAT") + 4
    size = unpack(">I", png[start - 8 : start - 4])[0]
    rows = zlib.decompress(png[start : start + size])
    stride = 1 + 3 * width
    found = [
        (x, y)
        for y in range(height)
        if bytes(FRAME) in (line := rows[y * stride + 1 : (y + 1) * stride])
        for x in range(width)
        if line[3 * x : 3 * x + 3] == bytes(FRAME)
    ]
    xs, ys = zip(*found, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("extra", ["", "/MediaBox[0 0 595 900]/CropBox[20 30 575 842]"])
def test_the_frame_encloses_the_cell_and_nothing_else(extra: str) -> None:
    made = render(pdf(Sheet(), Sheet(extra=extra).table(XS, YS, ROWS)), PDF, Locator(1, 0, 2, 1))
    assert (made.media_type, made.is_marked, made.page, made.notes) == ("image/png", True, 1, ())
    left, top, right, bottom = framed(made.content)
    assert (right - left) / SCALE == pytest.approx(100, abs=8)
    assert (bottom - top) / SCALE == pytest.approx(20, abs=8)
    if not extra:
        assert left / SCALE == pytest.approx(172, abs=5)
        assert top / SCALE == pytest.approx(140, abs=5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_rotated_page_the_frame_turns_with_it(turn: int) -> None:
    sheet = Sheet(extra=f"/Rotate {turn}").table(XS, YS, ROWS)
    made = render(pdf(sheet), PDF, Locator(0, 0, 2, 1))
    width, height = unpack(">II", made.content[16:24])
    assert (width > height) == (turn != 180)
    if made.is_marked:  # text on its side is no table; the page is shown all the same
        left, top, right, bottom = framed(made.content)
        assert 0 < left < right < width
        assert 0 < top < bottom < height


def test_a_place_that_is_not_there_is_said_and_no_frame_drawn() -> None:
    made = render(pdf(Sheet().table(XS, YS, ROWS)), PDF, Locator(0, 3, 9, 9))
    assert not made.is_marked
    assert "no box" in made.notes[0]
    assert made.content.startswith(b"\x89PNG")


def test_a_page_that_is_not_there_and_damage_raise() -> None:
    with pytest.raises(DamagedDocument, match="found 1 pages"):
        render(pdf(Sheet().lines(72, ["年报"] * 9)), PDF, Locator(7, 0, 0, 0))
    with pytest.raises(ReadError):
        render(b"%PDF-1.7 no more", PDF, Locator(0, 0, 0, 0))


def html_table(made: Rendering) -> str:
    assert made.media_type == "text/html"
    return made.content.decode()


def test_a_web_page_shows_its_table_with_one_cell_marked_and_nothing_that_acts() -> None:
    page = (
        "<table><tr><td onclick='x()'>信息<script>alert(1)</script>内容</td>"
        "<td colspan=2>数&lt;b&gt;</td></tr>"
        "<tr><td rowspan=2>规章</td><td>12<img src=http://other.example/x></td><td>&lt;script&gt;y</td></tr>"
        "<tr><td>3</td><td>4</td></tr></table>"
    )
    made = render(page.encode(), "text/html", Locator(None, 0, 1, 1))
    table = html_table(made)
    assert made.is_marked
    assert table == (
        '<table class="as-read"><tr><td>信息内容</td><td colspan="2">数&lt;b&gt;</td></tr>'
        '<tr><td rowspan="2">规章</td><td class="marked"><mark>12</mark></td><td>&lt;script&gt;y</td></tr>'
        "<tr><td>3</td><td>4</td></tr></table>"
    )


def test_the_charset_of_the_header_counts() -> None:
    page = "<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>".encode("gb18030")
    made = render(page, "text/html", Locator(None, 0, 1, 0), charset="gb18030")
    assert "<mark>文件</mark>" in html_table(made)


def test_of_a_large_table_the_part_around_the_cell_is_shown() -> None:
    rows = "".join(f"<tr><td>行{n}</td><td>{n}</td></tr>" for n in range(5000))
    made = render(f"<table>{rows}</table>".encode(), "text/html", Locator(None, 0, 4000, 1))
    table = html_table(made)
    assert "<mark>4000</mark>" in table
    assert table.count("<tr>") == 80
    assert "large" in made.notes[0]


def test_figures_of_running_text_are_said_to_stand_in_no_table() -> None:
    made = render("<p>全年收到申请46件。</p>".encode(), "text/html", Locator(None, 4, 0, 0))
    assert (made.content, made.is_marked) == (b"", False)
    assert "no table" in made.notes[0]


@pytest.mark.parametrize("kind", ["xlsx", "html", "tabs"])
def test_every_figure_of_a_format_without_pages_is_marked_in_its_table(kind: str) -> None:
    figures = random_figures("2021", 4)
    data = as_xlsx("2021", figures) if kind == "xlsx" else STYLES[kind][0]("2021", figures)
    reading = extract.read(data)
    assert len(reading.observations) == len(figures)
    for observation in reading.observations:
        made = render(data, reading.media_type, observation.locator)
        assert made.is_marked, observation
        marked = html_table(made).partition("<mark>")[2].partition("</mark>")[0]
        assert marked.replace("&nbsp;", "") == observation.raw


def test_without_libreoffice_a_word_document_shows_its_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    data = as_docx("2021", random_figures("2021", 4))
    reading = extract.read(data)
    made = render(data, reading.media_type, reading.observations[-1].locator)
    assert made.is_marked
    assert "LibreOffice" in made.notes[0]


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "doc"])
def test_every_figure_of_a_word_document_has_its_place_on_the_printed_page(
    suffix: str, tmp_path: Path
) -> None:
    source = tmp_path / "form.html"
    source.write_text(
        office_page("2021", random_figures("2021", 3), ruled=True, align=ALIGNMENTS[0]), "utf-8"
    )
    odt = office.convert([source], "odt", tmp_path)[source]
    data = office.convert([odt], suffix, tmp_path)[odt].read_bytes()
    reading = extract.read(data)
    printed = to_pdf(data, suffix)
    _, ours = read_content(data, reading.media_type)
    _, theirs = read_content(printed, PDF)
    found = {o.cell: place(ours, theirs, o.locator) for o in reading.observations}
    assert len(found) > 190
    assert [cell for cell, box in found.items() if box is None] == []
    assert len({box.page for box in found.values() if box}) > 1

    made = render(data, reading.media_type, reading.observations[-1].locator, convert=lambda *_: printed)
    assert made.is_marked
    left, top, right, bottom = framed(made.content)
    assert (left < right, top < bottom) == (True, True)


def test_below_a_page_without_a_frame_stands_the_table_as_it_was_read() -> None:
    data = as_docx("2021", random_figures("2021", 3))
    reading = extract.read(data)
    figure = reading.observations[-1]
    other = pdf(Sheet().table(XS, YS, ROWS))
    made = render(data, reading.media_type, figure.locator, convert=lambda *_: other)
    assert (made.media_type, made.is_marked) == ("image/png", False)
    assert f"<mark>{figure.raw}</mark>" in made.table


def test_where_printed_tables_differ_from_ours_no_box_is_guessed() -> None:
    row = "<tr><td>甲</td><td>1</td></tr>"
    ours = read_content(f"<table>{row}{row}<tr><td>乙</td><td>2</td></tr></table>".encode(), "text/html")[1]
    printed = pdf(Sheet().table(XS[:3], YS, [["甲", "1"], ["丙", "9"], ["乙", "3"]]))
    theirs = read_content(printed, PDF)[1]
    assert place(ours, theirs, Locator(None, 0, 0, 1)) is None  # two rows of ours say the same
    assert place(ours, theirs, Locator(None, 0, 2, 1)) is None  # no row of theirs says this
