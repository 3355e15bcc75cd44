"""Keep a report in step with its documents: the source, the counts, the flags of its rows."""

from __future__ import annotations

from typing import Any

from archive.store import Archive
from archive.versions import Role, Version, classify

_VERSIONS = """
select v.id, v.url, max(c.id), max(c.kind = 'attachment') = 1, v.cells_sha256, v.text_sha256,
  v.figure_count, v.doubtful_count
from report_versions v left join captures c on c.document_sha256 = v.document_sha256 and c.url = v.url
where v.report_id = ? group by v.id"""
_FLAGGED = ("observations", "sections", "check_results")
_PUBLISHED = """
select published_on, published_on_source from report_versions
where report_id = :report and published_on is not null and kind not in ('superseded', 're-render')
order by instr('meta visible list url signature', published_on_source), id limit 1"""
_SOURCE = """
update reports set (edition, title, document_sha256, url, fetched_at, figure_count) = (
    select edition, coalesce(title, reports.title), document_sha256, url, first_seen_at, figure_count
    from report_versions where report_id = :report and is_current = 1),
  version_count = (select max(ordinal) from report_versions where report_id = :report),
  ambiguous_count = (select count(*) from observations
    where report_id = :report and is_current = 1 and status = 'ambiguous'),
  (failed_check_count, question_count) = (
    select count(*) filter (where c.kind <> 'question'), count(*) filter (where c.kind = 'question')
    from check_results k join checks c on c.code = k.check_code
    where k.report_id = :report and k.is_current = 1 and k.outcome = 'fail'),
  issue_count = (select count(*) from issues i join report_versions v on v.document_sha256 = i.document_sha256
    where v.report_id = :report and v.is_current = 1 and i.severity <> 'info')
where id = :report"""

_AWAITING = """
update reports set is_checked = null where id = :report or (publisher_id, year) = (
  select later.publisher_id, min(later.year) from reports later join reports r on r.id = :report
  where later.publisher_id = r.publisher_id and later.year > r.year)"""
_HANGING = ("corrections", "issues")


def refresh(archive: Archive, report: str) -> None:
    """Bring a report in step after one of its documents went or changed."""
    await_checks(archive, report)
    if assign_roles(archive, report) is None:
        for table in _HANGING:
            archive.db.conn.execute(f"delete from {table} where report_id = ?", (report,))
        archive.db.conn.execute("delete from reports where id = ?", (report,))
    else:
        summarise(archive, report)


def await_checks(archive: Archive, report: str) -> None:
    """Mark a report that changed, and the publisher's next ones, as waiting to be checked anew."""
    archive.db.conn.execute(_AWAITING, {"report": report})


def assign_roles(archive: Archive, report: str) -> int | None:
    """Classify a report's documents anew; gives the id of the current version, None without any."""
    rows = archive.db.conn.execute(_VERSIONS, (report,)).fetchall()
    if not rows:
        return None
    roles = classify(
        Version(id_, url or "", seen or 0, bool(at), *rest) for id_, url, seen, at, *rest in rows
    )
    for role in roles:
        _apply(archive, role)
    return next(role.id for role in roles if role.is_current)


def summarise(archive: Archive, report: str) -> None:
    """Write a report's own row from its current version and the rows that hang on it."""
    parameters: dict[str, Any] = {"report": report}
    archive.db.conn.execute(_SOURCE, parameters)
    published = archive.db.conn.execute(_PUBLISHED, parameters).fetchone() or (None, None)
    archive.db.conn.execute(
        "update reports set published_on = ?, published_on_source = ? where id = ?", (*published, report)
    )


def _apply(archive: Archive, role: Role) -> None:
    execute = archive.db.conn.execute
    execute(
        "update report_versions set kind = ?, is_current = ?, ordinal = ? where id = ?",
        (role.kind, role.is_current, role.ordinal, role.id),
    )
    for table in _FLAGGED:
        execute(
            f"update {table} set is_current = ? where version_id = ? and is_current <> ?",
            (role.is_current, role.id, role.is_current),
        )
