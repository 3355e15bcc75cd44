"""What a reader with a browser finds when following menus, pagers and links."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest

from archive.models import CaptureKind, Disposition
from nianbao.demo import DemoPortals, ExpectedReport, manifest
from tests.demo.browse import Answer, fetch, find_section, list_rows, text_of

PORTALS = [
    "demo-qinghe",
    "demo-tingquan",
    "demo-luting",
    "demo-yunqi",
    "demo-songlan",
    "demo-xingchuan",
    "demo-luxu",
]


def _row(portals: DemoPortals, portal_id: str) -> dict[str, str]:
    return next(row for row in portals.registry_rows() if row["id"] == portal_id)


def _listed(portals: DemoPortals, portal_id: str) -> dict[str, str]:
    row = _row(portals, portal_id)
    home = urljoin(row["start_url"], "/")
    return list_rows(row["platform"], find_section(home))


def _url(portals: DemoPortals, report: ExpectedReport, path: str) -> str:
    return urljoin(_row(portals, report.portal_id)["start_url"], path)


def _pages(portals: DemoPortals) -> list[tuple[ExpectedReport, Answer]]:
    return [
        (report, fetch(_url(portals, report, rendition.path)))
        for report in manifest().reports_on(1)
        for rendition in report.renditions
        if rendition.kind is CaptureKind.ARTICLE
    ]


def test_the_demo_has_the_promised_size() -> None:
    reports = manifest().reports_on(1)
    assert len(reports) >= 90
    assert len({report.publisher for report in reports}) >= 25
    assert {report.year for report in reports} == set(range(2019, 2026))
    assert sum(manifest().near_misses.values()) >= 12
    assert len({(r.publisher, r.division, r.year, r.scope) for r in manifest().reports}) == len(
        manifest().reports
    )


@pytest.mark.parametrize("portal_id", PORTALS)
def test_every_report_is_reached_from_the_home_page(first: DemoPortals, portal_id: str) -> None:
    rows = _listed(first, portal_id)
    for report in manifest().reports_on(1):
        if report.portal_id != portal_id:
            continue
        for rendition in report.renditions:
            url = _url(first, report, rendition.listed_path or rendition.path)
            if rendition.kind is CaptureKind.ATTACHMENT:
                page = fetch(_url(first, report, report.renditions[0].path))
                assert url in [link for link, _ in page.links()]
                continue
            assert url in rows
            assert report.title.startswith(rows[url].removesuffix("..."))


@pytest.mark.parametrize("portal_id", PORTALS)
def test_lists_hold_reports_near_misses_and_refused_links_and_nothing_else(
    first: DemoPortals, portal_id: str
) -> None:
    truth = manifest()
    reports = [
        rendition.listed_path or rendition.path
        for report in truth.reports_on(1)
        if report.portal_id == portal_id
        for rendition in report.renditions
        if rendition.kind is CaptureKind.ARTICLE
    ]
    refused = [entry.path for entry in truth.refused if entry.portal_id == portal_id]
    listed = [url.removeprefix(urljoin(url, "/")[:-1]) for url in _listed(first, portal_id)]
    assert set(reports) | set(refused) <= set(listed)
    assert len(listed) == len(reports) + len(refused) + truth.near_misses[portal_id]


@pytest.mark.parametrize(("portal_id", "pages"), [("demo-qinghe", 4), ("demo-xingchuan", 3)])
def test_some_sections_run_over_three_pages_or_more(first: DemoPortals, portal_id: str, pages: int) -> None:
    before = len(first.requests)
    _listed(first, portal_id)
    lists = {entry.path for entry in first.requests[before:] if "zfxxgknb" in entry.path}
    assert len(lists) == pages


def test_start_urls_are_home_pages_and_sections(first: DemoPortals) -> None:
    homes = [
        row["id"] for row in first.registry_rows() if urlsplit(row["start_url"]).path in ("/", "/index.htm")
    ]
    assert len(homes) == 3
    for row in first.registry_rows():
        if row["id"] not in homes:
            assert list_rows(row["platform"], row["start_url"])


def test_pages_show_title_and_year_and_one_grid_of_each_table(first: DemoPortals) -> None:
    for report, page in _pages(first):
        assert page.status == 200
        text = text_of(lxml.html.fromstring(page.text))
        assert report.title in text
        is_attachment_only = "正文见附件" in text
        has_attachment = any(rendition.kind is CaptureKind.ATTACHMENT for rendition in report.renditions)
        assert has_attachment or not is_attachment_only
        if not is_attachment_only:
            assert f"{report.year}年1月1日" in text
            assert all(
                heading in text for heading in ("一、总体情况", "六、其他需要报告的事项", "（七）总计")
            )


def test_docx_files_are_packages_of_well_formed_xml(first: DemoPortals) -> None:
    portals_with_files = set()
    for report in manifest().reports_on(1):
        for rendition in report.renditions:
            if rendition.kind is CaptureKind.ATTACHMENT:
                answer = fetch(_url(first, report, rendition.path))
                package = zipfile.ZipFile(io.BytesIO(answer.body))
                assert package.testzip() is None
                for name in package.namelist():
                    lxml.etree.fromstring(package.read(name))
                assert report.title in package.read("word/document.xml").decode()
                portals_with_files.add(report.portal_id)
    assert portals_with_files == set(PORTALS)


def test_docx_rows_cover_the_whole_grid(first: DemoPortals) -> None:
    report = next(r for r in manifest().reports_on(1) if r.renditions[-1].kind is CaptureKind.ATTACHMENT)
    answer = fetch(_url(first, report, report.renditions[-1].path))
    document = lxml.etree.fromstring(zipfile.ZipFile(io.BytesIO(answer.body)).read("word/document.xml"))
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    widths = []
    for table in document.iterfind(".//w:tbl", names):
        grid = len(table.findall("w:tblGrid/w:gridCol", names))
        for row in table.iterfind("w:tr", names):
            spans = [cell.find("w:tcPr/w:gridSpan", names) for cell in row.iterfind("w:tc", names)]
            covered = sum(1 if span is None else int(span.get(f"{{{names['w']}}}val", "1")) for span in spans)
            assert covered == grid
        widths.append(grid)
    assert widths == [4, 10, 15]


def test_html_rows_cover_the_whole_grid(first: DemoPortals) -> None:
    for _, page in _pages(first):
        for table in lxml.html.fromstring(page.text).iter("table"):
            if "行政" not in text_of(table) and "申请人情况" not in text_of(table):
                continue
            if table.xpath(".//table") or not table.xpath("self::*[@border='1']"):
                continue
            assert len(set(_row_widths(table))) == 1


def _row_widths(table: lxml.html.HtmlElement) -> list[int]:
    rows = table.xpath(".//tr")
    widths = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row.xpath("./td"):
            for below in range(int(cell.get("rowspan", "1"))):
                widths[index + below] += int(cell.get("colspan", "1"))
    return widths


def test_the_gbk_portal_is_neither_utf8_nor_plain_gbk(first: DemoPortals) -> None:
    pages = [page for report, page in _pages(first) if report.portal_id == "demo-luxu"]
    for page in pages:
        assert page.headers["Content-Type"] == "text/html; charset=gb2312"
        with pytest.raises(UnicodeDecodeError):
            page.body.decode("utf-8")
        page.body.decode("gb18030")
    mianxi = [page for page in pages if "㵐溪镇" in page.text]
    assert len(mianxi) == 4
    with pytest.raises(UnicodeDecodeError):
        mianxi[0].body.decode("gbk")


def test_links_without_a_report_answer_as_the_manifest_says(first: DemoPortals) -> None:
    answers = {}
    for entry in manifest().refused:
        answer = fetch(urljoin(_row(first, entry.portal_id)["start_url"], entry.path))
        answers[entry.answer] = answer
        if entry.disposition is Disposition.ROBOTS:
            robots = fetch(urljoin(answer.url, "/robots.txt")).text
            rules = [line.removeprefix("Disallow: ") for line in robots.splitlines() if "Disallow" in line]
            assert any(entry.path.startswith(rule) for rule in rules)
    assert {name: answer.status for name, answer in answers.items()} == {
        "removed-stub": 200,
        "trap": 200,
        "not-found": 404,
        "challenge-521": 521,
        "challenge-412": 412,
        "waf-stub": 200,
    }
    assert answers["removed-stub"].body == b'<meta http-equiv="refresh" content="0;URL=../" />'
    assert len(answers["waf-stub"].body) < 300
    assert b"<script" in answers["challenge-521"].body


def test_one_report_stands_at_two_urls_in_the_same_bytes_and_one_in_other_furniture(
    first: DemoPortals,
) -> None:
    kinds = {}
    for report in manifest().reports_on(1):
        pages = [r.path for r in report.renditions if r.kind is CaptureKind.ARTICLE]
        if len(pages) == 2:
            one, other = (fetch(_url(first, report, path)) for path in pages)
            kinds[report.portal_id] = one.body == other.body
            if one.body != other.body:
                assert _tables(one) == _tables(other)
    assert kinds == {"demo-xingchuan": True, "demo-luting": False}


def _tables(answer: Answer) -> list[str]:
    cells = lxml.html.fromstring(answer.text).iterfind(".//table[@border='1']//td")
    return [text_of(cell) for cell in cells]


def test_a_moved_report_redirects_once(first: DemoPortals) -> None:
    moved = [
        (r, rendition) for r in manifest().reports for rendition in r.renditions if rendition.listed_path
    ]
    assert len(moved) == 1
    report, rendition = moved[0]
    answer = fetch(_url(first, report, str(rendition.listed_path)))
    assert (answer.status, answer.headers["Location"]) == (301, rendition.path)
    assert fetch(_url(first, report, rendition.path)).status == 200
