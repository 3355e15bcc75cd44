"""A container that was crawled or imported: its members are documents of one report."""

from __future__ import annotations

from pathlib import Path

from archive.store import Archive
from tests.extract.test_containers import PAGE, zipped
from tests.nianbao.conftest import nianbao


def test_members_are_documents_with_captures_that_lead_to_them(tmp_path: Path) -> None:
    data, file = tmp_path / "var", tmp_path / "report.zip"
    file.write_bytes(zipped({"年报.html": PAGE, "readme.txt": "请见年报。".encode()}))
    nianbao("import", file, "--data", data)
    done = nianbao("extract", "--data", data)
    assert done.returncode == 0, done.stderr
    connection = Archive.open(data).db.conn
    states = dict(connection.execute("select media_type, state from documents"))
    assert states["application/zip"] == "no-report"
    [(url, figures)] = connection.execute("select url, figure_count from reports where year = 2022")
    assert url.startswith(file.as_uri() + "#")
    assert figures == 6
    assert "读取 read 0 份文件" in nianbao("extract", "--data", data).stdout
    assert nianbao("verify", "--data", data).returncode == 0
