"""Datasette's metadata, written from what is described once: schema, cells, indicators, views.

Pure metadata (titles, descriptions, columns, facets, search table), so that it loads in Datasette 0.65
and 1.0 alike; saved questions are views, not ``queries`` blocks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from archive.published import Published, published
from archive.schema import Column, Table, tables
from archive.search import FTS_TABLE

DATABASE = "archive"
FILE_NAME = "datasette_metadata.json"
_TITLE = "年报：政府信息公开工作年度报告数据档案"
_DESCRIPTION = (
    "各级政府机关公布的政府信息公开工作年度报告：原文存档、逐格数据、自动核对与历次改动。每个数字都能回到它的出处。"
    " · An archive of China's annual reports on government information disclosure: stored as published,"
    " read cell by cell, checked, with every number traceable to its origin."
)
_LICENSE = (
    "政府公文不适用著作权法（第五条） · Official documents are outside copyright (Copyright Law, Art. 5)"
)
_SOURCE = "各级政府门户网站 · Government portals"
_SORTS = {"reports": "year", "runs": "id", "captures": "id", "documents": "read_at"}  # newest first
_SIZES = {"sections": 20}
_LABELS = {
    "divisions": "full_name",
    "portals": "name",
    "publishers": "name",
    "reports": "title",
    "report_versions": "kind",
    "checks": "rule",
}
_ROBOTS = "\n".join(
    ("User-agent: *", *(f"Disallow: {path}" for path in ("/*?", "/*.csv", "/*.json", "/*.db", "/-/")))
)
_INTERNAL = (*(f"{FTS_TABLE}{part}" for part in ("", "_config", "_data", "_docsize", "_idx")),)
_BOOKKEEPING = ("_sqlite_migrations", "sqlite_stat1", "sqlite_stat4")


def build() -> dict[str, Any]:
    """The metadata as Datasette takes it."""
    described: dict[str, Any] = {name: _table(table) for name, table in tables().items()}
    described |= {name: _published(item) for name, item in published().items()}
    kept = (item.rows_table for item in published().values() if item.kept)
    described |= {name: {"hidden": True} for name in (*kept, *_INTERNAL, *_BOOKKEEPING)}
    return {
        "title": _TITLE,
        "description": _DESCRIPTION,
        "license": _LICENSE,
        "source": _SOURCE,
        "source_url": f"/{DATABASE}/portals",
        "about": "指标目录与口径 · Indicators and definitions",
        "about_url": f"/{DATABASE}/indicator_catalogue",
        "databases": {DATABASE: {"title": _TITLE, "description": _DESCRIPTION, "tables": described}},
        "plugins": {"datasette-block-robots": {"literal": _ROBOTS}},
    }


def text() -> str:
    """The metadata file's content."""
    return json.dumps(build(), ensure_ascii=False, indent=1) + "\n"


def bilingual(zh: str, en: str) -> str:
    """Chinese first, English beside it, as every title and description here."""
    return f"{zh} · {en}"


def _table(table: Table) -> dict[str, Any]:
    shown = {
        "sort_desc": _SORTS.get(table.name),
        "size": _SIZES.get(table.name),
        "label_column": _LABELS.get(table.name),
        "facets": list(table.facets),
    }
    if table.name == "sections":
        shown |= {"fts_table": FTS_TABLE, "fts_pk": "id"}
    return _described(table.zh, table.en, table.columns, shown)


def _published(item: Published) -> dict[str, Any]:
    if item.hidden:
        return {"hidden": True, **_described(item.zh, item.en, item.columns, {})}
    shown = {"sort_desc": item.sort, "size": item.size, "facets": list(item.facets)}
    if item.name == "form_cells":
        shown |= {"sort": "ordinal", "label_column": "zh"}
    if item.name == "indicator_catalogue":
        shown |= {"sort": "number", "label_column": "zh"}
    return _described(item.zh, item.en, item.columns, shown)


def _described(zh: str, en: str, columns: Iterable[Column], shown: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": zh,
        "description": en,
        "columns": {column.name: _column(column) for column in columns},
        **{key: value for key, value in shown.items() if value},
    }


def _column(column: Column) -> str:
    label = bilingual(column.zh, column.en)
    return f"{label} ({column.unit})" if column.unit else label
