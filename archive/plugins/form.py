"""A report's figures laid out as the statutory form prints them, for its page."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from archive.cells import FormCell, form_cells

Key = tuple[str, str, str]
Figure = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One printed row: its label, and a figure for each column of the grid."""

    code: str
    zh: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table that share their columns (code and label)."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of the form with its title; ``others`` are figures whose row has no code yet."""

    name: str
    zh: str
    en: str
    grids: tuple[Grid, ...]
    others: tuple[Figure, ...]


def form_tables(
    figures: Iterable[Figure], checks: Iterable[Mapping[str, Any]], corrections: Iterable[Mapping[str, Any]]
) -> list[FormTable]:
    """Lay out current figures; each has ``is_disputed`` where a check of it failed (a question is none),
    and ``corrected``, the value beside it of a correction that is in force, else None.
    """
    disputed = {cell for check in checks if check["finding"] == "fail" for cell in json.loads(check["cells"])}
    corrected = {_key(c): c["corrected_value"] for c in corrections if c["is_applied"]}
    marked = {
        _key(f): {**f, "is_disputed": "/".join(_key(f)) in disputed, "corrected": corrected.get(_key(f))}
        for f in figures
    }
    found = (_table(name, marked) for name in _titles())
    return [table for table in found if table.grids or table.others]


def _key(row: Mapping[str, Any]) -> Key:
    return row["table"], row["row"], row["column"]


@cache
def _titles() -> Mapping[str, tuple[str, str]]:
    text = resources.files("archive").joinpath("cells.toml").read_text("utf-8")
    return {name: (body["zh"], body["en"]) for name, body in tomllib.loads(text).items()}


def _table(name: str, figures: Mapping[Key, Figure]) -> FormTable:
    printed = [cell for key, cell in form_cells().items() if cell.table == name and key in figures]
    others = [f for key, f in figures.items() if key[0] == name and key not in form_cells()]
    rows = [list(cells) for _, cells in groupby(printed, key=lambda cell: cell.row)]
    grids = [
        _grid(list(alike), figures)
        for _, alike in groupby(rows, key=lambda row: [cell.column for cell in row])
    ]
    return FormTable(name, *_titles()[name], tuple(grids), tuple(others))


def _grid(rows: list[list[FormCell]], figures: Mapping[Key, Figure]) -> Grid:
    columns = tuple((cell.column, _column_label(cell)) for cell in rows[0])
    return Grid(
        columns,
        tuple(
            FormRow(row[0].row, row[0].zh.rpartition("·")[0], tuple(figures[cell.key] for cell in row))
            for row in rows
        ),
    )


def _column_label(cell: FormCell) -> str:
    label = cell.zh.rpartition("·")[2]
    return label if cell.unit in (None, "件") or cell.unit in label else f"{label}（{cell.unit}）"
