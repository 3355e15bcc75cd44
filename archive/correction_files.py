"""The files of corrections: CSV, reviewed in git, read strictly.

One row overrides one published figure: whose it is (a document's digest or a report's id), the cell of the
form, the value that was reviewed, the one to use, the reason, its evidence, by whom and when.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.cells import form_cells

Number = int | float
Key = tuple[str, str, str]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


class CorrectionError(ValueError):
    """A row is wrong; says the file, line and column, what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: whose cell (a document's or a report's), the value reviewed, the one to use, and why.

    ``published_value`` is None where the report prints no certain number there.
    """

    document_sha256: str | None
    report_id: str | None
    cell: Key
    published_value: Number | None
    corrected_value: Number
    reason: str
    evidence_url: str
    reviewer: str
    reviewed_on: str

    @property
    def target(self) -> tuple[str, Key]:
        """What it corrects; no two rows may have the same."""
        return self.report_id or self.document_sha256 or "", self.cell


COLUMNS = tuple(field.name for field in fields(Correction))


def read_folder(folder: Path) -> tuple[Correction, ...]:
    """Every row of the CSV files of a folder; raises `CorrectionError`."""
    seen: dict[tuple[str, Key], str] = {}
    found = []
    for path in sorted(folder.glob("*.csv")):
        for line, correction in _read_file(path):
            where = f"{path.name}, line {line}"
            if before := seen.get(correction.target):
                raise CorrectionError(f"{where}, column cell: expected one correction a cell, found {before}")
            seen[correction.target] = where
            found.append(correction)
    return tuple(found)


def _read_file(path: Path) -> Iterator[tuple[int, Correction]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            _demand_header(tuple(next(reader, ())), path.name)
            for values in reader:
                yield reader.line_num, _correction(values, f"{path.name}, line {reader.line_num}")
        except (csv.Error, UnicodeDecodeError) as error:
            raise CorrectionError(f"{path.name}: expected CSV in UTF-8, found: {error}") from error


def _demand_header(found: tuple[str, ...], name: str) -> None:
    if found != COLUMNS:
        expected = ",".join(COLUMNS)
        raise CorrectionError(f"{name}, line 1: expected the columns {expected}, found {','.join(found)}")


def _correction(values: list[str], where: str) -> Correction:
    if len(values) != len(COLUMNS):
        raise CorrectionError(f"{where}: expected {len(COLUMNS)} values, found {len(values)}")
    read: dict[str, Any] = {}
    for column, text in zip(COLUMNS, values, strict=True):
        expected, parse = _PARSERS[column]
        try:
            read[column] = parse(text)
        except ValueError as error:
            raise CorrectionError(f"{where}, column {column}: expected {expected}, found {text!r}") from error
    correction = Correction(**read)
    if (correction.document_sha256 is None) == (correction.report_id is None):
        found = f"{values[0]!r} and {values[1]!r}"
        raise CorrectionError(
            f"{where}, columns document_sha256 and report_id: expected one of them, found {found}"
        )
    if correction.published_value == correction.corrected_value:
        raise CorrectionError(
            f"{where}, column corrected_value: expected another number than the published one, found it again"
        )
    return correction


def _digest(text: str) -> str | None:
    if text and not _SHA256.fullmatch(text):
        raise ValueError(text)
    return text or None


def _cell(text: str) -> Key:
    table, _, rest = text.partition("/")
    row, _, column = rest.rpartition("/")
    if (table, row, column) not in form_cells():
        raise ValueError(text)
    return table, row, column


def _number(text: str) -> Number:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text) if "." in text else int(text)


def _words(text: str) -> str:
    if not text.strip() or text != text.strip():
        raise ValueError(text)
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text


def _day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)
    return text


_PARSERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {  # column -> what is expected, how it is read
    "document_sha256": ("64 hexadecimal digits or nothing", _digest),
    "report_id": ("the id of a report or nothing", lambda text: _words(text) if text else None),
    "cell": ("a cell of the form, such as applications/granted/total", _cell),
    "published_value": (
        "a number, or nothing where none is printed",
        lambda text: _number(text) if text else None,
    ),
    "corrected_value": ("a number", _number),
    "reason": ("the reason in words", _words),
    "evidence_url": ("an http or https URL", _url),
    "reviewer": ("the name of the reviewer", _words),
    "reviewed_on": ("a date such as 2026-01-31", _day),
}
