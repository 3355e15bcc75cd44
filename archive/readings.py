"""Take readings into the archive: report, version, figures, prose, check results and issues.

Taking in the same reading twice changes nothing; a new reading of a document replaces its old one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from archive import reports
from archive.captures import now
from archive.models import CheckResult, Issue, Observation, Reading, Section, Status
from archive.publisher_ids import publisher_id, publisher_kind, report_id, version_id
from archive.store import Archive

SECTION_IDS = 64  # ids of sections are version id x 64 + ordinal
_CHILDREN = ("observations", "sections", "mentions", "check_results")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{8}(?!\d)")


def take_in(archive: Archive, reading: Reading) -> str:
    """Store one reading in one transaction and return the id of the report it belongs to."""
    with archive.db.atomic():
        former = _remove(archive, reading.sha256)
        report = _place_report(archive, reading)
        version = version_id(report, reading.sha256)
        archive.insert("report_versions", [_version_row(archive, reading, report, version)])
        current = reports.assign_roles(archive, report)
        for table, rows in _children(reading, report, version, is_current=version == current).items():
            archive.insert(table, rows)
        _add_issues(archive, reading, report)
        _mark(archive, reading, "read")
        reports.summarise(archive, report)
        reports.await_checks(archive, report)
        for changed in former - {report}:
            reports.refresh(archive, changed)
    return report


def quarantine(archive: Archive, reading: Reading) -> None:
    """Set a document aside that no reader could read: its issues say why, a newer reader tries again."""
    with archive.db.atomic():
        for report in _remove(archive, reading.sha256):
            reports.refresh(archive, report)
        _add_issues(archive, reading, None)
        _mark(archive, reading, "quarantined")


def set_aside(archive: Archive, sha256: str, media_type: str, reader: str, issues: Iterable[Issue]) -> None:
    """Mark a document that is no report itself: a container whose members are the documents."""
    with archive.db.atomic():
        for report in _remove(archive, sha256):
            reports.refresh(archive, report)
        archive.insert("issues", (issue_row(i, "extract", document_sha256=sha256) for i in issues))
        _mark(archive, Reading(sha256, media_type, reader), "no-report")


def _remove(archive: Archive, sha256: str) -> set[str]:
    """Drop what an earlier reader made of a document; gives the reports that it touched."""
    execute = archive.db.conn.execute
    found = execute(
        "select id, report_id from report_versions where document_sha256 = ?", (sha256,)
    ).fetchall()
    for version, _ in found:
        for table in _CHILDREN:
            execute(f"delete from {table} where version_id = ?", (version,))
        execute("delete from report_versions where id = ?", (version,))
    execute("delete from issues where stage = 'extract' and document_sha256 = ?", (sha256,))
    return {report for _, report in found}


def _place_report(archive: Archive, reading: Reading) -> str:
    publisher = _place_publisher(archive, reading)
    report = report_id(publisher, reading.year, reading.scope, reading.sha256)
    archive.db.conn.execute(
        "insert or ignore into reports (id, publisher_id, year, scope, document_sha256,"
        " version_count, figure_count, ambiguous_count, failed_check_count, question_count, issue_count)"
        " values (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)",
        (report, publisher, reading.year, reading.scope, reading.sha256),
    )
    return report


def _place_publisher(archive: Archive, reading: Reading) -> str | None:
    if reading.publisher is None:
        return None
    code, name = _division(archive, reading.division)
    identifier = publisher_id(reading.publisher, code, name)
    archive.db.conn.execute(
        "insert into publishers (id, name, division_code, kind) values (?, ?, ?, ?)"
        " on conflict (id) do update set name = excluded.name"
        " where (length(excluded.name), excluded.name) > (length(name), name)",
        (identifier, reading.publisher, code, publisher_kind(reading.publisher)),
    )
    return identifier


def _division(archive: Archive, full_name: str | None) -> tuple[str | None, str]:
    row = archive.db.conn.execute(
        "select code, name from divisions where full_name = ? order by valid_to is not null, code",
        (full_name,),
    ).fetchone()
    return (row[0], row[1]) if row else (None, "")


def _version_row(archive: Archive, reading: Reading, report: str, version: int) -> dict[str, Any]:
    seen = archive.db.conn.execute(
        "select min(url), min(fetched_at), max(fetched_at) from captures where document_sha256 = ?",
        (reading.sha256,),
    ).fetchone()
    return {
        "id": version,
        "report_id": report,
        "document_sha256": reading.sha256,
        "kind": "rendition",
        "is_current": 0,
        "ordinal": None,
        "url": seen[0],
        "first_seen_at": seen[1],
        "last_seen_at": seen[2],
        "reader": reading.reader,
        "edition": reading.edition,
        "title": reading.title,
        "published_on": reading.published_on,
        "published_on_source": reading.published_on_source,
        "cells_sha256": _digest(sorted((o.cell, o.value, o.status) for o in reading.observations)),
        "text_sha256": _digest(["".join(s.text.split()) for s in reading.sections]),
        "figure_count": sum(o.status in (Status.REPORTED, Status.AMBIGUOUS) for o in reading.observations),
        "doubtful_count": sum(map(_is_doubtful, reading.observations)),
    }


def _is_doubtful(observation: Observation) -> bool:
    """Whether a printed number may be another than the one read."""
    is_guess = observation.status is Status.REPORTED and observation.is_verified is False
    return observation.status is Status.AMBIGUOUS or is_guess


def _children(
    reading: Reading, report: str, version: int, *, is_current: bool
) -> dict[str, Iterable[dict[str, Any]]]:
    key = {"version_id": version, "report_id": report, "is_current": is_current}
    return {
        "observations": ({**key, **_observation(o)} for o in reading.observations),
        "sections": (
            {**key, "id": version * SECTION_IDS + i, "ordinal": i, **asdict(s), "text": mask_mobiles(s.text)}
            for i, s in enumerate(_bounded(reading.sections))
        ),
        "mentions": ({**key, **asdict(m), "section": m.section or ""} for m in reading.mentions),
        "check_results": ({**key, "ordinal": i, **result_row(r)} for i, r in enumerate(reading.checks)),
    }


def _bounded(sections: Sequence[Section]) -> tuple[Section, ...]:
    """At most as many sections as there are ids; what is over is joined to the last."""
    kept, over = sections[: SECTION_IDS - 1], sections[SECTION_IDS - 1 :]
    if not over:
        return tuple(kept)
    text = "\n".join(f"{s.heading}\n{s.text}" for s in over)
    return (*kept, Section(None, over[0].heading, text))


def mask_mobiles(text: str) -> str:
    """Hide the middle of mobile numbers; the original stays in the stored bytes."""
    return _MOBILE.sub(r"\1********", text)


def _observation(o: Observation) -> dict[str, Any]:
    return {
        "table": o.table,
        "row": o.row,
        "column": o.column,
        "value": o.value,
        "status": o.status,
        "raw": o.raw,
        "unit": o.unit,
        "page_index": o.locator.page,
        "table_index": o.locator.table,
        "row_index": o.locator.row,
        "column_index": o.locator.column,
        "confidence": o.confidence,
        "is_verified": o.is_verified,
    }


def result_row(result: CheckResult) -> dict[str, Any]:
    """The columns of ``check_results`` that come from the result itself."""
    return {
        "check_code": result.check,
        "check_version": result.version,
        "outcome": result.outcome,
        "left_value": result.left,
        "right_value": result.right,
        "cells": json.dumps(result.cells, ensure_ascii=False),
        "message": result.message,
    }


def issue_row(issue: Issue, stage: str, **place: str | None) -> dict[str, Any]:
    """A row of ``issues``; ``place`` names document_sha256, report_id, portal_id or url."""
    empty = dict.fromkeys(("id", "document_sha256", "report_id", "portal_id", "url"))
    return {
        **empty,
        **place,
        "stage": stage,
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "page_index": issue.locator.page,
        "table_index": issue.locator.table,
        "row_index": issue.locator.row,
        "column_index": issue.locator.column,
    }


def _add_issues(archive: Archive, reading: Reading, report: str | None) -> None:
    archive.insert(
        "issues",
        (issue_row(i, "extract", document_sha256=reading.sha256, report_id=report) for i in reading.issues),
    )


def _mark(archive: Archive, reading: Reading, state: str) -> None:
    archive.db.conn.execute(
        "update documents set media_type = ?, state = ?, reader = ?, read_at = ? where sha256 = ?",
        (reading.media_type, state, reading.reader, now(), reading.sha256),
    )


def _digest(parts: Iterable[Any]) -> str:
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False, default=str).encode()).hexdigest()
