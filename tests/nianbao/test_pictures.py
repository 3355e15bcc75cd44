"""A report whose tables are pictures: read as one, and each figure leads to its picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import captures, publish, runs
from archive.models import Capture, CaptureKind, Disposition
from archive.store import Archive
from extract.readers import ocr
from nianbao import checking, divisions
from nianbao.extraction import extract_pending
from tests.extract.form import Figures
from tests.extract.readers import scan_printer
from tests.extract.readers.test_html_pictures import URL, page_of
from tests.nianbao.test_source_page import site

pytestmark = [
    pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]"),
    pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def form() -> Figures:
    return scan_printer.figures("2021", seed=12)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, form: Figures) -> Archive:
    """What a crawl of such a page leaves."""
    archive = Archive.open(tmp_path_factory.mktemp("pictures"))
    divisions.sync(archive)
    checking.write_catalogue(archive)
    run = runs.begin(archive, "crawl").id
    pages = scan_printer.scanned(scan_printer.printed("2021", form), 150)
    names = [f"{number}.png" for number in range(len(pages))]

    def record(url: str, kind: CaptureKind, media_type: str, body: bytes, parent: str | None) -> None:
        capture = Capture(
            run, None, url, captures.now(), kind, Disposition.OK, media_type=media_type, parent_url=parent
        )
        captures.record(archive, capture, body)

    record(URL, CaptureKind.ARTICLE, "text/html; charset=utf-8", page_of(names), None)
    for name, page in zip(names, pages, strict=True):
        data = scan_printer.as_picture(page, "PNG")
        record(URL.replace("1.html", name), CaptureKind.ATTACHMENT, "image/png", data, URL)
    return archive


def test_page_and_pictures_are_one_report(archive: Archive, form: Figures) -> None:
    first = extract_pending(archive)
    assert (first.reports, first.figures, first.quarantined) == (1, len(form), 0)
    states = archive.db.conn.execute("select state, count(*) from documents group by 1 order by 1").fetchall()
    assert states == [("no-report", 2), ("read", 1)]
    assert extract_pending(archive).documents == 0
    stored = archive.db.conn.execute('select "table", row, column, value from observations').fetchall()
    assert {tuple(key): value for *key, value in stored} == {key: float(text) for key, text in form.items()}


async def test_a_figure_leads_to_its_picture(archive: Archive) -> None:
    extract_pending(archive)
    publish.publish(archive)
    report, row = archive.db.conn.execute(
        "select report_id, row from observations where page_index = 1 order by row limit 1"
    ).fetchone()
    query = f"report_id={report}&table=challenges&row={row}&column=total"
    query = (
        query
        if row in ("reconsideration", "litigation_direct")
        else query.replace("challenges", "applications")
    )
    client = site(Path(archive.root)).client
    page = (await client.get(f"/-/source?{query}")).text
    assert "红框" in page
    picture = await client.get(f"/-/source.png?{query}")
    assert picture.content.startswith(b"\x89PNG")
