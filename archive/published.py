"""What publishing makes anew, described once (views.toml): views, and the small tables they join."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from archive import indicators
from archive.cells import form_cells
from archive.schema import Column, tables


@dataclass(frozen=True, slots=True)
class Published:
    """One view (without a key) or derived table (with one): its columns and how Datasette shows it."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    computed: frozenset[str] = frozenset()  # columns that are expressions, not columns of a table
    key: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    sort: str | None = None
    size: int | None = None
    hidden: bool = False
    kept: bool = False  # the rows of the view are kept in a table, made at publication

    @property
    def is_view(self) -> bool:
        """Whether it is a view; the others are tables."""
        return not self.key

    @property
    def rows_table(self) -> str:
        """The hidden table that keeps the rows of a kept view."""
        return f"{self.name}_rows"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def published() -> Mapping[str, Published]:
    """All views and derived tables by name."""
    text = resources.files("archive").joinpath("views.toml").read_text("utf-8")
    return {name: _published(name, body) for name, body in tomllib.loads(text).items()}


def _published(name: str, body: dict[str, Any]) -> Published:
    attributes = {**body, "key": tuple(body.get("key", ())), "facets": tuple(body.get("facets", ()))}
    described = (_column(column, value) for column, value in body["columns"].items())
    generated = tuple(_generated(name))
    own = (column for column, value in body["columns"].items() if isinstance(value, dict))
    attributes["columns"] = (*described, *generated)
    attributes["computed"] = frozenset((*own, *(column.name for column in generated)))
    return Published(name, **attributes)


def _column(name: str, value: str | dict[str, Any]) -> Column:
    if isinstance(value, dict):
        return Column(name, **value)
    table, _, original = value.partition(".")
    found = next(column for column in tables()[table].columns if column.name == original)
    return replace(found, name=name, required=False, references=None)


def _generated(name: str) -> Iterator[Column]:
    if name in ("reports_wide", "report_cells"):
        for cell in form_cells().values():
            yield Column(cell.name, "ANY", cell.zh, cell.en, cell.unit)
    elif name == "indicators":
        for indicator in indicators.computed():
            yield from (column for _, _, column in indicator.columns())
    elif name in ("indicators_pooled", "indicators_mean"):
        yield from indicators.grouped_columns(name)
