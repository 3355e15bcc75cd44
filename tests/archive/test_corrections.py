"""Corrections: read strictly, in force while the published value stands, and never in its place."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive import corrections
from archive.correction_files import COLUMNS, Correction, CorrectionError, Where, read_folder
from archive.export import export
from archive.publish import publish
from archive.store import Archive
from tests.publish import sample

DIGEST = "ab" * 32
GOOD = {
    "document_sha256": "",
    "report_id": "990101-0a1b2c3d-2023",
    "cell": "applications/granted/total",
    "published_value": "12",
    "corrected_value": "21",
    "reason": "数字颠倒，机关已书面确认",
    "evidence_url": "https://www.example.gov.cn/reply.html",
    "reviewer": "王五",
    "reviewed_on": "2026-03-01",
}


def write(folder: Path, *rows: dict[str, str], name: str = "a.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    return folder


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    [read] = read_folder(write(tmp_path, GOOD))
    assert read.cell == ("applications", "granted", "total")
    assert (read.published_value, read.corrected_value) == (12, 21)
    assert (read.document_sha256, read.report_id) == (None, "990101-0a1b2c3d-2023")


def test_nothing_published_is_none_and_not_zero(tmp_path: Path) -> None:
    [read] = read_folder(write(tmp_path, {**GOOD, "published_value": "", "corrected_value": "0"}))
    assert (read.published_value, read.corrected_value) == (None, 0)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("document_sha256", "ab12"),
        ("cell", "applications/granted"),
        ("cell", "applications/nothing/total"),
        ("published_value", "十二"),
        ("published_value", "1,200"),
        ("corrected_value", ""),
        ("corrected_value", "nan"),
        ("reason", ""),
        ("reason", " 空格 "),
        ("evidence_url", "ftp://example.org/x"),
        ("evidence_url", "见附件"),
        ("reviewer", ""),
        ("reviewed_on", "2026-02-30"),
        ("reviewed_on", "20260301"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tmp_path: Path, column: str, text: str) -> None:
    folder = write(tmp_path, GOOD, {**GOOD, "cell": "applications/granted/other", column: text})
    with pytest.raises(
        CorrectionError, match=rf"a\.csv, line 3, column {column}: expected .*, found '{text}'"
    ):
        read_folder(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"document_sha256": DIGEST}, "expected one of them"),
        ({"report_id": ""}, "expected one of them"),
        ({"corrected_value": "12"}, "expected another number"),
        ({"corrected_value": "12.0"}, "expected another number"),
    ],
)
def test_values_that_do_not_go_together_are_refused(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(CorrectionError, match=message):
        read_folder(write(tmp_path, {**GOOD, **changes}))


def test_a_place_is_told_in_chinese_first(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "reviewed_on": "2026/3/1"})
    with pytest.raises(CorrectionError) as error:
        read_folder(tmp_path)
    assert f"{tmp_path}/a.csv 第 2 行 reviewed_on 列：应为日期，如 2026-01-31，实为“2026/3/1”" in str(
        error.value
    )


def test_blank_lines_of_a_spreadsheet_are_no_rows(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD) / "a.csv"
    path.write_text(path.read_text("utf-8") + ",,,,,,,,\n\n", "utf-8-sig")
    assert len(read_folder(tmp_path)) == 1


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "none") == ()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(CorrectionError, match=r"a\.csv: expected a readable file"):
        read_folder(tmp_path)


def test_a_value_too_many_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD) / "a.csv"
    path.write_text(path.read_text("utf-8").rstrip() + ",again\n", "utf-8")
    with pytest.raises(CorrectionError, match=r"a\.csv, line 2: expected 9 values, found 10"):
        read_folder(tmp_path)


def test_one_cell_is_corrected_once_over_all_files(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(CorrectionError, match=r"b\.csv, line 2.*found a\.csv, line 2"):
        read_folder(write(tmp_path, {**GOOD, "corrected_value": "22"}, name="b.csv"))


@pytest.mark.parametrize("data", [b"", b"cell,reason\n", b"\xb1\xe0\xba\xc5\n", b'"'])
def test_a_file_that_is_no_such_csv_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(CorrectionError, match=r"a\.csv"):
        read_folder(tmp_path)


CELL = ("challenges", "reconsideration", "corrected")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return sample.build(tmp_path / "var", bodies=2, years=(2023,))


def report_of(archive: Archive, name: str) -> tuple[str, str]:
    row = archive.db.conn.execute(
        "select r.id, r.document_sha256 from reports r join publishers p on p.id = r.publisher_id"
        " where p.name = ?",
        (name,),
    ).fetchone()
    return row[0], row[1]


def correction(report: str | None, published: float | None, document: str | None = None) -> Correction:
    texts = ("依据说明", "https://www.example.gov.cn/a.html", "王五", "2026-03-01")
    return Correction(document, report, CELL, published, 3, *texts, Where(Path("folder/own.csv"), 2))


def stored(archive: Archive, sql: str) -> list[tuple]:
    return archive.db.conn.execute(sql).fetchall()


def test_a_correction_stands_beside_the_published_value(archive: Archive, tmp_path: Path) -> None:
    report, document = report_of(archive, sample.name_of(1))
    done = corrections.apply(archive, [correction(None, None, document)])
    assert (done.applied, done.stale, done.absent) == (1, 0, 0)
    publish(archive)
    assert stored(
        archive, "select value, corrected_value from figures where corrected_value is not null"
    ) == [(None, 3)]
    column = "_".join(CELL)
    assert stored(archive, f"select {column} from reports_wide where report_id = '{report}'") == [(None,)]
    export(archive, tmp_path / "out")
    assert f"{report}," in (tmp_path / "out/corrections.csv").read_text("utf-8-sig")
    assert "https://www.example.gov.cn/a.html" in (tmp_path / "out/figures.csv").read_text("utf-8-sig")


def test_a_changed_value_puts_it_out_of_force_and_says_so(archive: Archive) -> None:
    report, _ = report_of(archive, sample.name_of(1))
    done = corrections.apply(archive, [correction(report, 7)])
    assert (done.applied, done.stale) == (0, 1)
    assert stored(archive, "select is_applied from corrections") == [(0,)]
    [message] = corrections.doubts(archive)
    assert message.startswith(report)
    assert "expected 7, found 空白 no number" in message
    publish(archive)
    assert stored(archive, "select count(*) from figures where corrected_value is not null") == [(0,)]


def test_applying_twice_changes_nothing_and_none_takes_all_away(archive: Archive) -> None:
    report, _ = report_of(archive, sample.name_of(1))
    corrections.apply(archive, [correction(report, 7)])
    before = list(archive.db.conn.iterdump())
    corrections.apply(archive, [correction(report, 7)])
    assert list(archive.db.conn.iterdump()) == before
    corrections.apply(archive, [])
    assert stored(archive, "select * from corrections") == []
    assert corrections.doubts(archive) == []


def test_a_report_that_is_not_here_is_counted(archive: Archive) -> None:
    done = corrections.apply(archive, [correction("000000-nobody-2023", 7), correction(None, 7, DIGEST)])
    assert (done.applied, done.stale, done.absent) == (0, 0, 2)


def test_one_of_this_archive_without_a_report_waits_for_a_person(archive: Archive) -> None:
    lost = correction("000000-nobody-2023", 7)
    assert corrections.apply(archive, [], [lost]).absent == 1
    [message] = corrections.doubts(archive)
    assert "own.csv 第 2 行：存档中没有 000000-nobody-2023" in message
    assert "folder" not in message  # issues are published, the operator's folders are not
    corrections.apply(archive, [lost])  # one for any archive may find none
    assert corrections.doubts(archive) == []


def test_one_cell_under_two_names_is_refused(archive: Archive) -> None:
    report, document = report_of(archive, sample.name_of(1))
    with pytest.raises(CorrectionError, match="expected one correction"):
        corrections.apply(archive, [correction(report, None), correction(None, None, document)])
