"""Every table and column of the archive, described once (schema.toml) and read here.

Migrations are checked against this description; Datasette's metadata, the data package and the
dictionary page are written from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQLite STRICT type and what it means in Chinese and English."""

    name: str
    type: str
    zh: str
    en: str
    unit: str | None = None
    required: bool = False
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key, columns, indexes and the columns that Datasette offers as facets."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    facets: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, those that are referred to before those that refer."""
    text = resources.files("archive").joinpath("schema.toml").read_text("utf-8")
    return {name: _table(name, body) for name, body in tomllib.loads(text).items()}


def create_sql(table: Table) -> list[str]:
    """The statements that make a table and its indexes, as the first migration holds them."""
    lines = [_column_sql(column) for column in table.columns]
    lines.append(f"  primary key ({', '.join(map(quote, table.key))})")
    lines += [_reference_sql(column) for column in table.columns if column.references]
    create = f"create table {quote(table.name)} (\n" + ",\n".join(lines) + "\n) strict"
    return [create, *(_index_sql(table, index) for index in table.indexes)]


def quote(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _table(name: str, body: dict[str, Any]) -> Table:
    columns = tuple(Column(column, **attributes) for column, attributes in body["columns"].items())
    return Table(
        name,
        body["zh"],
        body["en"],
        tuple(body["key"]),
        columns,
        tuple(body.get("facets", ())),
        tuple(tuple(index) for index in body.get("indexes", ())),
    )


def _column_sql(column: Column) -> str:
    parts = [f"  {quote(column.name)} {column.type}"]
    if column.required:
        parts.append("not null")
    if column.type == "ANY":
        parts.append(f"check (typeof({quote(column.name)}) in ('integer', 'real', 'null'))")
    return " ".join(parts)


def _reference_sql(column: Column) -> str:
    table, target = (column.references or "").split(".")
    return f"  foreign key ({quote(column.name)}) references {quote(table)} ({quote(target)})"


def _index_sql(table: Table, columns: tuple[str, ...]) -> str:
    name = quote(f"{table.name}_by_{'_'.join(columns)}")
    return f"create index {name} on {quote(table.name)} ({', '.join(map(quote, columns))})"
