"""What the checks may know of the reports that the archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from archive.checks import ReportFacts
from archive.models import Identity, Locator, Mention, Observation, Section, Status
from archive.store import Archive
from extract import editions

_VERSIONS = """
select v.id, v.is_current, v.kind, v.url, v.edition, r.year, p.kind, d.level
from report_versions v join reports r on r.id = v.report_id
left join publishers p on p.id = r.publisher_id left join divisions d on d.code = p.division_code
where v.report_id = ? order by v.id"""
_FIGURES = """
select "table", row, column, value, status, raw, unit, confidence, is_verified
from observations where version_id = ?"""
_SECTIONS = "select number, heading, text from sections where version_id = ? order by ordinal"
_MENTIONS = """
select section, start, "end", text, topic, value from mentions
where version_id = ? order by section, start, topic"""
_EARLIER = """
with this as (select publisher_id, year, scope from reports where id = ?)
select r.id, r.year = this.year - 1, r.scope is this.scope from this join reports r
  on r.publisher_id = this.publisher_id and r.year < this.year
order by r.year desc, r.scope is this.scope desc, r.id limit 1"""
_NO_PLACE = Locator()


class VersionFacts(NamedTuple):
    """One version of a report, and what the checks may know of it."""

    id: int
    is_current: bool
    kind: str
    url: str
    facts: ReportFacts


class Earlier(NamedTuple):
    """The newest earlier report of the same publisher, of whatever year and scope."""

    report: str
    is_year_before: bool
    has_same_scope: bool


def versions(archive: Archive, report: str) -> Iterator[VersionFacts]:
    """Every version of a report with its facts."""
    rows = archive.db.conn.execute(_VERSIONS, (report,)).fetchall()
    for version, is_current, kind, url, *about in rows:
        yield VersionFacts(version, bool(is_current), kind, url or "", _facts(archive, version, *about))


def current(archive: Archive, report: str) -> ReportFacts:
    """The facts of a report's current version."""
    rows = archive.db.conn.execute(_VERSIONS, (report,)).fetchall()
    version, _, _, _, *about = next(row for row in rows if row[1])
    return _facts(archive, version, *about)


def earlier(archive: Archive, report: str) -> Earlier | None:
    """Which report comes before this one, None where it is the first or its year is unknown."""
    row = archive.db.conn.execute(_EARLIER, (report,)).fetchone()
    return Earlier(row[0], bool(row[1]), bool(row[2])) if row else None


def _facts(
    archive: Archive, version: int, edition: str | None, year: int | None, kind: str | None, level: str | None
) -> ReportFacts:
    execute = archive.db.conn.execute
    observations = tuple(map(_observation, execute(_FIGURES, (version,))))
    return ReportFacts(
        observations=observations,
        identities=_identities(edition, observations),
        mentions=tuple(Mention(section or None, *rest) for section, *rest in execute(_MENTIONS, (version,))),
        sections=tuple(Section(*row) for row in execute(_SECTIONS, (version,))),
        year=year,
        edition=edition,
        publisher_kind=kind,
        division_level=level,
        edition_years=editions.years(),
    )


def _observation(row: tuple[Any, ...]) -> Observation:
    table, line, column, value, status, raw, unit, confidence, verified = row
    is_verified = None if verified is None else bool(verified)
    place = table, line, column, value, Status(status), raw, unit, _NO_PLACE
    return Observation(*place, confidence, is_verified)


def _identities(edition: str | None, observations: tuple[Observation, ...]) -> tuple[Identity, ...]:
    """The equations of each table by the edition that has most of its cells; ties go to the report's own."""
    if edition not in editions.load():
        return ()
    found: list[Identity] = []
    for table in sorted({o.table for o in observations}):
        printed = {(table, o.row, o.column) for o in observations if o.table == table}
        fits = {code: (len(printed & cells), code == edition) for code, cells in _cells().items()}
        best = max(fits, key=lambda code: fits[code])
        found += (i for i in editions.load()[best].identities if i.table == table)
    return tuple(found)


@cache
def _cells() -> dict[str, frozenset[tuple[str, str, str]]]:
    """The cells that each edition of the form has."""
    return {
        code: frozenset(
            (table.code, row.code, column.code)
            for table in edition.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        )
        for code, edition in editions.load().items()
    }
