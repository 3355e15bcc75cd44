"""Characters of PDF that are set or mapped oddly: slanted, spaced out, typed on, without width or meaning."""

from __future__ import annotations

import pytest

from extract.errors import NeedsOcr
from extract.readers import pdf as pdf_reader
from extract.readers.pdf.borderless import AlignedTable, find_tables
from extract.readers.pdf.marks import Glyph
from extract.readers.pdf.text import TextLine, make_line
from tests.extract.readers.pdf_documents import HEIGHT, Sheet, pdf, stream
from tests.extract.readers.reading import codes, grids, prose
from tests.extract.readers.reading import read as read_document
from tests.extract.readers.test_pdf import LONG, read
from tests.extract.readers.test_pdf_tables import ROWS, XS, YS


def test_slanted_letters_are_text() -> None:
    sheet = Sheet().table(XS, YS, ROWS)
    code = "斜体字".encode("utf-16-be").hex()
    sheet.operators.append(f"BT /F 10 Tf 1 0 0.25 1 72 {HEIGHT - 60} Tm <{code}> Tj ET")
    assert prose(read(sheet)) == ["斜体字"]


def test_digits_set_apart_evenly_are_one_number_and_others_are_not() -> None:
    def spread(text: str, y: float, gap: float) -> None:
        for n, digit in enumerate(text):
            sheet.text(180 + n * (5 + gap), y, digit)

    sheet = Sheet().table([72, 172, 372], [100, 120, 140, 160], [["甲"], ["乙"], ["丙"]])
    spread("1250", 112, 2.4)
    spread("12", 132, 6)
    spread("12", 152, 2.4)
    sheet.text(194.8, 152, "34")
    assert [row[1] for row in grids(read(sheet))[0]] == ["1250", "1 2", "1 2 34"]


def test_a_figure_less_than_a_point_wide_stands_in_a_column_of_its_own() -> None:
    sheet = Sheet()
    for y, label in ((100, "规章"), (116, "文件"), (132, "其他")):
        sheet.text(72, y, label).text(200, y, "5").text(300, y - 3, "7", 1)
    assert grids(read(sheet)) == [[["规章", "5", "7"], ["文件", "5", "7"], ["其他", "5", "7"]]]


def test_a_figure_without_any_width_does_no_harm() -> None:
    def line(middle: float, *placed: tuple[str, float, float]) -> TextLine:
        return make_line(
            0, [Glyph(char, left, middle - 5, right, middle + 5) for char, left, right in placed]
        )

    rows = [line(y, ("甲", 72, 82), ("5", 200, 205), ("7", 300, 300)) for y in (100, 120, 140)]
    [table] = find_tables(rows)
    assert isinstance(table, AlignedTable)
    shown = [[cell.text for cell in row if cell and cell.text] for row in table.grid(0).rows]
    assert shown == [["甲", "5", "7"]] * 3


def test_a_font_without_a_map_to_unicode_needs_character_recognition() -> None:
    """Its codes are numbers of glyphs, which may look like letters, ideographs or blanks."""
    for text in ("\x13\x14\x15$%&" * 9, LONG):
        named = pdf(Sheet().text(72, 100, text))
        unmapped = named.replace(b"/UniGB-UCS2-H", b"/Identity-H  ").replace(b"(GB1)", b"(Xy1)")
        assert len(unmapped) == len(named)
        with pytest.raises(NeedsOcr):
            pdf_reader.read_pdf(unmapped)


def test_digits_without_a_map_to_unicode_are_no_blanks() -> None:
    """Bare numbers of glyphs below 33 are not taken for control characters, which print nothing."""
    page = Sheet().table([72, 172, 272], [100, 120, 140], [[LONG[:9], LONG[9:18]], ["规章", ""]])
    page.lines(300, [LONG] * 4)
    page.operators.append(f"BT /G 10 Tf 180 {HEIGHT - 132} Td <00130014> Tj ET")
    objects = pdf(page).replace(b"/Font<</F 3 0 R>>", b"/Font<</F 3 0 R/G 9 0 R>>")
    font = (
        b"9 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/Other/Encoding/Identity-H"
        b"/DescendantFonts[10 0 R]>>\nendobj\n"
        b"10 0 obj\n<</Type/Font/Subtype/CIDFontType0/BaseFont/Other/DW 500/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Xy1)/Supplement 0>>>>\nendobj\n"
    )
    content = read_document(objects.replace(b"xref\n", font + b"xref\n", 1), "application/pdf")
    [grid] = grids(content)
    assert grid[1] == ["规章", "\ufffd\ufffd"]


FONTS = "/Resources<</Font<</F 3 0 R>>>>"


def typed_on(kind: str, resources: str) -> bytes:
    rect = f"/Rect[175 {HEIGHT - 138} 270 {HEIGHT - 122}]"
    note = f"/Annots[<</Type/Annot/Subtype{kind}{rect}/F 4/AP<</N 9 0 R>>>>]"
    page = Sheet(extra=note + resources).table(XS, YS, ROWS)
    shown = stream(
        b"BT /F 10 Tf 3 4 Td <0037> Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 95 16]" + FONTS.encode()
    )
    return pdf(page).replace(b"xref\n", b"9 0 obj\n" + shown + b"\nendobj\nxref\n", 1)


@pytest.mark.parametrize("kind", ["/FreeText", "/Widget/FT/Tx/T(a)/V(7)"])
def test_what_was_typed_onto_a_page_is_read(kind: str) -> None:
    content = read_document(typed_on(kind, FONTS), "application/pdf")
    assert (grids(content), codes(content)) == ([[ROWS[0], ["规章", "7", "5"], ROWS[2]]], [])


def test_what_was_typed_onto_a_page_is_told_where_it_cannot_be_read() -> None:
    content = read_document(typed_on("/FreeText", ""), "application/pdf")
    assert (grids(content), codes(content)) == ([ROWS], ["unread-object"])
