"""The files of corrections: CSV, reviewed, read strictly.

One row overrides one published figure: whose it is (a document's digest or a report's id), the cell of the
form, the value that was reviewed, the one to use, the reason, its evidence, by whom and when.  Files ship
with the program and lie in the data root; both are the same, and read by the same function.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.cells import form_cells

Number = int | float
Key = tuple[str, str, str]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Where:
    """A file of corrections, a line and columns of it; line 0 stands for the file, no column for the line."""

    file: Path
    line: int = 0
    column: str = ""

    @property
    def zh(self) -> str:
        """The place in Chinese."""
        line, column = f" 第 {self.line} 行" if self.line else "", f" {self.column} 列" if self.column else ""
        return f"{self.file}{line}{column}"

    def __str__(self) -> str:
        line, column = (
            f", line {self.line}" if self.line else "",
            f", column {self.column}" if self.column else "",
        )
        return f"{self.file.name}{line}{column}"


class CorrectionError(ValueError):
    """A row is wrong; says the file, line and column, what was expected and what was found."""

    def __init__(self, where: Where, zh: str, en: str) -> None:
        super().__init__(f"更正有误，{where.zh}：{zh} · {where}: {en}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: whose cell (a document's or a report's), the value reviewed, the one to use, and why.

    ``published_value`` is None where the report prints no certain number there; ``where`` is the row's place.
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
    where: Where = field(compare=False)

    @property
    def target(self) -> tuple[str, Key]:
        """What it corrects; no two rows may have the same."""
        return self.report_id or self.document_sha256 or "", self.cell


COLUMNS = tuple(field.name for field in fields(Correction) if field.name != "where")


def read_folder(folder: Path) -> tuple[Correction, ...]:
    """Every row of a folder's CSV files, none where there is no such folder; raises `CorrectionError`."""
    found = tuple(row for path in sorted(folder.glob("*.csv")) for row in _read_file(path))
    demand_one_a_cell((row, row.target) for row in found)
    return found


def demand_one_a_cell(named: Iterable[tuple[Correction, Hashable]]) -> None:
    """Raise `CorrectionError` where two rows correct the same; each comes with what it corrects."""
    seen: dict[Hashable, Where] = {}
    for correction, target in named:
        if before := seen.get(target):
            where = replace(correction.where, column="cell")
            raise CorrectionError(
                where,
                f"同一格只能有一条更正，{before.zh} 已有一条",
                f"expected one correction a cell, found {before}",
            )
        seen[target] = correction.where


def _read_file(path: Path) -> Iterator[Correction]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            _demand_header(next(reader, []), Where(path, 1))
            for values in reader:
                if any(values):  # spreadsheets leave blank lines at the end
                    yield _correction(values, Where(path, reader.line_num))
    except (csv.Error, UnicodeDecodeError) as error:
        found = f"expected CSV in UTF-8, found: {error}"
        raise CorrectionError(Where(path), "应为 UTF-8 编码的 CSV（Excel 请选“CSV UTF-8”）", found) from error
    except OSError as error:
        found = f"expected a readable file, found: {error.strerror}"
        raise CorrectionError(Where(path), f"文件打不开：{error.strerror}", found) from error


def _demand_header(found: list[str], where: Where) -> None:
    if tuple(found) != COLUMNS:
        due, there = ",".join(COLUMNS), ",".join(found)
        raise CorrectionError(
            where, f"应为各列 {due}，实为 {there}", f"expected the columns {due}, found {there}"
        )


def _correction(values: list[str], where: Where) -> Correction:
    if len(values) != len(COLUMNS):
        due, there = len(COLUMNS), len(values)
        raise CorrectionError(
            where, f"应有 {due} 个值，实有 {there} 个", f"expected {due} values, found {there}"
        )
    read: dict[str, Any] = {}
    for column, text in zip(COLUMNS, values, strict=True):
        zh, en, parse = _PARSERS[column]
        try:
            read[column] = parse(text)
        except ValueError as error:
            place = replace(where, column=column)
            raise CorrectionError(
                place, f"应为{zh}，实为“{text}”", f"expected {en}, found {text!r}"
            ) from error
    correction = Correction(**read, where=where)
    _demand_sense(correction)
    return correction


def _demand_sense(row: Correction) -> None:
    """Raise `CorrectionError` where values are right alone and wrong together."""
    if (row.document_sha256 is None) == (row.report_id is None):
        found = "neither" if row.report_id is None else "both"
        place = replace(row.where, column="document_sha256, report_id")
        raise CorrectionError(place, "两列填一列，而且只填一列", f"expected one of them, found {found}")
    if row.published_value == row.corrected_value:
        place = replace(row.where, column="corrected_value")
        raise CorrectionError(
            place,
            "应与公布的数字不同，实为同一个数",
            "expected another number than the published one, found it again",
        )


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


_PARSERS: Mapping[
    str, tuple[str, str, Callable[[str], Any]]
] = {  # column -> what is expected, how it is read
    "document_sha256": ("64 位十六进制数，或留空", "64 hexadecimal digits or nothing", _digest),
    "report_id": (
        "年报编号，或留空",
        "the id of a report or nothing",
        lambda text: _words(text) if text else None,
    ),
    "cell": (
        "表/行/列，如 applications/granted/total",
        "a cell of the form, such as applications/granted/total",
        _cell,
    ),
    "published_value": (
        "数字；没有印数字就留空",
        "a number, or nothing where none is printed",
        lambda text: _number(text) if text else None,
    ),
    "corrected_value": ("数字", "a number", _number),
    "reason": ("理由，首尾没有空格", "the reason in words", _words),
    "evidence_url": ("http 或 https 网址", "an http or https URL", _url),
    "reviewer": ("审核人姓名", "the name of the reviewer", _words),
    "reviewed_on": ("日期，如 2026-01-31", "a date such as 2026-01-31", _day),
}
