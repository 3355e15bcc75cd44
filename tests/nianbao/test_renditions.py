"""One report as page, Word file and spreadsheet, from the crawl to the row that Datasette serves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import publish
from archive.store import Archive
from nianbao import checking, divisions
from nianbao.extraction import extract_pending
from tests.crawler.conftest import ROBOTS, Crawl, portal, row
from tests.crawler.server import Answer, Site, html
from tests.extract.readers import scan_printer
from tests.extract.readers.format_printers import as_page
from tests.extract.readers.office_documents import as_docx, as_xlsx, title
from tests.nianbao.test_source_page import site

EDITION = "2021"
_LAST_TABLE = re.compile("<p>四、.*?</table>")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A page without the last table, a Word file with another figure than page and spreadsheet."""
    root = tmp_path_factory.mktemp("renditions")
    form = scan_printer.figures(EDITION, seed=2)
    key = next(key for key in form if key[0] == "disclosure" and form[key] not in ("", "0"))
    other = {**form, key: str(float(form[key]) + 9)}
    links = "<p><a href='a.docx'>附件：年报.docx</a></p><p><a href='b.xlsx'>附件：年报.xlsx</a></p>"
    page = _LAST_TABLE.sub("", as_page(EDITION, form)).replace("</body>", f"{links}</body>")
    pages: dict[str, Answer | list[Answer]] = {
        "/robots.txt": ROBOTS,
        "/zfxxgknb/": html(f"<ul>{row('1/t1.html', title(EDITION))}</ul>"),
        "/zfxxgknb/1/t1.html": html(page),
        "/zfxxgknb/1/a.docx": Answer(as_docx(EDITION, other)),
        "/zfxxgknb/1/b.xlsx": Answer(as_xlsx(EDITION, form)),
    }
    with Site(pages) as server:
        Crawl(root)(portal(server))
    archive = Archive.open(root)
    divisions.sync(archive)
    checking.write_catalogue(archive)
    extract_pending(archive)
    checking.check_waiting(archive)
    publish.publish(archive)
    return archive


def test_they_are_one_report_and_the_best_read_one_is_its_source(archive: Archive) -> None:
    kinds = archive.db.conn.execute(
        "select replace(url, rtrim(url, replace(url, '/', '')), ''), kind from report_versions order by url"
    ).fetchall()
    assert kinds == [("a.docx", "source"), ("b.xlsx", "rendition"), ("t1.html", "rendition")]
    (url,) = archive.db.conn.execute("select url from reports").fetchone()
    assert url.endswith("/a.docx")


async def test_the_site_names_the_source_and_what_differs(archive: Archive) -> None:
    client = site(Path(archive.root)).client
    answer = await client.get(
        "/archive/check_results.json?check_code=renditions-agree&is_current=1&_shape=array"
    )
    found = answer.json()
    assert [result["outcome"] for result in found] == ["fail", "fail"]  # each of the two others against it
    assert all("1 个数字不同" in result["message"] for result in found)
    (report,) = archive.db.conn.execute("select id from reports").fetchone()
    page = (await client.get(f"/archive/reports/{report}")).text
    assert "1 个数字不同" in page
    assert "a.docx" in page
    assert "另一份文件" in page
    [served] = (await client.get("/archive/reports.json?_shape=array")).json()
    assert served["url"].endswith("/a.docx")
    assert served["failed_check_count"] >= 2
