"""One set of figures in every office format reads back whole: Word, WPS, RTF, spreadsheets and OFD."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import extract
from archive.models import Hints
from extract.readers import office
from tests.extract.form import Key
from tests.extract.readers.ofd_documents import as_ofd
from tests.extract.readers.office_documents import as_docx, as_xlsx, random_figures, title, value_of

Case = tuple[str, int]
CASES: list[Case] = [(edition, 2) for edition in ("2019", "2021")]
WRITTEN = {"docx": as_docx, "xlsx": as_xlsx, "ofd": as_ofd}
CONVERTED = {"doc": "docx", "rtf": "docx", "xls": "xlsx"}  # by LibreOffice, from what we wrote


@pytest.fixture(scope="module")
def figures() -> Mapping[Case, dict[Key, str]]:
    return {case: random_figures(*case) for case in CASES}


@pytest.fixture(scope="module")
def documents(
    tmp_path_factory: pytest.TempPathFactory, figures: Mapping[Case, dict[Key, str]]
) -> Mapping[tuple[str, Case], bytes]:
    """Every document by format and case; those of LibreOffice are missing where it is not installed."""
    made = {(form, case): write(case[0], figures[case]) for form, write in WRITTEN.items() for case in CASES}
    if office.program() is None:
        return made
    folder = tmp_path_factory.mktemp("office")
    for form, source in CONVERTED.items():
        paths = {case: folder / f"{case[0]}-{case[1]}.{source}" for case in CASES}
        for case, path in paths.items():
            path.write_bytes(made[source, case])
        results = office.convert(list(paths.values()), form, folder)
        made |= {(form, case): results[path].read_bytes() for case, path in paths.items()}
    return made


def document_of(documents: Mapping[tuple[str, Case], bytes], form: str, case: Case) -> bytes:
    if (form, case) not in documents:
        pytest.skip("LibreOffice is not installed, and it alone writes this format")
    return documents[form, case]


@pytest.mark.parametrize(
    ("form", "case"),
    [(form, case) for form in (*WRITTEN, *CONVERTED) for case in CASES],
    ids=str,
)
def test_every_figure_reads_back(
    form: str, case: Case, figures: Mapping[Case, dict[Key, str]], documents: Mapping[tuple[str, Case], bytes]
) -> None:
    reading = extract.read(document_of(documents, form, case))
    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    assert read == {key: value_of(text) for key, text in figures[case].items()}
    assert (reading.edition, reading.title) == (case[0], title(case[0]))
    assert [section.number for section in reading.sections if section.number] == list("一二三四五六")
    assert reading.issues == ()


@pytest.mark.parametrize("name", ["年报.wps", "年报.doc", "download.jsp"])
def test_a_wps_file_is_told_by_its_bytes(name: str, documents: Mapping[tuple[str, Case], bytes]) -> None:
    data = document_of(documents, "doc", CASES[0])
    reading = extract.read(data, Hints(filename=name, media_type="application/vnd.ms-works"))
    assert reading.reader.startswith("doc/")
    assert len(reading.observations) > 150


def test_where_libreoffice_is_missing_the_document_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = extract.read(b"{\\rtf1\\ansi 2023}")
    assert (reading.reader, [issue.code for issue in reading.issues]) == (
        extract.UNREAD,
        ["needs-libreoffice"],
    )
