"""The check stage: evaluate every rule anew on the figures that the archive holds."""

from __future__ import annotations

from collections.abc import Iterable

from archive import checks, reports
from archive.models import CheckResult, Identity, Locator, Observation, Status
from archive.readings import RESULT_IDS, result_row
from archive.store import Archive
from extract import editions

_VERSIONS = "select id, report_id, edition, is_current from report_versions order by id"
_FIGURES = 'select "table", row, column, value, status, raw, unit from observations where version_id = ?'


def write_catalogue(archive: Archive) -> None:
    """Write the catalogue of checks that the results refer to."""
    archive.upsert(
        "checks",
        (
            {
                "code": identity.code,
                "version": identity.version,
                "rule": identity.rule,
                "basis": identity.basis,
            }
            for identity in _all_identities()
        ),
    )


def check_all(archive: Archive) -> int:
    """Run every check over every version; gives the number of results."""
    write_catalogue(archive)
    written = 0
    for version, report, edition, is_current in archive.db.conn.execute(_VERSIONS).fetchall():
        results = checks.run(_facts(archive, version, edition))
        key = {"version_id": version, "report_id": report, "is_current": is_current}
        with archive.db.atomic():
            archive.db.conn.execute("delete from check_results where version_id = ?", (version,))
            archive.insert("check_results", _rows(results, key))
            reports.summarise(archive, report)
        written += len(results)
    return written


def _rows(results: Iterable[CheckResult], key: dict[str, object]) -> Iterable[dict[str, object]]:
    version = key["version_id"]
    assert isinstance(version, int), "a version has an integer id"
    return ({**key, "id": version * RESULT_IDS + i, **result_row(result)} for i, result in enumerate(results))


def _facts(archive: Archive, version: int, edition: str | None) -> checks.ReportFacts:
    observations = tuple(
        Observation(table, row, column, value, Status(status), raw, unit, Locator())
        for table, row, column, value, status, raw, unit in archive.db.conn.execute(_FIGURES, (version,))
    )
    return checks.ReportFacts(observations, _identities(edition), edition=edition)


def _identities(edition: str | None) -> tuple[Identity, ...]:
    found = editions.load().get(edition or "")
    return found.identities if found else ()


def _all_identities() -> Iterable[Identity]:
    return (identity for edition in editions.load().values() for identity in edition.identities)
