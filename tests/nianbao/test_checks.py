"""The check stage: what is compared with what, kept in step whatever changes, and nothing left half done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive import captures, readings, reports, runs
from archive.correction_files import COLUMNS
from archive.models import (
    Capture,
    CaptureKind,
    Disposition,
    Locator,
    Observation,
    Reading,
    Section,
    Status,
)
from archive.store import Archive
from nianbao import checking, divisions
from tests.nianbao.conftest import DemoRun, nianbao

PUBLISHER, DIVISION = "朝阳区民政局", "北京市朝阳区"
IN, OUT = ("applications", "carried_in", "total"), ("applications", "carried_forward", "total")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "var")
    divisions.sync(archive)
    checking.write_catalogue(archive)
    return archive


def publish_report(
    archive: Archive, year: int, carried_in: int, carried_forward: int, scope: str | None = None
) -> str:
    """A report whose page says nothing but these two numbers; again, it is a new version of the page."""
    url = f"http://www.example.gov.cn/{year}/{scope}.html"
    run = runs.begin(archive, "crawl")
    capture = Capture(run.id, None, url, captures.now(), CaptureKind.ARTICLE, Disposition.OK)
    captures.record(archive, capture, f"{url} {carried_in} {carried_forward}".encode())
    body = captures.latest_body(archive, url)
    assert body is not None
    assert body.sha256 is not None
    numbers = ((IN, carried_in), (OUT, carried_forward))
    observations = tuple(
        Observation(*key, value, Status.REPORTED, str(value), "件", Locator(None, 0, 0, 0))
        for key, value in numbers
    )
    reading = Reading(
        body.sha256,
        "text/html",
        "html/1",
        publisher=PUBLISHER,
        division=DIVISION,
        year=year,
        scope=scope,
        edition="2021",
        observations=observations,
        sections=tuple(Section(n, "标题", f"{year}年的问题是公开不够及时。") for n in "一二三四五六"),
    )
    return readings.take_in(archive, reading)


def carried(archive: Archive) -> dict[int, list]:
    """Outcome and sides of ``carry-over`` by the year of the report that has it."""
    return {
        year: found
        for year, *found in archive.db.conn.execute(
            "select r.year, k.outcome, k.left_value, k.right_value from check_results k"
            " join reports r on r.id = k.report_id where k.check_code = 'carry-over' and k.is_current = 1"
        )
    }


def waiting(archive: Archive) -> set[int]:
    return {year for (year,) in archive.db.conn.execute("select year from reports where is_checked is null")}


def test_a_report_is_compared_with_that_of_the_year_before(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    publish_report(archive, 2023, 3, 1)
    publish_report(archive, 2024, 2, 0)
    checking.check_waiting(archive)
    assert carried(archive) == {2023: ["pass", 3, 3], 2024: ["fail", 1, 2]}
    failed = archive.db.conn.execute("select year, failed_check_count from reports order by year").fetchall()
    assert failed == [(2022, 0), (2023, 0), (2024, 1)]


def test_the_order_of_reading_does_not_matter(archive: Archive) -> None:
    for year in (2023, 2022):
        publish_report(archive, year, 2, 2)
        checking.check_waiting(archive)
    assert carried(archive) == {2023: ["pass", 2, 2]}


def test_a_change_of_the_earlier_report_is_seen_in_the_later(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    publish_report(archive, 2023, 3, 0)
    publish_report(archive, 2024, 0, 0)
    checking.check_waiting(archive)
    assert waiting(archive) == set()
    publish_report(archive, 2022, 0, 5)
    assert waiting(archive) == {2022, 2023}
    checking.check_waiting(archive)
    assert carried(archive)[2023] == ["fail", 5, 3]


def test_a_report_that_goes_takes_the_comparison_along(archive: Archive) -> None:
    first = publish_report(archive, 2022, 0, 3)
    publish_report(archive, 2023, 3, 0)
    checking.check_waiting(archive)
    with archive.db.atomic():
        for table in ("observations", "sections", "check_results", "report_versions"):
            archive.db.conn.execute(f"delete from {table} where report_id = ?", (first,))
        reports.refresh(archive, first)
    checking.check_waiting(archive)
    assert carried(archive) == {}


def test_a_year_left_out_and_another_scope_are_one_row_each(archive: Archive) -> None:
    publish_report(archive, 2020, 0, 3)
    publish_report(archive, 2022, 0, 3)
    publish_report(archive, 2023, 9, 0, scope="system")
    checking.check_waiting(archive)
    across = archive.db.conn.execute(
        "select r.year, k.check_code, k.outcome, k.message from check_results k"
        " join reports r on r.id = k.report_id"
        " where k.check_code in ('carry-over', 'in-force', 'year-on-year', 'section-five-repeated')"
    ).fetchall()
    assert [row[:3] for row in across] == [
        (2022, "carry-over", "not-applicable"),
        (2023, "carry-over", "not-applicable"),
    ]
    assert "没有上一年度的报告" in across[0][3]
    assert "范围不同" in across[1][3]


def test_a_killed_check_is_taken_up_again(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    publish_report(archive, 2023, 4, 0)

    def stop(done: int, total: int) -> None:
        del done, total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checking.check_waiting(archive, stop)
    assert len(waiting(archive)) == 1
    checking.check_waiting(archive)
    assert (waiting(archive), carried(archive)) == (set(), {2023: ["fail", 3, 4]})


def test_a_rule_that_changed_makes_every_report_wait(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    checking.check_waiting(archive)
    checking.write_catalogue(archive)
    assert waiting(archive) == set()
    archive.db.conn.execute("update checks set version = 0 where code = 'carry-over'")
    checking.write_catalogue(archive)
    assert waiting(archive) == {2022}


def test_questions_are_no_failures(archive: Archive) -> None:
    for year in (2022, 2023):
        publish_report(archive, year, 0, 0)
    archive.db.conn.execute("update sections set text = '一直是同样的问题，没有变化。'")
    checking.check_all(archive)
    counts = archive.db.conn.execute(
        "select year, failed_check_count, question_count from reports order by year"
    ).fetchall()
    assert counts == [(2022, 0, 0), (2023, 0, 1)]


def test_checking_the_demo_again_changes_nothing(first_visit: DemoRun) -> None:
    archive = first_visit.archive()
    sql = "select * from check_results order by version_id, ordinal"
    before = archive.db.conn.execute(sql).fetchall()
    checking.check_all(archive)
    assert archive.db.conn.execute(sql).fetchall() == before
    archive.close()


def test_no_failure_rests_on_an_uncertain_number(first_visit: DemoRun) -> None:
    uncertain = first_visit.archive().db.conn.execute(
        "select k.check_code, c.value from check_results k, json_each(k.cells) c join observations o"
        " on o.version_id = k.version_id and o.\"table\" || '/' || o.row || '/' || o.\"column\" = c.value"
        " where k.outcome = 'fail' and o.status <> 'reported'"
    )
    assert uncertain.fetchall() == []


CORRECTION = (
    "{id},applications/carried_forward/total,3,4,依据书面答复,https://example.gov.cn/a.html,王五,2026-03-01"
)


def own_corrections(archive: Archive, *lines: str, columns: str = ",".join(COLUMNS)) -> None:
    folder = archive.root / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / "a.csv").write_text("\n".join([columns, *lines]), "utf-8")


def test_a_wrong_correction_is_refused_before_anything_is_checked(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    own_corrections(archive, columns="cell")
    with pytest.raises(ValueError, match=r"a\.csv, line 1"):
        checking.check_waiting(archive)
    with pytest.raises(ValueError, match=r"a\.csv, line 1"):
        checking.check_all(archive)
    assert waiting(archive) == {2022}


def test_an_archive_has_corrections_of_its_own(archive: Archive) -> None:
    publish_report(archive, 2022, 0, 3)
    [(report,)] = archive.db.conn.execute("select id from reports").fetchall()
    own_corrections(archive, CORRECTION.format(id=f",{report}"))
    checking.check_waiting(archive)
    stored = archive.rows("select report_id, published_value, corrected_value, is_applied from corrections")
    assert [tuple(row.values()) for row in stored] == [(report, 3, 4, 1)]
    (archive.root / "corrections/a.csv").unlink()
    checking.check_waiting(archive)
    assert archive.rows("select * from corrections") == []


def test_a_correction_of_the_package_is_not_given_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_corrections(archive, CORRECTION.format(id=",990101-0a1b2c3d-2023"))
    monkeypatch.setattr(checking, "CORRECTIONS", archive.root / "corrections")
    with pytest.raises(ValueError, match=r"a\.csv, line 2, column cell: expected one correction a cell"):
        checking.reviewed(archive)


def test_the_commands_say_where_a_correction_is_wrong(tmp_path: Path) -> None:
    data = tmp_path / "var"
    Archive.open(data).close()
    (data / "corrections").mkdir()
    (data / "corrections/a.csv").write_text("cell\n", "utf-8")
    for command in (["check"], ["extract"], ["demo", "--no-serve"]):
        done = nianbao(*command, "--data", data)
        assert (done.returncode, done.stdout) == (1, "")
        assert "a.csv 第 1 行：应为各列 document_sha256," in done.stderr
    assert Archive.open(data).rows("select * from captures") == []


def test_a_correction_that_finds_no_report_needs_a_person(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "var")
    own_corrections(archive, CORRECTION.format(id=",990101-0a1b2c3d-2023"))
    archive.close()
    done = nianbao("check", "--data", tmp_path / "var")
    assert done.returncode == 1
    assert "存档中没有 990101-0a1b2c3d-2023 这份年报" in done.stderr
    assert "1 条更正找不到对应的年报" in nianbao("status", "--data", tmp_path / "var").stdout


def test_the_example_of_the_how_to_works(first_visit: DemoRun, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/how-to/add-a-correction.md").read_text("utf-8")
    data = tmp_path / "var"
    shutil.copytree(first_visit.data, data)
    (data / "corrections").mkdir()
    (data / "corrections/松岚.csv").write_text(text.split("```csv\n")[1].split("```")[0], "utf-8")
    done = nianbao("check", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "更正 corrections：有效 in force 1，失效 lapsed 0" in done.stdout


def test_the_package_ships_corrections_that_can_be_read() -> None:
    from archive.correction_files import read_folder

    assert list(checking.CORRECTIONS.glob("*.csv"))
    assert read_folder(checking.CORRECTIONS) == ()


def test_the_command_tells_questions_from_failures(first_visit: DemoRun) -> None:
    done = nianbao("check", "--data", first_visit.data)
    assert done.returncode == 0, done.stderr
    assert "疑问 question" in done.stdout
    assert "carry-over" in done.stdout
