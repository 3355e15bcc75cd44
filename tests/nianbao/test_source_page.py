"""From a report's page to the place of each number in the stored document."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import nianbao.plugins
from archive import metadata, publish
from archive.models import NOWHERE
from archive.store import Archive
from extract.readers import office
from nianbao.extraction import extract_pending
from nianbao.importing import import_files
from nianbao.plugins import renderings, worker
from tests.nianbao.conftest import DemoRun

_SOME = """
select o.report_id, o."table", o.row, o.column, o.value from observations o
join report_versions v on v.id = o.version_id join documents d on d.sha256 = v.document_sha256
where o.is_current = 1 and o.status = 'reported' and o.value > 9 and d.media_type like ?
order by 1, 2, 3, 4 limit 1"""


def site(data: Path) -> Any:
    """Datasette on a data root, with our plugins, whether or not they are installed by entry point."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    if not pm.is_registered(nianbao.plugins):
        pm.register(nianbao.plugins)
    described = json.loads((data / metadata.FILE_NAME).read_text("utf-8"))
    return Datasette([str(data / "archive.db")], metadata=described)


def some_figure(visit: DemoRun, media_type: str) -> tuple[Any, ...]:
    figure: tuple[Any, ...] = visit.archive().db.conn.execute(_SOME, (media_type,)).fetchone()
    return figure


def source_path(page: str, row: str, column: str) -> str:
    links = [unescape(link) for link in re.findall(r'class="source" href="([^"]+)"', page)]
    return next(link for link in links if f"row={row}&column={column}" in link)


async def test_a_number_of_a_web_page_is_marked_in_its_table(first_visit: DemoRun) -> None:
    report, _, row, column, value = some_figure(first_visit, "text/html")
    client = site(first_visit.data).client
    page = (await client.get(f"/archive/reports/{report}")).text
    answer = await client.get(source_path(page, row, column))
    assert answer.status_code == 200
    assert f"<mark>{value:g}</mark>" in answer.text
    assert "</a> 网页，读取程序" in answer.text
    assert "（北京时间）" in answer.text
    assert answer.headers["x-robots-tag"] == "noindex"
    picture = await client.get(source_path(page, row, column).replace("/source?", "/source.png?"))
    assert picture.status_code == 404


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.slow
async def test_a_number_of_a_word_document_is_framed_on_its_page(first_visit: DemoRun) -> None:
    report, _, row, column, _ = some_figure(first_visit, "%wordprocessingml%")
    client = site(first_visit.data).client
    page = (await client.get(f"/archive/reports/{report}")).text
    answer = await client.get(source_path(page, row, column))
    assert "LibreOffice" in answer.text
    (src,) = re.findall(r'<img src="([^"]+)"', answer.text)
    picture = await client.get(unescape(src))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert len(list((first_visit.data / "renderings").glob("*.pdf"))) == 1


async def test_of_an_imported_file_the_name_is_shown_and_not_its_folder(tmp_path: Path) -> None:
    table = "<table><tr><td>规章</td><td>3</td></tr><tr><td>行政规范性文件</td><td>25</td></tr></table>"
    name, title = "年报 2023.html", "青禾区民政局2023年政府信息公开工作年度报告"
    (tmp_path / name).write_text(f"<html><meta charset='utf-8'><p>{title}</p>{table}</html>", "utf-8")
    archive = Archive.open(tmp_path / "var")
    import_files(archive, [tmp_path / name])
    extract_pending(archive)
    publish.publish(archive)
    query = archive.db.conn.execute(
        "select 'report_id=' || report_id || '&table=' || \"table\" || '&row=' || row || '&column=' || column"
        " from observations where value = 25"
    ).fetchone()[0]
    page = (await site(tmp_path / "var").client.get(f"/-/source?{query}")).text
    assert name in page
    assert "<mark>25</mark>" in page
    assert "file:" not in page
    assert str(tmp_path) not in page


async def test_a_figure_that_there_is_not_is_not_found(first_visit: DemoRun) -> None:
    answer = await site(first_visit.data).client.get("/-/source?report_id=x&table=a&row=b&column=c")
    assert answer.status_code == 404


async def test_a_database_without_its_stored_bytes_says_so(first_visit: DemoRun, tmp_path: Path) -> None:
    for name in ("archive.db", metadata.FILE_NAME):
        shutil.copy(first_visit.data / name, tmp_path)
    report, table, row, column, _ = some_figure(first_visit, "text/html")
    path = f"/-/source?report_id={report}&table={table}&row={row}&column={column}"
    answer = await site(tmp_path).client.get(path)
    assert answer.status_code == 200
    assert "does not lie beside the database" in answer.text


async def test_a_document_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderings, "SECONDS", 0.01)
    item = renderings.Item(b"", "0" * 64, "text/html", None, None, NOWHERE)
    shown = await renderings.Renderer(tmp_path).show(item)
    assert isinstance(shown, renderings.Failed)
    assert "too much time" in shown.reason


def test_what_libreoffice_printed_is_kept_and_the_oldest_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[bytes] = []

    def to_pdf(document: bytes, suffix: str) -> bytes:
        calls.append(document)
        return b"%PDF of " + document

    monkeypatch.setattr(worker, "to_pdf", to_pdf)
    monkeypatch.setattr(worker, "MOST_PRINTED", 2)
    folder = tmp_path / "renderings"
    for name in ("a", "a", "b", "c"):
        assert worker.printed(folder, name, name.encode(), "doc") == b"%PDF of " + name.encode()
    assert calls == [b"a", b"b", b"c"]
    assert len(list(folder.iterdir())) == 2
