"""Bulk files: every table and view as a file, with a data package and a manifest of digests.

Twice from one archive gives the same bytes: rows are ordered by key and nothing tells the time of the
export.  Memory stays flat: rows go from the cursor to the file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive import metadata
from archive.published import published
from archive.schema import Column, quote, tables
from archive.store import Archive

ORDERS: Mapping[str, tuple[str, ...]] = {  # what is exported -> the columns it is ordered by
    "reports_wide": ("report_id",),
    "indicators": ("report_id",),
    "indicators_pooled": ("year", "division_code", "kind", "scope"),
    "indicators_mean": ("year", "division_code", "kind", "scope"),
    "figures": ("report_id", "table", "row", "column"),
    "reason_mix": ("report_id", "outcome"),
    "cell_statuses": ("report_id", "table"),
    "failed_checks": ("report_id", "check_code", "cells", "message"),
    "questions": ("report_id", "check_code", "cells", "message"),
    "revisions": ("report_id", "new_ordinal", "table", "row", "column"),
    "text_reuse": ("digest", "section_id"),
    "coverage": ("portal_id", "year"),
    "coverage_gaps": ("publisher_id", "year"),
    "portal_status": ("portal_id",),
    "form_cells": ("ordinal",),
    "indicator_catalogue": ("number", "code"),
    **{
        name: tables()[name].key
        for name in (
            *("reports", "report_versions", "observations", "sections", "mentions", "publishers"),
            *("divisions", "portals", "documents", "captures", "checks", "check_results", "issues"),
            *("corrections", "runs", "portal_runs"),
        )
    },
}
_TYPES = {"INTEGER": "integer", "REAL": "number", "ANY": "number", "TEXT": "string"}
_DATED = {"_on": "date", "_at": "datetime"}  # how a column of TEXT is named that holds one


class NotPublished(LookupError):
    """Raised by `export` for an archive that lacks what publishing makes; names the first that it lacks."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One written file; ``row_count`` is None for the data package and the manifest."""

    path: Path
    row_count: int | None
    byte_count: int
    sha256: str


Rows = Iterable[tuple[Any, ...]]
Writer = Callable[[BinaryIO, tuple[Column, ...], Rows], int]


def write_csv(file: BinaryIO, columns: tuple[Column, ...], rows: Rows) -> int:
    """UTF-8 with byte order mark, CRLF, codes as header: what Excel, R, Stata and pandas open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    text.flush()
    text.detach()
    return count


WRITERS: Mapping[str, Writer] = {"csv": write_csv}  # format -> what writes it; its name is the suffix


def export(archive: Archive, out: Path, format_: str = "csv") -> list[ExportedFile]:
    """Write every table and view of a published archive into a folder.

    Raises:
        ValueError: for a format that no writer is registered for.
        NotPublished: where nothing was published yet.
    """
    if format_ not in WRITERS:
        raise ValueError(f"expected a format among {', '.join(WRITERS)}, found {format_!r}")
    there = {name for (name,) in archive.db.conn.execute("select name from sqlite_master")}
    lacking = next((name for name in ORDERS if name not in there), None)
    if lacking:
        raise NotPublished(f"expected a published archive, found one without {lacking}")
    out.mkdir(parents=True, exist_ok=True)
    files = [_export_one(archive, name, out / f"{name}.{format_}", WRITERS[format_]) for name in ORDERS]
    package = _write_json(out / "datapackage.json", _package(files, format_))
    manifest = _write_json(out / "manifest.json", {"files": [_entry(file) for file in (*files, package)]})
    return [*files, package, manifest]


class _Digesting(io.RawIOBase):
    """A file that knows the digest and size of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.byte_count = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._hash.update(data)
        self.byte_count += len(data)
        return self._file.write(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _export_one(archive: Archive, name: str, path: Path, write: Writer) -> ExportedFile:
    columns = _columns(name)
    selected, order = (", ".join(map(quote, names)) for names in ((c.name for c in columns), ORDERS[name]))
    rows = archive.db.conn.execute(f"select {selected} from {quote(name)} order by {order}")
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        digesting = _Digesting(file)
        buffered = io.BufferedWriter(digesting, 1 << 20)
        row_count = write(buffered, columns, rows)
        buffered.flush()
    beside.replace(path)
    return ExportedFile(path, row_count, digesting.byte_count, digesting.sha256)


def _columns(name: str) -> tuple[Column, ...]:
    return tables()[name].columns if name in tables() else published()[name].columns


def _described(name: str) -> tuple[str, str]:
    item = tables()[name] if name in tables() else published()[name]
    return item.zh, item.en


def _package(files: Iterable[ExportedFile], format_: str) -> dict[str, Any]:
    """A data package (specs.frictionlessdata.io): what each field is, in Chinese and English."""
    return {
        "profile": "tabular-data-package",
        "name": "nianbao",
        "title": metadata.build()["title"],
        "description": metadata.build()["description"],
        "resources": [_resource(file, format_) for file in files],
    }


def _resource(file: ExportedFile, format_: str) -> dict[str, Any]:
    name = file.path.stem
    return {
        "name": name,
        "path": file.path.name,
        "title": metadata.bilingual(*_described(name)),
        "format": format_,
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": file.byte_count,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": list(_fields(name)),
            "missingValues": [""],
            **({"primaryKey": list(tables()[name].key)} if name in tables() else {}),
        },
    }


def _fields(name: str) -> Iterator[dict[str, Any]]:
    for column in _columns(name):
        field = {
            "name": column.name,
            "type": _DATED.get(column.name[-3:], _TYPES[column.type]),
            "title": column.zh,
            "description": column.en,
        }
        yield {**field, "unit": column.unit} if column.unit else field


def _entry(file: ExportedFile) -> dict[str, Any]:
    return {
        "path": file.path.name,
        "rows": file.row_count,
        "bytes": file.byte_count,
        "sha256": file.sha256,
    }


def _write_json(path: Path, content: dict[str, Any]) -> ExportedFile:
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
    return ExportedFile(path, None, len(data), hashlib.sha256(data).hexdigest())
