"""`nianbao verify` reads DOC and WPS files a second time, through LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.store import Archive
from extract.readers import office
from nianbao.commands.verify import command
from tests.nianbao.conftest import nianbao

pytestmark = [
    pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed"),
    pytest.mark.slow,  # LibreOffice takes seconds
]
_ROWS = "".join(f"<tr><td>{label}</td><td>{n}</td></tr>" for n, label in enumerate(("规章", "文件", "许可")))
_PAGE = (
    f"<html><meta charset='utf-8'><p>某区某局2023年政府信息公开工作年度报告</p><table>{_ROWS}</table></html>"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("word")
    page = folder / "report.html"
    page.write_text(_PAGE, "utf-8")
    odt = office.convert([page], "odt", folder)[page]
    doc = office.convert([odt], "doc", folder)[odt]
    root = folder / "var"
    assert nianbao("import", "--data", root, doc).returncode == 0
    assert nianbao("extract", "--data", root).returncode == 0
    return root


def test_where_both_readings_agree_the_archive_is_sound(data: Path) -> None:
    states = Archive.open(data).db.conn.execute("select media_type, state from documents").fetchall()
    assert states == [("application/msword", "read")]
    done = nianbao("verify", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sound" in done.stdout


def test_a_disagreement_needs_a_person(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.grid import Cell, Content, Grid
    from extract.readers import office_check

    other = Content((Grid(((Cell("99", 0, 0),),), 0, is_aligned=True),))
    monkeypatch.setattr(office_check, "read_docx", lambda _: other)
    done = CliRunner().invoke(command, ["--data", str(data)])
    assert done.exit_code == 1
    assert "readers-disagree" in done.stderr


def test_without_libreoffice_it_says_so_and_does_not_fail(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(command, ["--data", str(data)])
    assert done.exit_code == 0
    assert "not read a second time" in done.stdout
