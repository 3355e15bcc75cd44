"""The wide table: one row a report, one column a cell of the form (docs/decisions/0003-wide-table.md).

It is derived: what it holds can be made anew from ``observations`` at any time.  A cell is NULL unless
the current version of the report prints a number there whose column is certain; nothing is ever zero
because it is absent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from archive.cells import form_cells
from archive.schema import quote
from archive.store import Archive

TABLE = "report_cells"
_CHUNK = 500  # reports a statement; SQLite allows 32,766 parameters
_CREATE = f"""
create table if not exists {TABLE} (
  report_id TEXT not null primary key references reports (id) on delete cascade
) strict"""
_FIGURES = """
select report_id, "table", "row", "column", value from observations
where is_current = 1 and status = 'reported'"""


def refresh(archive: Archive, report_ids: Iterable[str] | None = None) -> int:
    """Fill the wide rows of the given reports, of all where none are given; gives the number of rows.

    The table is made, and a column added for every new cell of the form, where needed.
    """
    with archive.db.atomic():
        _ensure(archive.db.conn)
        if report_ids is None:
            return _fill(archive.db.conn, "", ())
        identifiers = iter(sorted(set(report_ids)))
        return sum(
            _fill(archive.db.conn, f" and report_id in ({', '.join('?' * len(chunk))})", chunk)
            for chunk in iter(lambda: tuple(islice(identifiers, _CHUNK)), ())
        )


def column_names() -> tuple[str, ...]:
    """The columns that stand for cells, in the order of the form."""
    return tuple(cell.name for cell in form_cells().values())


def _ensure(connection: sqlite3.Connection) -> None:
    connection.execute(_CREATE)
    present = {row[1] for row in connection.execute(f"pragma table_info({TABLE})")}
    for name in column_names():
        if name not in present:
            connection.execute(f"alter table {TABLE} add column {quote(name)} ANY")


def _fill(connection: sqlite3.Connection, condition: str, parameters: tuple[str, ...]) -> int:
    connection.execute(f"delete from {TABLE} where true{condition}", parameters)
    figures = connection.execute(_FIGURES + condition + " order by report_id", parameters)
    names = ("report_id", *column_names())
    insert = f"insert into {TABLE} ({', '.join(map(quote, names))}) values ({', '.join('?' * len(names))})"
    return connection.executemany(insert, _wide_rows(figures)).rowcount


def _wide_rows(figures: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """Rows of report, table, row, column, value, sorted by report, as rows of the wide table.

    Rows of no described cell (``label:…``) stay in ``observations`` only.
    """
    positions = {key: index for index, key in enumerate(form_cells(), start=1)}
    for report_id, group in groupby(figures, key=lambda figure: figure[0]):
        row: list[Any] = [None] * (len(positions) + 1)
        row[0] = report_id
        for _, table, line, column, value in group:
            position = positions.get((table, line, column))
            if position is not None:
                row[position] = value
        yield row
