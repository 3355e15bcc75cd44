"""The views: what a reader relies on, on a small archive whose oddities are known."""

from __future__ import annotations

import re

from archive import publish, views
from archive.published import published as described
from archive.schema import tables
from archive.store import Archive
from tests.publish import sample
from tests.publish.conftest import rows


def test_publishing_twice_changes_nothing(published: Archive) -> None:
    before = sorted(published.db.conn.iterdump())
    summary = publish.publish(published)
    assert sorted(published.db.conn.iterdump()) == before
    assert summary.indexed_sections == 0
    assert summary.wide_rows == 47


def test_every_view_has_exactly_the_described_columns(published: Archive) -> None:
    for name, item in described().items():
        found = [row["name"] for row in rows(published, f"pragma table_info({name})")]
        assert found == list(item.column_names), name


def test_every_view_isdescribed() -> None:
    assert set(views.view_sql()) == {name for name, item in described().items() if item.is_view}


def test_no_view_turns_a_missing_value_into_zero() -> None:
    for name, sql in views.view_sql().items():
        assert not re.search(r"coalesce|ifnull|\btotal\s*\(|else 0\b", sql, re.I), name


def test_wide_rows_hold_what_is_printed_and_nothing_else(published: Archive) -> None:
    (row,) = rows(published, "select * from reports_wide where publisher = '民政局' and year = 2023")
    printed = {
        f"{f.table}_{f.row}_{f.column}": f.value for f in sample.figures(1, 2023) if f.value is not None
    }
    cells = {name: row[name] for name in list(row)[14:] if row[name] is not None}
    assert cells == printed
    assert row["challenges_reconsideration_corrected"] is None
    assert row["division"] == sample.DIVISION


def test_a_report_without_any_figure_still_has_a_wide_row(archive: Archive) -> None:
    archive.insert(
        "documents",
        [
            {
                "sha256": "d",
                "media_type": "text/html",
                "byte_count": 1,
                "state": "read",
                "reader": None,
                "read_at": None,
            }
        ],
    )
    empty = dict.fromkeys(tables()["reports"].column_names)
    counts = dict.fromkeys(
        (
            "version_count",
            "figure_count",
            "ambiguous_count",
            "failed_check_count",
            "question_count",
            "issue_count",
        ),
        0,
    )
    archive.insert("reports", [{**empty, **counts, "id": "r", "document_sha256": "d"}])
    publish.publish(archive)
    (row,) = rows(archive, "select * from reports_wide")
    assert (row["report_id"], row["applications_granted_total"]) == ("r", None)


def test_a_deleted_report_takes_its_wide_row_along(archive: Archive) -> None:
    sample.publish_report(archive, 1, 2023)
    publish.publish(archive)
    with archive.db.atomic():
        for table in ("observations", "sections", "check_results", "issues", "report_versions", "reports"):
            archive.db.conn.execute(f"delete from {table}")
    assert rows(archive, "select * from report_cells") == []
    assert publish.publish(archive).wide_rows == 0


def test_any_figure_leads_to_its_document_and_place(published: Archive) -> None:
    sql = "select * from figures where publisher = ? and year = 2023 and label_zh = '予以公开·总计'"
    (figure,) = rows(published, sql, "民政局")
    stored = published.blobs.get(figure["document_sha256"]).decode()
    assert "民政局2023" in stored
    assert figure["url"] == f"{sample.HOST}/nb/2024/1.html"
    assert (figure["table_index"], figure["column_index"]) == (2, 4)
    assert figure["fetched_at"] == "2025-03-01T00:10:00Z"


def test_a_figure_changed_after_publication_is_a_revision(published: Archive) -> None:
    (change,) = rows(published, "select * from revisions")
    assert change["publisher"] == sample.name_of(0)
    assert (change["year"], change["label_zh"]) == (2024, "予以公开·总计")
    assert change["new_value"] == change["old_value"] + 1
    assert (change["old_ordinal"], change["new_ordinal"]) == (1, 2)
    assert change["old_document_sha256"] != change["new_document_sha256"]


def test_a_cell_that_vanished_is_a_revision_too(archive: Archive) -> None:
    sample.publish_report(archive, 0, 2024)
    sample.publish_report(archive, 0, 2024, changed=True, without="challenges")
    publish.publish(archive)
    gone = rows(archive, "select * from revisions where new_status is null")
    assert {row["table"] for row in gone} == {"challenges"}
    assert len(gone) == 15


def test_blanks_are_counted_apart_from_numbers(published: Archive) -> None:
    sql = 'select * from cell_statuses where publisher = ? and year = 2023 and "table" = ?'
    (found,) = rows(published, sql, sample.name_of(1), "challenges")
    assert (found["cell_count"], found["reported_cell_count"], found["blank_cell_count"]) == (15, 14, 1)
    assert (found["marker_cell_count"], found["ambiguous_cell_count"]) == (0, 0)


def test_failed_checks_show_both_sides(published: Archive) -> None:
    (failed,) = rows(published, "select * from failed_checks")
    assert (failed["publisher"], failed["year"]) == ("教育局", 2020)
    assert (failed["left_value"], failed["right_value"], failed["difference"]) == (8, 9, -1)
    assert failed["rule"].startswith("新收")


def test_coverage_tells_found_from_absent_and_why(published: Archive) -> None:
    found = {row["year"]: row for row in rows(published, "select * from coverage")}
    assert set(found) == set(range(2018, 2025))
    assert (found[2018]["found_count"], found[2018]["expected_count"]) == (0, 8)
    assert found[2018]["is_expected_estimated"] == 1
    assert (found[2021]["found_count"], found[2021]["not_found_count"]) == (7, 1)
    reasons = ("missing_count", "blocked_count", "unreachable_count", "robots_count")
    assert [found[2022][reason] for reason in reasons] == [1, 1, 1, 0]


def test_expected_is_unknown_where_nothing_was_ever_seen(archive: Archive) -> None:
    sample.publish_report(archive, 1, 2023, portal=None)
    publish.publish(archive)
    rows_ = rows(archive, "select * from coverage where year = 2023")
    assert [(r["expected_count"], r["found_count"], r["publication_rate"]) for r in rows_] == [
        (None, 0, None)
    ]


def test_the_year_left_out_is_a_gap(published: Archive) -> None:
    gaps = rows(published, "select publisher, year, year_before, year_after from coverage_gaps")
    assert gaps == [{"publisher": sample.name_of(0), "year": 2021, "year_before": 2020, "year_after": 2022}]


def test_portal_status_counts_answers_of_the_last_run(published: Archive) -> None:
    (status,) = rows(published, "select * from portal_status")
    assert (status["report_count"], status["document_count"]) == (47, 48)
    assert (status["missing_count"], status["blocked_count"], status["unreachable_count"]) == (1, 1, 1)
    assert status["run_outcome"] == "complete"


def test_the_same_words_in_different_reports_are_found(published: Archive) -> None:
    shared = rows(published, "select distinct publisher, number, report_count from text_reuse")
    assert {row["publisher"] for row in shared} == {"民政局", "教育局"}
    assert {(row["number"], row["report_count"]) for row in shared} == {("五", 12)}


def test_reason_mix_shares_the_handled_total(published: Archive) -> None:
    sums = "select sum(numerator) as parts, max(denominator) as whole from reason_mix"
    (mix,) = rows(published, f"{sums} where publisher = '民政局' and year = 2023")
    assert mix["parts"] == mix["whole"]


def test_reading_anew_after_publishing_is_possible(archive: Archive) -> None:
    sample.publish_report(archive, 1, 2023)
    publish.publish(archive)
    sample.publish_report(archive, 1, 2023)  # the same document again: replaces what hangs on it
    publish.publish(archive)
    assert len(rows(archive, "select * from reports_wide")) == 1
