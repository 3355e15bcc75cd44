"""The views and codebooks of the published database.  Made anew at every publish, never migrated.

No view replaces a missing value by zero: a count of rows that are not there is 0, a figure that is not
there is NULL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from archive import indicators
from archive.cells import form_cells
from archive.published import Published, published
from archive.schema import Column, quote
from archive.store import Archive
from archive.wide import column_names

_WIDE = """create view reports_wide as
select
  r.id as report_id, r.publisher_id, p.name as publisher, p.kind, p.division_code, d.full_name as division,
  r.year, r.scope, r.edition, r.title, r.published_on, r.url, r.document_sha256, r.fetched_at,
  {cells}
from reports r
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
left join report_cells c on c.report_id = r.id"""


def create(archive: Archive) -> int:
    """Drop and make every view and codebook; gives the number of views."""
    statements = view_sql()
    with archive.db.atomic():
        connection = archive.db.conn
        drop(connection)
        _fill(connection, published()["form_cells"], _cell_rows())
        _fill(connection, published()["indicator_catalogue"], _indicator_rows())
        for name, statement in statements.items():
            connection.execute(statement)
            if published()[name].kept:
                _keep_rows(connection, published()[name])
    return len(statements)


def _keep_rows(connection: sqlite3.Connection, view: Published) -> None:
    """Run a view once, keep its rows, and let the view read those."""
    table = quote(view.rows_table)
    connection.execute(f"drop table if exists {table}")
    connection.execute(f"create table {table} as select * from {quote(view.name)}")
    if "report_id" in view.column_names:
        connection.execute(f"create index {quote(view.rows_table + '_by_report_id')} on {table} (report_id)")
    connection.execute(f"drop view {quote(view.name)}")
    connection.execute(f"create view {quote(view.name)} as select * from {table}")


def drop(connection: sqlite3.Connection) -> None:
    """Drop every view: before they are made anew, and before a migration that renames something."""
    views = connection.execute("select name from sqlite_master where type = 'view'").fetchall()
    for (name,) in views:
        connection.execute(f"drop view {quote(name)}")


def view_sql() -> Mapping[str, str]:
    """The statement that creates each view, by its name, those that are read by others first."""
    folder = resources.files("archive").joinpath("sql", "views")
    written = {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }
    inner = {
        "reports_wide": _WIDE.format(cells=", ".join(f"c.{quote(name)}" for name in column_names())),
        "indicators": indicators.create_view_sql(),
        "indicators_pooled": indicators.create_pooled_sql(),
        "indicators_mean": indicators.create_mean_sql(),
        **written,
    }
    return {name: _typed(published()[name], sql) for name, sql in inner.items()}


def _typed(view: Published, sql: str) -> str:
    """Give computed columns an affinity.

    Datasette compares a column with the text of the address bar: ``?year=2024`` finds nothing in an
    expression, nor in a column of type ANY, which have none.  Plain columns stay bare, for their indexes.
    """
    create, _, select = sql.partition(" as\n")
    columns = ",\n".join(f"  {_with_affinity(view, column)}" for column in view.columns)
    return f"{create} as\nselect\n{columns}\nfrom (\n{select}\n)"


def _with_affinity(view: Published, column: Column) -> str:
    name = quote(column.name)
    if column.type == "ANY":
        return f"cast({name} as NUMERIC) as {name}"
    if column.name in view.computed and column.type != "TEXT":
        return f"cast({name} as {column.type}) as {name}"
    return name


def _fill(connection: sqlite3.Connection, table: Published, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = ", ".join(f"{quote(column.name)} {column.type}" for column in table.columns)
    key = ", ".join(map(quote, table.key))
    connection.execute(f"drop table if exists {quote(table.name)}")
    connection.execute(f"create table {quote(table.name)} ({columns}, primary key ({key})) strict")
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(f"insert into {quote(table.name)} values ({marks})", rows)


def _cell_rows() -> Iterable[tuple[Any, ...]]:
    for ordinal, cell in enumerate(form_cells().values(), start=1):
        yield cell.name, ordinal, *cell.key, cell.zh, cell.en, cell.unit


def _indicator_rows() -> Iterable[tuple[Any, ...]]:
    for i in indicators.catalogue():
        formula = i.formula_zh, i.formula_en
        yield (
            *(i.code, i.number, i.zh, i.en, i.unit),
            *(*formula, ", ".join(i.editions), i.caveat_zh, i.caveat_en, i.where or None),
        )
