"""Corrections: reviewed overrides of single published figures, beside the published value.

What is published always stays where it is, in ``observations``.  A correction is in force only while the
current figure is the one that was reviewed; where it is not, an issue says so.  An archive's own
corrections must each find their report; those that ship with the program are for any archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.correction_files import Correction, demand_one_a_cell
from archive.models import Issue, Severity
from archive.readings import issue_row
from archive.schema import quote, tables
from archive.store import Archive

Row = dict[str, Any]

_STALE, _NO_REPORT = "correction-stale", "correction-without-report"
_KEY = tables()["corrections"].key  # report and cell
_COLUMNS = tables()["corrections"].column_names
_REPORT = """
select report_id from report_versions where document_sha256 = :document
union all select id from reports where id = :report"""
_PUBLISHED = """
select value from observations
where report_id = ? and "table" = ? and "row" = ? and "column" = ? and is_current = 1"""
_STORED = f"select {', '.join(map(quote, _COLUMNS))} from corrections order by {', '.join(map(quote, _KEY))}"
_CODES = (_STALE, _NO_REPORT)
_OURS = "from issues where stage = 'check' and code in (?, ?)"
_MESSAGES = f"select report_id, code, message {_OURS} order by id"

Doubt = tuple[str | None, str, str]  # the report, the issue's code and its message


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of the corrections: in force, stale, and about reports that this archive does not hold."""

    applied: int
    stale: int
    absent: int


def apply(archive: Archive, shared: Iterable[Correction], own: Iterable[Correction] = ()) -> Applied:
    """Write the corrections of the reports that are here; applying the same ones again changes nothing.

    ``own`` are those of this archive: where one finds no report, an issue says so.

    Raises:
        CorrectionError: where two rows name one cell of one report, by its id and by a document.
    """
    own = tuple(own)
    found = [(correction, _report_of(archive, correction)) for correction in (*shared, *own)]
    here = [(correction, report) for correction, report in found if report]
    demand_one_a_cell((correction, (report, correction.cell)) for correction, report in here)
    rows = sorted((_row(archive, correction, report) for correction, report in here), key=_key)
    stale = [(row["report_id"], _STALE, _message(archive, row)) for row in rows if not row["is_applied"]]
    absent = [correction for correction, report in found if not report]
    with archive.db.atomic():
        _replace(archive, rows, [*stale, *(_without_report(c) for c in absent if c in own)])
    return Applied(len(rows) - len(stale), len(stale), len(absent))


def doubts(archive: Archive) -> list[str]:
    """What a person has to look at: a line for each correction that is no longer in force, or never was."""
    found = archive.db.conn.execute(_MESSAGES, _CODES)
    return [f"{report}: {message}" if report else message for report, _, message in found]


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


def _message(archive: Archive, row: Row) -> str:
    _, *cell = _key(row)
    found = _published(archive, row["report_id"], cell) or ["没有这一格 no such cell"]
    return (
        f"公布值已变，更正不再适用 · the published value changed: {'/'.join(cell)},"
        f" expected {_shown(row['published_value'])}, found {_shown(found[0])}"
    )


def _shown(value: object) -> object:
    return "空白 no number" if value is None else value


def _without_report(correction: Correction) -> Doubt:
    target, _ = correction.target
    where = replace(correction.where, file=Path(correction.where.file.name))  # issues are published
    message = (
        f"更正 {where.zh}：存档中没有 {target} 这份年报，请核对编号"
        f" · {where}: expected a report of this archive, found none named {target}"
    )
    return None, _NO_REPORT, message


def _replace(archive: Archive, rows: Sequence[Row], doubtful: Sequence[Doubt]) -> None:
    execute = archive.db.conn.execute
    if [tuple(row[name] for name in _COLUMNS) for row in rows] != execute(_STORED).fetchall():
        execute("delete from corrections")
        archive.insert("corrections", rows)
    if list(doubtful) != execute(_MESSAGES, _CODES).fetchall():
        execute(f"delete {_OURS}", _CODES)
        issues = ((report, Issue(code, Severity.WARNING, message)) for report, code, message in doubtful)
        archive.insert("issues", (issue_row(issue, "check", report_id=report) for report, issue in issues))
