"""Cells that lead on: a digest to its document, a report or body to its page, a code or cell to its label."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

from archive.cells import form_cells
from archive.checks.facts import PRIOR
from archive.indicators import computed
from archive.plugins.codes import code_label
from archive.plugins.wording import bilingual

_SHORT = 12  # digits of a digest that are shown
_TARGETS = {  # column -> the table whose row it names
    "report_id": "reports",
    "publisher_id": "publishers",
    "portal_id": "portals",
    "run_id": "runs",
    "section_id": "sections",
    "document_sha256": "documents",
    "old_document_sha256": "documents",
    "new_document_sha256": "documents",
}
_VERSION = "version_id"  # Datasette labels it by the code of its kind
_JSON = "summary"  # of a run, some pages long
_SENTENCES = ("rule", "basis", "message")
_RATE_VIEWS = ("indicators", "indicators_pooled", "indicators_mean", "reason_mix", "coverage")
_SHORTENED = (*(column for column in _TARGETS if column.endswith("sha256")), "body_sha256", "sha256")


def render(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """How a cell is shown; None leaves it to Datasette (as do values with an expanded label)."""
    if isinstance(value, dict) and column in _SHORTENED:
        value = value["value"]  # Datasette has expanded the reference; a digest is its own label
    if isinstance(value, dict) and column == _VERSION:
        url = datasette.urls.row(database, "report_versions", tilde_encode(str(value["value"])))
        label = code_label("kind", value["label"]) or value["label"]
        return Markup('<a href="{}" title="{}">{}</a>').format(url, value["value"], label)
    if not isinstance(value, (str, int, float)) or value == "":
        return None
    if column == "cells":
        return _cell_list(str(value))
    if column == _JSON:
        return Markup("<details><summary>JSON</summary><code>{}</code></details>").format(value)
    if column in _SENTENCES:
        return bilingual(str(value))
    if column in _TARGETS:
        url = datasette.urls.row(database, _TARGETS[column], tilde_encode(str(value)))
        return Markup('<a href="{}" title="{}">{}</a>').format(url, value, _short(value, column))
    if column in _SHORTENED:
        return Markup('<code title="{}">{}</code>').format(value, _short(value, column))
    if table in _RATE_VIEWS and column in _rates():
        return Markup('<span title="{}">{}%</span>').format(value, round(float(value) * 100, 2))
    label = code_label(column, value)
    return Markup('<span title="{}">{}</span>').format(value, label) if label else None


@cache
def _rates() -> frozenset[str]:
    return frozenset({"share", "publication_rate", *(i.code for i in computed() if i.is_rate)})


def cell_label(address: str) -> str:
    """A cell's Chinese label by its address, ``applications/granted/total``; the address where unknown."""
    if address.startswith(PRIOR):
        return f"上年报告：{cell_label(address.removeprefix(PRIOR))}"
    table, _, rest = address.partition("/")
    row, _, column = rest.rpartition("/")
    cell = form_cells().get((table, row, column))
    return cell.zh if cell else address


def _short(value: object, column: str) -> str:
    return f"{str(value)[:_SHORT]}…" if column in _SHORTENED else str(value)


def _cell_list(text: str) -> Markup | None:
    try:
        addresses = json.loads(text)
    except ValueError:
        return None
    if not isinstance(addresses, list):
        return None
    items = (Markup("<li>{}</li>").format(cell_label(str(address))) for address in addresses)
    return Markup('<ul class="cells">{}</ul>').format(Markup("").join(items))
