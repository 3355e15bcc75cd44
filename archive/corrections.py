"""Corrections: reviewed overrides of single published figures, beside the published value.

What is published always stays where it is, in ``observations``.  A correction is in force only while the
current figure is the one that was reviewed; where it is not, an issue says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.correction_files import Correction, CorrectionError
from archive.models import Issue, Severity
from archive.readings import issue_row
from archive.schema import quote, tables
from archive.store import Archive

Row = dict[str, Any]

_STALE = "correction-stale"
_KEY = tables()["corrections"].key  # report and cell
_COLUMNS = tables()["corrections"].column_names
_REPORT = """
select report_id from report_versions where document_sha256 = :document
union all select id from reports where id = :report"""
_PUBLISHED = """
select value from observations
where report_id = ? and "table" = ? and "row" = ? and "column" = ? and is_current = 1"""
_STORED = f"select {', '.join(map(quote, _COLUMNS))} from corrections order by {', '.join(map(quote, _KEY))}"
_MESSAGES = "select report_id, message from issues where stage = 'check' and code = ? order by id"


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of the corrections: in force, stale, and about reports that this archive does not hold."""

    applied: int
    stale: int
    absent: int


def apply(archive: Archive, corrections: Iterable[Correction]) -> Applied:
    """Write the corrections of the reports that are here; applying the same ones again changes nothing.

    Raises:
        CorrectionError: where two rows name one cell of one report, by its id and by a document.
    """
    found = [(correction, _report_of(archive, correction)) for correction in corrections]
    rows = [_row(archive, correction, report) for correction, report in found if report]
    rows.sort(key=_key)
    _demand_distinct(rows)
    stale = [(row["report_id"], _message(archive, row)) for row in rows if not row["is_applied"]]
    with archive.db.atomic():
        _replace(archive, rows, stale)
    return Applied(len(rows) - len(stale), len(stale), len(found) - len(rows))


def stale_messages(archive: Archive) -> list[str]:
    """What a person has to look at again: a line for each correction that is no longer in force."""
    return [f"{report}: {message}" for report, message in archive.db.conn.execute(_MESSAGES, (_STALE,))]


def _report_of(archive: Archive, correction: Correction) -> str | None:
    named = {"document": correction.document_sha256, "report": correction.report_id}
    row = archive.db.conn.execute(_REPORT, named).fetchone()
    return row[0] if row else None


def _row(archive: Archive, correction: Correction, report: str) -> Row:
    published = _published(archive, report, correction.cell)
    return {
        "report_id": report,
        **dict(zip(("table", "row", "column"), correction.cell, strict=True)),
        "published_value": correction.published_value,
        "corrected_value": correction.corrected_value,
        "reason": correction.reason,
        "evidence_url": correction.evidence_url,
        "reviewer": correction.reviewer,
        "reviewed_on": correction.reviewed_on,
        "is_applied": int(published == [correction.published_value]),
    }


def _published(archive: Archive, report: str, cell: Sequence[str]) -> list[Any]:
    """The current value of a cell; empty where the report does not have it."""
    return [value for (value,) in archive.db.conn.execute(_PUBLISHED, (report, *cell))]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in _KEY)


def _demand_distinct(rows: Sequence[Row]) -> None:
    for before, row in pairwise(rows):
        if _key(before) == _key(row):
            raise CorrectionError(f"expected one correction for {'/'.join(_key(row))}, found two")


def _message(archive: Archive, row: Row) -> str:
    _, *cell = _key(row)
    found = _published(archive, row["report_id"], cell) or ["no such cell"]
    return (
        f"公布值已变，更正不再适用 / the published value changed: {'/'.join(cell)},"
        f" expected {row['published_value']}, found {found[0]}"
    )


def _replace(archive: Archive, rows: Sequence[Row], stale: Sequence[tuple[str, str]]) -> None:
    execute = archive.db.conn.execute
    if [tuple(row[name] for name in _COLUMNS) for row in rows] != execute(_STORED).fetchall():
        execute("delete from corrections")
        archive.insert("corrections", rows)
    if list(stale) != execute(_MESSAGES, (_STALE,)).fetchall():
        execute("delete from issues where stage = 'check' and code = ?", (_STALE,))
        issues = ((report, Issue(_STALE, Severity.WARNING, message)) for report, message in stale)
        archive.insert("issues", (issue_row(issue, "check", report_id=report) for report, issue in issues))
