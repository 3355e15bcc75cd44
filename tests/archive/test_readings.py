"""Readings taken into the archive: one report, its versions, its figures with their origin."""

from pathlib import Path

import pytest

from archive import captures, readings, runs
from archive.models import (
    Capture,
    CaptureKind,
    CheckResult,
    Disposition,
    Issue,
    Locator,
    Observation,
    Outcome,
    Reading,
    Section,
    Severity,
    Status,
)
from archive.store import Archive

URL = "http://www.example.gov.cn/art/2023/1/6/art_1_1.html"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "var")
    archive.insert(
        "divisions",
        [
            {
                "code": "990101",
                "name": "青禾区",
                "full_name": "云州市青禾区",
                "parent_code": None,
                "level": "county",
                "valid_from": None,
                "valid_to": None,
                "successor_code": None,
            }
        ],
    )
    archive.insert(
        "checks",
        [
            {
                "code": "requests-balance",
                "version": 1,
                "kind": "identity",
                "rule": "新收+结转=总计+结转下年",
                "basis": "表三",
            }
        ],
    )
    return archive


def fetch(archive: Archive, body: bytes, url: str = URL, kind: CaptureKind = CaptureKind.ARTICLE) -> str:
    run = runs.begin(archive, "crawl")
    capture = Capture(run.id, None, url, captures.now(), kind, Disposition.OK, http_status=200)
    captures.record(archive, capture, body)
    stored = captures.latest_body(archive, url)
    assert stored is not None
    assert stored.sha256 is not None
    return stored.sha256


def reading(sha256: str, received: int | None = 46, **changes: object) -> Reading:
    status = Status.BLANK if received is None else Status.REPORTED
    fields: dict = {
        "sha256": sha256,
        "media_type": "text/html",
        "reader": "html/1",
        "title": "青禾区民政局2022年政府信息公开工作年度报告",
        "publisher": "青禾区民政局",
        "division": "云州市青禾区",
        "year": 2022,
        "edition": "2021",
        "observations": (
            Observation(
                "applications",
                "new_received",
                "total",
                received,
                status,
                str(received or ""),
                "件",
                Locator(None, 1, 3, 9),
            ),
        ),
        "sections": (Section("一", "一、总体情况", "联系电话：13812345678，办公电话 010-66886688。"),),
        "checks": (
            CheckResult("requests-balance", 1, Outcome.PASS, 46, 46, ("applications/new_received/total",)),
        ),
        "issues": (
            Issue("unmatched-label", Severity.WARNING, "行 9 没有对应的项目", Locator(None, 1, 9, 0)),
        ),
    }
    return Reading(**{**fields, **changes})


def rows(archive: Archive, sql: str) -> list[tuple]:
    return archive.db.conn.execute(sql).fetchall()


def test_a_number_leads_back_to_cell_bytes_url_and_hour(archive: Archive) -> None:
    sha256 = fetch(archive, b"page")
    readings.take_in(archive, reading(sha256))
    found = rows(
        archive,
        "select o.value, o.raw, o.table_index, o.row_index, o.column_index, d.sha256, c.url,"
        " c.fetched_at is not null"
        " from observations o join report_versions v on v.id = o.version_id"
        " join documents d on d.sha256 = v.document_sha256 join captures c on c.document_sha256 = d.sha256",
    )
    assert found == [(46, "46", 1, 3, 9, sha256, URL, 1)]
    assert archive.blobs.get(sha256) == b"page"


def test_a_blank_is_null_and_not_zero(archive: Archive) -> None:
    readings.take_in(archive, reading(fetch(archive, b"page"), received=None))
    assert rows(archive, "select value, status from observations") == [(None, "blank")]
    assert rows(archive, "select figure_count from reports") == [(0,)]


def test_taking_in_twice_changes_nothing(archive: Archive) -> None:
    sha256 = fetch(archive, b"page")
    readings.take_in(archive, reading(sha256))
    before = list(archive.db.conn.iterdump())
    readings.take_in(archive, reading(sha256))
    after = list(archive.db.conn.iterdump())
    assert [line for line in after if "read_at" not in line and '"issues"' not in line] == [
        line for line in before if "read_at" not in line and '"issues"' not in line
    ]
    assert rows(archive, "select count(*) from issues") == [(1,)]


def test_new_bytes_at_one_url_are_a_second_version(archive: Archive) -> None:
    first = fetch(archive, b"page")
    report = readings.take_in(archive, reading(first))
    second = fetch(archive, b"page changed")
    assert readings.take_in(archive, reading(second, received=47)) == report
    assert rows(archive, "select document_sha256, kind, ordinal from report_versions order by ordinal") == [
        (first, "superseded", 1),
        (second, "source", 2),
    ]
    assert rows(archive, "select value from observations where is_current = 1") == [(47,)]
    assert rows(archive, "select version_count, document_sha256 from reports") == [(2, second)]


def test_new_furniture_around_the_same_figures_is_no_new_version(archive: Archive) -> None:
    readings.take_in(archive, reading(fetch(archive, b"page")))
    readings.take_in(archive, reading(fetch(archive, b"page, new footer")))
    assert rows(archive, "select version_count from reports") == [(1,)]
    assert sorted(rows(archive, "select kind from report_versions")) == [("re-render",), ("source",)]


def test_page_and_attachment_are_one_report_and_the_better_read_is_its_source(archive: Archive) -> None:
    page = fetch(archive, b"page with a link")
    readings.take_in(archive, reading(page, observations=(), checks=()))
    attached = fetch(archive, b"word file", "http://www.example.gov.cn/P02.docx", CaptureKind.ATTACHMENT)
    readings.take_in(archive, reading(attached))
    assert rows(archive, "select document_sha256, figure_count from reports") == [(attached, 1)]


def test_what_was_read_for_certain_is_the_source_before_what_was_recognised(archive: Archive) -> None:
    scan = fetch(archive, b"scan", "http://www.example.gov.cn/P01.pdf", CaptureKind.ATTACHMENT)
    recognised = reading(scan).observations[0]._replace(confidence=0.9, is_verified=False)
    readings.take_in(archive, reading(scan, observations=(recognised,)))
    assert rows(archive, "select figure_count, doubtful_count, kind from report_versions") == [
        (1, 1, "source")
    ]
    word = fetch(archive, b"word file", "http://www.example.gov.cn/P02.docx", CaptureKind.ATTACHMENT)
    readings.take_in(archive, reading(word, received=47))
    assert rows(archive, "select document_sha256 from reports") == [(word,)]
    assert sorted(rows(archive, "select kind, doubtful_count from report_versions")) == [
        ("rendition", 1),
        ("source", 0),
    ]


def test_the_district_in_front_of_a_name_makes_no_second_publisher(archive: Archive) -> None:
    readings.take_in(archive, reading(fetch(archive, b"a", URL + "?1"), publisher="民政局"))
    readings.take_in(archive, reading(fetch(archive, b"b", URL + "?2"), year=2023))
    assert rows(archive, "select name, kind from publishers") == [("青禾区民政局", "department")]
    assert rows(archive, "select count(*) from reports") == [(2,)]


def test_a_document_that_tells_no_year_is_kept_on_its_own(archive: Archive) -> None:
    sha256 = fetch(archive, b"page")
    report = readings.take_in(archive, reading(sha256, year=None))
    assert report == f"unidentified-{sha256[:12]}"
    assert rows(archive, "select year from reports") == [(None,)]


def test_a_new_reader_that_learns_the_year_moves_the_document(archive: Archive) -> None:
    sha256 = fetch(archive, b"page")
    readings.take_in(archive, reading(sha256, year=None))
    readings.take_in(archive, reading(sha256))
    assert rows(archive, "select year from reports") == [(2022,)]


def test_mobile_numbers_are_masked_and_office_numbers_kept(archive: Archive) -> None:
    readings.take_in(archive, reading(fetch(archive, b"page")))
    assert rows(archive, "select text from sections") == [("联系电话：138********，办公电话 010-66886688。",)]
