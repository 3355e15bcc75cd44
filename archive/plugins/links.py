"""Cells that lead on: a digest to its document, a report or body to its page, a cell to its label."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

from archive.cells import form_cells

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
_SHORTENED = (*(column for column in _TARGETS if column.endswith("sha256")), "body_sha256", "sha256")


def render(value: Any, column: str, database: str, datasette: Any) -> Markup | None:
    """How a cell is shown; None leaves it to Datasette (as do values with an expanded label)."""
    if not isinstance(value, (str, int)) or value == "":
        return None
    if column == "cells":
        return _cell_list(str(value))
    if column in _TARGETS:
        url = datasette.urls.row(database, _TARGETS[column], tilde_encode(str(value)))
        return Markup('<a href="{}" title="{}">{}</a>').format(url, value, _short(value, column))
    if column in _SHORTENED:
        return Markup('<code title="{}">{}</code>').format(value, _short(value, column))
    return None


def cell_label(address: str) -> str:
    """A cell's Chinese label by its address, ``applications/granted/total``; the address where unknown."""
    table, _, rest = address.partition("/")
    row, _, column = rest.rpartition("/")
    cell = form_cells().get((table, row, column))
    return cell.zh if cell else address


def _short(value: str | int, column: str) -> str:
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
