"""The form with random figures, printed to PDF with and without rules: every figure reads back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

import extract
from archive.models import Hints
from extract.grid import Grid
from extract.readers import read_content
from tests.extract.readers.office_documents import random_figures, title, value_of
from tests.extract.readers.pdf_printing import ALIGNMENTS, by_chromium, by_libreoffice, office_page, page

pytestmark = pytest.mark.slow


class Case(NamedTuple):
    edition: str
    seed: int
    ruled: bool

    @property
    def align(self) -> str:
        return ALIGNMENTS[self.seed % 2]


CASES = [
    Case(edition, seed, ruled) for edition in ("2019", "2021") for seed in (1, 2) for ruled in (True, False)
]
Printed = Mapping[Case, bytes]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    pages = [page(c.edition, random_figures(*c[:2]), ruled=c.ruled, align=c.align) for c in CASES]
    return dict(zip(CASES, by_chromium(pages, tmp_path_factory.mktemp("chromium")), strict=True))


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    pages = [office_page(c.edition, random_figures(*c[:2]), ruled=c.ruled, align=c.align) for c in CASES]
    return dict(zip(CASES, by_libreoffice(pages, tmp_path_factory.mktemp("libreoffice")), strict=True))


def assert_reads_back(data: bytes, case: Case) -> None:
    reading = extract.read(data, Hints(filename="report.pdf"))
    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    figures = {key: value_of(text) for key, text in random_figures(*case[:2]).items()}
    assert {key: read.get(key) for key in figures} == figures
    # Without rules a row of blanks alone may be no row at all.
    assert read.keys() == figures.keys() if case.ruled else read.keys() <= figures.keys()
    assert (reading.edition, reading.title) == (case.edition, title(case.edition))
    assert [section.number for section in reading.sections if section.number] == list("一二三四五六")
    if case.ruled:
        assert reading.issues == ()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_form_printed_by_a_browser_reads_back(case: Case, chromium: Printed) -> None:
    assert_reads_back(chromium[case], case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_form_printed_by_a_word_processor_reads_back(case: Case, libreoffice: Printed) -> None:
    assert_reads_back(libreoffice[case], case)


def test_every_figure_tells_its_page_and_box(chromium: Printed) -> None:
    _, content = read_content(chromium[CASES[0]], "application/pdf")
    grids = {grid.index: grid for grid in content.blocks if isinstance(grid, Grid)}
    for figure in extract.read(chromium[CASES[0]]).observations:
        page, table, row, column = figure.locator
        assert table is not None
        boxes = grids[table].boxes
        assert boxes is not None
        assert row is not None
        assert column is not None
        box = boxes[row, column]
        assert box.page == page
        assert 0 < box.left < box.right < 596
        assert 0 < box.top < box.bottom < 843
    assert len({figure.locator.page for figure in extract.read(chromium[CASES[0]]).observations}) > 2
