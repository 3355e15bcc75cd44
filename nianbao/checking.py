"""The check stage: evaluate the rules on what the archive holds, report by report.

A report is checked by itself and against the publisher's report of the year before.  Reports that are
new or changed wait for it (``reports.is_checked``), the publisher's next report with them, so that a
killed run leaves nothing half compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from archive import checks, corrections, reports
from archive.checks import ReportFacts, Rule, renditions_agree
from archive.correction_files import Correction, demand_one_a_cell, read_folder
from archive.models import CheckResult, Identity
from archive.readings import result_row
from archive.store import Archive
from extract import editions
from nianbao import archived_facts
from nianbao.archived_facts import Earlier, VersionFacts

CORRECTIONS = Path(editions.__file__).parent.parent / "corrections"  # for any archive
OWN_CORRECTIONS = "corrections"  # the folder in the data root of those that this archive has for itself

_WAITING = "select id from reports where is_checked is null order by id"
_CHECKED = "update reports set is_checked = 1 where id = ?"
_ALL_WAIT = "update reports set is_checked = null"
_CATALOGUE = "select code, version, kind, rule, basis from checks"

Progress = Callable[[int, int], None]


def rules() -> Mapping[str, Rule]:
    """The catalogue by code, in the order of evaluation, with the newest wording of each."""
    return {rule.code: rule for rule in checks.catalogue(_all_identities())}


def write_catalogue(archive: Archive) -> None:
    """Write the catalogue that the results refer to; where a rule changed, every report waits for it."""
    known = {row[0]: row for row in archive.db.conn.execute(_CATALOGUE)}
    due = {r.code: (r.code, r.version, r.kind, r.rule, r.basis) for r in rules().values()}
    if {code: known.get(code) for code in due} == due:
        return
    names = "code", "version", "kind", "rule", "basis"
    with archive.db.atomic():
        archive.upsert("checks", (dict(zip(names, row, strict=True)) for row in due.values()))
        archive.db.conn.execute(_ALL_WAIT)


def reviewed(archive: Archive) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
    """The corrections that ship with the program, and those in the archive's own folder.

    Raises:
        CorrectionError: where a row is wrong, or two rows correct one cell.
    """
    shared, own = read_folder(CORRECTIONS), read_folder(archive.root / OWN_CORRECTIONS)
    demand_one_a_cell((row, row.target) for row in (*shared, *own))
    return shared, own


def check_all(archive: Archive, on_progress: Progress | None = None) -> int:
    """Check every report anew and apply the corrections; gives the number of results."""
    reviewed(archive)
    write_catalogue(archive)
    with archive.db.atomic():
        archive.db.conn.execute(_ALL_WAIT)
    return check_waiting(archive, on_progress)


def check_waiting(archive: Archive, on_progress: Progress | None = None) -> int:
    """Check the reports that wait for it and apply the corrections; gives the number of results.

    Raises:
        CorrectionError: where a correction is wrong, before anything is done.
    """
    shared, own = reviewed(archive)
    waiting = [report for (report,) in archive.db.conn.execute(_WAITING)]
    written = 0
    for done, report in enumerate(waiting, start=1):
        with archive.db.atomic():
            written += _check(archive, report)
        if on_progress:
            on_progress(done, len(waiting))
    corrections.apply(archive, shared, own)
    return written


def _check(archive: Archive, report: str) -> int:
    archive.db.conn.execute("delete from check_results where report_id = ?", (report,))
    written = 0
    versions = tuple(archived_facts.versions(archive, report))
    for version in versions:
        results = checks.run_archived(version.facts)
        if version.is_current:
            results += _across_years(archive, report, version.facts) + _across_renditions(version, versions)
        key = {"version_id": version.id, "report_id": report, "is_current": int(version.is_current)}
        archive.insert("check_results", _rows(results, key))
        written += len(results)
    reports.summarise(archive, report)
    archive.db.conn.execute(_CHECKED, (report,))
    return written


def _across_years(archive: Archive, report: str, facts: ReportFacts) -> tuple[CheckResult, ...]:
    before = archived_facts.earlier(archive, report)
    if before is None:
        return ()
    if before.is_year_before and before.has_same_scope:
        return checks.compare(archived_facts.current(archive, before.report), facts)
    return (checks.skipped_pair(_why_skipped(before)),)


def _across_renditions(source: VersionFacts, versions: Iterable[VersionFacts]) -> tuple[CheckResult, ...]:
    return tuple(
        renditions_agree.evaluate(source.facts, other.facts, other.url)
        for other in versions
        if other.kind == "rendition" and other.facts.observations
    )


def _why_skipped(before: Earlier) -> str:
    if not before.is_year_before:
        return "没有上一年度的报告 / no report of the year before"
    return "上一年度报告的范围不同 / the report of the year before has another scope"


def _rows(results: Iterable[CheckResult], key: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    return ({**key, "ordinal": ordinal, **result_row(result)} for ordinal, result in enumerate(results))


def _all_identities() -> Iterable[Identity]:
    return (identity for edition in editions.load().values() for identity in edition.identities)
