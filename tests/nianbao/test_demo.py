"""The whole job on the bundled portals, compared with the truth that they know of themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

import pytest

from nianbao.demo import ExpectedReport, Figure, manifest
from tests.nianbao.conftest import DemoRun

WITHIN_A_REPORT = ("requests-balance", "results-sum", "applicants-sum", "outcomes-sum", "prose-table")
ACROSS_YEARS = ("carry-over", "in-force")  # their last cell is the one that is not what it should be
REPORTS = """
select p.name, d.full_name, r.year, r.scope, r.id, r.edition, r.version_count, r.published_on
from reports r join publishers p on p.id = r.publisher_id join divisions d on d.code = p.division_code"""
FIGURES = """
select "table", row, "column", value, status, raw from observations where report_id = ? and is_current = 1"""
Key = tuple[str, str, int, str | None]


def stored_reports(run: DemoRun) -> dict[Key, tuple]:
    return {tuple(row[:4]): tuple(row[4:]) for row in run.archive().db.conn.execute(REPORTS)}


def key(report: ExpectedReport) -> Key:
    return report.publisher, report.division, report.year, report.scope


def stored_figures(run: DemoRun, report_id: str) -> dict[tuple[str, str, str], Figure]:
    rows = run.archive().db.conn.execute(FIGURES, (report_id,))
    return {
        (table, row, column): Figure(value, status, raw) for table, row, column, value, status, raw in rows
    }


def differences(found: Mapping, expected: Mapping) -> list[str]:
    """Cells whose value or status differs; what is printed is compared without white space."""
    return [
        f"{cell}: {found.get(cell)} is not {expected.get(cell)}"
        for cell in sorted(found.keys() | expected.keys())
        if (f := found.get(cell)) is None
        or (e := expected.get(cell)) is None
        or (f.value, f.status) != (e.value, e.status)
    ]


def test_the_first_run_ends_well_and_says_what_it_did(first_visit: DemoRun) -> None:
    [run] = first_visit.output
    assert run.returncode == 0, run.stderr
    for word in (
        "portals",
        "captures",
        "new documents",
        "duplicate",
        "reports",
        "figures",
        "failed checks",
        "issues",
    ):
        assert word in run.stdout


def test_every_report_is_there_and_no_other(first_visit: DemoRun) -> None:
    expected = {key(report) for report in manifest().reports_on(1)}
    assert set(stored_reports(first_visit)) == expected


@pytest.mark.parametrize("visit", [1, 2])
def test_every_figure_is_the_printed_one(first_visit: DemoRun, second_visit: DemoRun, visit: int) -> None:
    run = (first_visit, second_visit)[visit - 1]
    stored = stored_reports(run)
    wrong = {
        report.title: found
        for report in manifest().reports_on(visit)
        if (found := differences(stored_figures(run, stored[key(report)][0]), report.figures_on(visit)))
    }
    assert wrong == {}


def test_editions_dates_and_versions(second_visit: DemoRun) -> None:
    stored = stored_reports(second_visit)
    found = {key(r): stored[key(r)][1:] for r in manifest().reports_on(2)}
    expected = {key(r): (r.edition, r.versions[1], r.published_on) for r in manifest().reports_on(2)}
    assert {k: v for k, v in found.items() if v != expected[k]} == {}


def test_planted_errors_are_found_and_nothing_else_fails(first_visit: DemoRun) -> None:
    failed = first_visit.archive().db.conn.execute(
        "select p.name, r.year, c.check_code, c.cells from check_results c"
        " join reports r on r.id = c.report_id join publishers p on p.id = r.publisher_id"
        " join checks k on k.code = c.check_code"
        " where c.outcome = 'fail' and c.is_current = 1 and k.kind <> 'question'"
    )
    found = Counter(
        (name, year, code, frozenset(json.loads(cells)[-1:] if code in ACROSS_YEARS else json.loads(cells)))
        for name, year, code, cells in failed
    )
    expected = Counter(
        (error.publisher, error.year, error.check, frozenset(error.cells))
        for error in manifest().planted
        if error.check in (*WITHIN_A_REPORT, *ACROSS_YEARS)
    )
    assert found == expected


def test_refusals_are_recorded_and_never_read_as_reports(first_visit: DemoRun) -> None:
    connection = first_visit.archive().db.conn
    for refused in manifest().refused:
        rows = connection.execute(
            "select disposition, document_sha256 from captures where portal_id = ? and url like '%' || ?",
            (refused.portal_id, refused.path),
        ).fetchall()
        assert rows == [(refused.disposition, None)], refused


def test_the_second_run_asks_only_whether_things_changed(second_visit: DemoRun) -> None:
    assert [run.returncode for run in second_visit.output] == [0, 0]
    connection = second_visit.archive().db.conn
    first, second = (run for (run,) in connection.execute("select id from runs order by id"))
    refetched = connection.execute(
        "select count(*) from captures s join captures f on f.url = s.url and f.run_id = ?"
        " where s.run_id = ? and s.body_sha256 = f.body_sha256 and s.disposition = 'ok'"
        " and s.etag is not null",
        (first, second),
    ).fetchone()
    assert refetched == (0,)
    assert (
        connection.execute(
            "select count(*) from captures where run_id = ? and disposition = 'not-modified'", (second,)
        ).fetchone()[0]
        > 100
    )


def test_the_changed_report_shows_as_a_second_version_with_its_cells(second_visit: DemoRun) -> None:
    [revised] = [report for report in manifest().reports if report.versions == (1, 2)]
    assert revised.revised_figures is not None
    changed = {
        "/".join(cell)
        for cell, figure in revised.revised_figures.items()
        if figure.value != revised.figures[cell].value
    }
    connection = second_visit.archive().db.conn
    assert connection.execute("select count(*) from reports where version_count = 2").fetchone() == (1,)
    columns = [column[1] for column in connection.execute("pragma table_info(revisions)")]
    assert changed, "the demo promises a change"
    rows = connection.execute("select * from revisions").fetchall()
    assert len(rows) == len(changed), columns


def test_the_archive_verifies(second_visit: DemoRun) -> None:
    from tests.nianbao.conftest import nianbao

    done = nianbao("verify", "--data", second_visit.data)
    assert done.returncode == 0, done.stderr
    assert "the archive is sound" in done.stdout
