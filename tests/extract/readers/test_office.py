"""LibreOffice behind its boundary: batches, limits, what it leaves behind, and readings that disagree."""

from __future__ import annotations

import os
import re
import tempfile
import time
from pathlib import Path

import pytest

import extract
from archive.models import Locator
from extract.errors import DamagedDocument, NeedsLibreOffice
from extract.grid import Cell, Content, Grid
from extract.readers import office, office_check
from tests.extract.readers.office_documents import as_docx, random_figures, word_package
from tests.extract.readers.reading import read
from tests.extract.readers.test_docx import p
from tests.extract.readers.test_docx_numbering import DOCX, item, level, numbering

needs_libreoffice = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


def fake_program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program named soffice, first on the path."""
    program = folder / "bin/soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_what_runs_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    fake_program(tmp_path, f"(sleep 3; touch {mark}) & sleep 60", monkeypatch)
    monkeypatch.setattr(office, "BATCH_SECONDS", 1)
    monkeypatch.setattr(office, "SECONDS_A_FILE", 0)
    began = time.monotonic()
    assert office.convert([tmp_path / "a.rtf"], "docx", tmp_path) == {}
    assert time.monotonic() - began < 3
    time.sleep(max(0.0, 3.5 - (time.monotonic() - began)))
    assert not mark.exists(), "a child of the program outlived the time limit"


def test_memory_and_file_size_are_bounded_and_the_profile_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    script = f'(ulimit -v; ulimit -f; echo "$1"; echo "$HOME") > {said}'
    fake_program(tmp_path, script, monkeypatch)
    office.convert([tmp_path / "a.rtf"], "docx", tmp_path)
    memory, blocks, profile, home = said.read_text().split()
    assert (int(memory), int(blocks)) == (office.MAX_MEMORY_KB, office.MAX_FILE_BLOCKS)
    assert profile == f"-env:UserInstallation=file://{home}"
    assert not Path(home).exists(), "the profile outlived its call"


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    fake_program(tmp_path, "exit 1", monkeypatch)
    with pytest.raises(DamagedDocument, match="LibreOffice"):
        office.convert_document(b"{\\rtf1", "rtf", "docx")
    assert list(temporary.iterdir()) == []


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NeedsLibreOffice, match=r"DOC documents like this \(Word 95\).*soffice"):
        office.convert_document(b"", "doc", "docx", reason=DamagedDocument("Word 95"))


def test_where_libreoffice_is_missing_the_document_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = extract.read(b"{\\rtf1\\ansi 2023}")
    assert (reading.reader, [issue.code for issue in reading.issues]) == (
        extract.UNREAD,
        ["needs-libreoffice"],
    )


@needs_libreoffice
def test_both_readings_of_a_doc_agree_and_one_that_is_no_doc_is_told(tmp_path: Path) -> None:
    source, counted = tmp_path / "年报 甲.docx", tmp_path / "counted.docx"
    source.write_bytes(as_docx("2021", random_figures("2021", 3)))
    counted.write_bytes(with_automatic_numbers())
    printed = office_check.figures(read(counted.read_bytes(), DOCX))
    assert [cell.text for cell in printed] == ["1.", "2.", "57"]
    made = office.convert([source, counted], "doc", tmp_path)
    doc = made[source].read_bytes()
    # A DOC does not store the numbers that LibreOffice prints before an item, or alone in a cell.
    documents = {"whole": doc, "damaged": doc[:20000], "counted": made[counted].read_bytes()}
    found = office_check.cross_check(documents)
    assert (found["whole"], found["counted"]) == ((), ())
    assert [issue.code for issue in found["damaged"]] in ([], ["readers-disagree"])
    assert len(office_check.figures(read(doc, "application/msword"))) > 100, "there was something to compare"


def with_automatic_numbers() -> bytes:
    """A table whose first column is counted by the word processor."""
    cells = "".join(
        f"<w:tr><w:tc>{item('')}</w:tc><w:tc>{p(label)}</w:tc><w:tc>{p(figure)}</w:tc></w:tr>"
        for label, figure in (("规章", "无"), ("文件", "57"))
    )
    columns = '<w:gridCol w:w="1500"/>' * 3
    table = f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{cells}</w:tbl><w:p/>"
    return word_package(table, numbering(level(0, "decimal", "%1.")))


def content(*texts: str) -> Content:
    return Content((Grid((tuple(Cell(text, 0, n) for n, text in enumerate(texts)),), 0, True),))


@pytest.mark.parametrize(
    ("ours", "theirs", "message", "column"),
    [
        (("甲", "12", "3"), ("甲", "12", "4"), "1处.*3 ≠ 4", 2),
        (("12", "3"), ("12",), "1处.*3 ≠ —", 1),
        (("1", "23"), ("12", "3"), "2处.*1 ≠ 12", 0),
    ],
)
def test_figures_that_differ_are_an_issue_at_their_cell(
    ours: tuple[str, ...], theirs: tuple[str, ...], message: str, column: int
) -> None:
    figures = office_check.figures
    [issue] = office_check.compare(figures(content(*ours)), figures(content(*theirs)))
    assert issue.code == "readers-disagree"
    assert issue.locator == Locator(None, 0, 0, column)
    assert re.search(message, issue.message)


def test_labels_that_differ_and_spans_make_no_difference() -> None:
    figures = office_check.figures
    assert office_check.compare(figures(content("甲", "1")), figures(content("乙", "1"))) == ()
