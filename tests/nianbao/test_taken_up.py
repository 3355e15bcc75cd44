"""Pages that were left unread are taken up by the run that can read them, and by no other."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from archive.models import Issue, Severity
from archive.readings import issue_row
from archive.store import Archive
from extract.readers import READERS, Reader, ocr
from extract.readers.ocr import budget
from extract.rendering import PDF
from nianbao import status
from nianbao.extraction import extract_pending
from nianbao.importing import import_files
from tests.nianbao.conftest import nianbao

_PAGE = "<html><meta charset='utf-8'><p>某区某局2023年政府信息公开工作年度报告</p></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """One document, read."""
    page = tmp_path / "report.html"
    page.write_text(_PAGE, "utf-8")
    assert nianbao("import", "--data", tmp_path / "var", page).returncode == 0
    assert nianbao("extract", "--data", tmp_path / "var").returncode == 0
    return Archive.open(tmp_path / "var")


def leave(archive: Archive, code: str) -> None:
    sha256 = archive.db.conn.execute("select sha256 from documents").fetchone()[0]
    issue = Issue(code, Severity.WARNING, "some pages were not read")
    archive.insert("issues", [issue_row(issue, "extract", document_sha256=sha256)])


def test_a_larger_budget_takes_up_what_the_time_did_not_suffice_for(archive: Archive) -> None:
    leave(archive, budget.CODE)
    assert extract_pending(archive).documents == 0
    with budget.allowing(2 * budget.SECONDS):
        assert extract_pending(archive).documents == 1
        assert extract_pending(archive).documents == 0  # read wholly now: the issue is gone


@pytest.mark.parametrize("is_there", [True, False])
def test_the_extra_takes_up_what_waited_for_it(
    archive: Archive, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(archive, "needs-ocr")
    monkeypatch.setattr(ocr, "is_available", lambda: is_there)
    assert extract_pending(archive).documents == int(is_there)


def test_what_a_reader_could_not_read_waits_for_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF-1.7 and no more")
    archive = Archive.open(tmp_path / "var")
    import_files(archive, [file])
    assert extract_pending(archive).quarantined == 1
    [set_aside] = status.read(archive)["quarantine"]
    assert set_aside["reader"] == READERS[PDF].label
    assert set_aside["message"]
    assert extract_pending(archive).documents == 0
    newer = READERS[PDF]._replace(version=READERS[PDF].version + 1)
    monkeypatch.setitem(cast(dict[str, Reader], READERS), PDF, newer)
    assert extract_pending(archive).documents == 1
    assert [row["reader"] for row in status.read(archive)["quarantine"]] == [newer.label]
    assert extract_pending(archive).documents == 0
