"""OpenDocument spreadsheets (ISO/IEC 26300-1): sheets with their merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from extract.errors import BoundExceeded
from extract.grid import Content
from extract.readers.bounds import MAX_POSITIONS
from extract.readers.calamine_worker import MAX_CELLS, Sheet, Value
from extract.readers.odf import body_of, said_of
from extract.readers.sheets import content_of

_NUMBERS = ("float", "currency")
_MOST_DIGITS = 2  # of a count of like cells or rows; more fill a sheet up to its edge
_MOST_SPAN = 9  # digits of a span


def read_ods(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - XML names its own charset
    """Read a workbook; raises `DamagedDocument`, or `BoundExceeded` for a bomb."""
    body, issues = body_of(data)
    content = content_of([_sheet(table) for table in body.iter("{*}table")])
    return replace(content, issues=(*issues, *content.issues))


def _sheet(table: etree._Element) -> Sheet:
    rows: list[list[Value]] = []
    merges: list[tuple[int, int, int, int]] = []
    room = MAX_POSITIONS
    for element in table.iter("{*}table-row"):
        cells = list(_cells(element))
        for x, (_, width, height) in enumerate(cells):
            if width > 1 or height > 1:
                merges.append((len(rows), x, len(rows) + height - 1, x + width - 1))
        row = [value for value, _, _ in cells]
        again = _count(said_of(element).get("number-rows-repeated")) if any(map(_is_printed, row)) else 1
        again = min(again, room // max(len(row), 1))
        room -= again * len(row)
        rows += [list(row) for _ in range(again)]
    if len(rows) * max(map(len, rows), default=0) > MAX_CELLS:
        raise BoundExceeded(f"a sheet of {len(rows)} rows spans more than {MAX_CELLS} cells")
    return Sheet(said_of(table).get("name", ""), True, rows, merges)


def _is_printed(value: Value) -> bool:
    return value != ""


def _cells(row: etree._Element) -> Iterator[tuple[Value, int, int]]:
    """The value of each place in a row, and the columns and rows that it covers."""
    for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        said = said_of(cell)
        is_covered = etree.QName(cell).localname != "table-cell"
        value = "" if is_covered else _value(cell, said)
        spans = (said.get(f"number-{axis}-spanned", "1") for axis in ("columns", "rows"))
        width, height = (int(n) if n.isdecimal() and len(n) <= _MOST_SPAN else 1 for n in spans)
        for _ in range(_count(said.get("number-columns-repeated"))):
            yield value, width, height


def _count(again: str | None) -> int:
    return int(again) if again and again.isdecimal() and len(again) <= _MOST_DIGITS else 1


def _value(cell: etree._Element, said: dict[str, str]) -> Value:
    if said.get("value-type") in _NUMBERS:
        try:
            return float(said["value"])
        except (KeyError, ValueError):
            pass
    return "\n".join("".join(map(str, line.itertext())) for line in cell.iterchildren("{*}p"))
