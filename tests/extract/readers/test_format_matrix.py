"""The matrix of the acceptance: figures of three editions in every format.

Every figure is right in every electronic format; of scans at least 99.5 % are, and no wrong one is verified.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import extract
from archive.models import Hints
from extract.editions import load
from tests.extract.form import Figures
from tests.extract.readers import format_printers, scan_printer
from tests.extract.readers.format_printers import Documents
from tests.extract.readers.office_documents import random_figures, title, value_of

EDITIONS = ("2014", "2019", "2021")
ELECTRONIC = (
    *("html", "docx", "doc", "wps", "rtf", "xlsx", "xls", "ofd", "zip", "rar", "7z"),
    *("pdf-libreoffice", "pdf-chromium", "pdf-borderless"),
)
PICTURES = ("scan-150", "scan-300", "html-png")
SUFFIXES = {"pdf-libreoffice": "pdf", "pdf-chromium": "pdf", "pdf-borderless": "pdf", "html-png": "html"}
SECTIONS = {"2014": "一六七", "2019": "一二三四五六", "2021": "一二三四五六"}
READERS = {"wps": "doc", "xlsx": "sheets", "xls": "sheets"}
pytestmark = pytest.mark.slow


def codes_of(edition: str) -> set[str]:
    """The form's equations."""
    return {identity.code for identity in load()[edition].identities}


@pytest.fixture(scope="module")
def forms() -> Mapping[str, Figures]:
    return {edition: random_figures(edition, 1) for edition in EDITIONS}


@pytest.fixture(scope="module")
def sums() -> Mapping[str, Figures]:
    """Figures that add up, so that the form's identities can verify what was recognised."""
    return {edition: scan_printer.figures(edition, seed=3) for edition in EDITIONS}


@pytest.fixture(scope="module")
def documents(
    tmp_path_factory: pytest.TempPathFactory, forms: Mapping[str, Figures]
) -> Mapping[str, Documents]:
    return format_printers.electronic(forms, tmp_path_factory.mktemp("electronic"))


@pytest.fixture(scope="module")
def pictures(
    tmp_path_factory: pytest.TempPathFactory, sums: Mapping[str, Figures]
) -> Mapping[str, Documents]:
    return format_printers.scanned(sums, tmp_path_factory.mktemp("scanned"))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("form", ELECTRONIC)
def test_every_figure_is_right(
    form: str, edition: str, documents: Mapping[str, Documents], forms: Mapping[str, Figures]
) -> None:
    if form not in documents:
        pytest.skip(f"this machine lacks a program that writes {form}")
    reading = extract.read(documents[form][edition], Hints(filename=f"年报.{SUFFIXES.get(form, form)}"))
    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    figures = {key: value_of(text) for key, text in forms[edition].items()}
    wrong = {key: (read.get(key), value) for key, value in figures.items() if read.get(key) != value}
    assert wrong == {}
    # Without rules a row of blanks alone may be no row at all.
    assert read.keys() <= figures.keys() if form == "pdf-borderless" else read.keys() == figures.keys()
    assert (reading.edition, reading.title) == (edition, title(edition))
    assert [s.number for s in reading.sections if s.number] == list(SECTIONS[edition])
    if form not in ("zip", "rar", "7z", "pdf-borderless"):  # those say what else they hold, or left out
        assert reading.issues == ()
    assert reading.reader.partition("/")[0] == READERS.get(form, form.partition("-")[0])


@pytest.mark.parametrize("name", ["年报.wps", "年报.doc", "download.jsp"])
def test_a_wps_file_is_told_by_its_bytes(name: str, documents: Mapping[str, Documents]) -> None:
    if "doc" not in documents:
        pytest.skip("LibreOffice is not installed, and it alone writes this format")
    reading = extract.read(
        documents["doc"]["2021"], Hints(filename=name, media_type="application/vnd.ms-works")
    )
    assert reading.reader.startswith("doc/")
    assert len(reading.observations) > 150


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("form", PICTURES)
def test_nearly_every_recognised_figure_is_right_and_no_wrong_one_verified(
    form: str, edition: str, pictures: Mapping[str, Documents], sums: Mapping[str, Figures]
) -> None:
    if form not in pictures:
        pytest.skip("this machine lacks the extra ocr or a Chromium")
    reading = extract.read(pictures[form][edition], Hints(filename=f"年报.{SUFFIXES.get(form, 'pdf')}"))
    read = {(o.table, o.row, o.column): o for o in reading.observations}
    values = {key: o.value for key, o in read.items()}
    wrong = {key: text for key, text in sums[edition].items() if values.get(key) != float(text)}
    assert len(wrong) <= 0.005 * len(sums[edition]), wrong
    assert [key for key in wrong if key in read and read[key].is_verified] == []
    # All that some equation touches is verified, but for what is wrong and what shares an equation with it.
    touched = {cell for check in reading.checks if check.check in codes_of(edition) for cell in check.cells}
    verified = {o.cell for o in reading.observations if o.is_verified}
    assert len(verified) >= (0.7 if wrong else 0.95) * len(touched) > 0
    assert reading.edition == edition
    assert all(o.confidence is not None for o in reading.observations)
