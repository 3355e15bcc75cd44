"""The cells of the statutory form in every edition: codes, labels and units (cells.toml).

One wide column stands for one cell; its name is ``table_row_column``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell that some edition of the form prints."""

    table: str
    row: str
    column: str
    zh: str
    en: str
    unit: str | None

    @property
    def name(self) -> str:
        """The wide column: ``applications_granted_total``."""
        return f"{self.table}_{self.row}_{self.column}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Table, row and column."""
        return self.table, self.row, self.column


@cache
def form_cells() -> Mapping[tuple[str, str, str], FormCell]:
    """All cells by (table, row, column), in the order of the form."""
    text = resources.files("archive").joinpath("cells.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    return {cell.key: cell for name, table in tables.items() for cell in _cells(name, table)}


def _cells(name: str, table: dict[str, Any]) -> Iterator[FormCell]:
    for group in table["cells"]:
        rows = table["rows"] if group["rows"] == "all" else group["rows"]
        columns = table["columns"] if group["columns"] == "all" else group["columns"]
        for row in rows:
            for column in columns:
                yield _cell(name, row, column, table)


def _cell(name: str, row: str, column: str, table: dict[str, Any]) -> FormCell:
    across, down = table["rows"][row], table["columns"][column]
    return FormCell(
        name, row, column, f"{across['zh']}·{down['zh']}", f"{across['en']}, {down['en']}", down.get("unit")
    )
