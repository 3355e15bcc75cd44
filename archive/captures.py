"""Captures: what was fetched, when, with what result.  The archive itself is the crawl's memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from archive.models import Capture, CaptureKind, Disposition
from archive.schema import tables
from archive.store import Archive

_DOCUMENT_KINDS = (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT)
_FIELDS = {  # of Capture, where the column has another name
    "body_sha256": "sha256",
    "byte_count": "size",
}
_LATEST_BODY = """
select * from captures where url = ? and body_sha256 is not null and disposition <> 'not-modified'
order by id desc limit 1"""
_OF_DOCUMENT = "select * from captures where document_sha256 = ? order by id limit 1"
_IN_RUN = "select * from captures where run_id = ? and url = ? order by id desc limit 1"


def now() -> str:
    """The present moment as every ``_at`` column holds it: UTC, to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record(archive: Archive, capture: Capture, body: bytes | None = None) -> None:
    """Store the body, then the capture; a document row too where the body may be a report.

    A 304 answer is recorded with the digest of the capture whose bytes still stand.
    """
    sha256 = archive.blobs.put(body) if body is not None else capture.sha256
    is_document = capture.kind in _DOCUMENT_KINDS and capture.disposition in _READABLE and sha256 is not None
    with archive.db.atomic():
        if is_document and body is not None:
            _add_document(archive, str(sha256), capture, len(body))
        archive.db.conn.execute(
            _INSERT,
            {
                **_row(capture),
                "body_sha256": sha256,
                "document_sha256": sha256 if is_document else None,
                "byte_count": len(body) if body is not None else capture.size,
            },
        )


def latest_body(archive: Archive, url: str) -> Capture | None:
    """The newest capture of a URL that brought a body: its validators and digest."""
    return _first(archive, _LATEST_BODY, (url,))


def of_document(archive: Archive, sha256: str) -> Capture:
    """The first capture of a document.

    Raises:
        LookupError: where no capture brought it.
    """
    capture = _first(archive, _OF_DOCUMENT, (sha256,))
    if capture is None:
        raise LookupError(f"expected a capture of document {sha256}, found none")
    return capture


def in_run(archive: Archive, run_id: str, url: str) -> Capture | None:
    """What this run has already fetched from a URL, so that a killed run does not fetch it again."""
    return _first(archive, _IN_RUN, (run_id, url))


_READABLE = (Disposition.OK, Disposition.NOT_MODIFIED)
_COLUMNS = tables()["captures"].column_names[1:]  # all but the serial number
_INSERT = (
    f"insert into captures ({', '.join(_COLUMNS)}) values ({', '.join(':' + column for column in _COLUMNS)})"
)


def _row(capture: Capture) -> dict[str, Any]:
    return {column: getattr(capture, _FIELDS.get(column, column), None) for column in _COLUMNS}


def _add_document(archive: Archive, sha256: str, capture: Capture, size: int) -> None:
    archive.db.conn.execute(
        "insert or ignore into documents (sha256, media_type, byte_count, state) values (?, ?, ?, 'pending')",
        (sha256, (capture.media_type or "application/octet-stream").partition(";")[0].strip().lower(), size),
    )


def _first(archive: Archive, sql: str, parameters: tuple[str, ...]) -> Capture | None:
    cursor = archive.db.conn.execute(sql, parameters)
    row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip((column[0] for column in cursor.description), row, strict=True))
    fields = {
        _FIELDS.get(column, column): values[column] for column in _COLUMNS if column != "document_sha256"
    }
    fields["kind"], fields["disposition"] = CaptureKind(fields["kind"]), Disposition(fields["disposition"])
    return Capture(**fields)
