"""The Datasette plugin: Chinese search, CSV that Excel opens, links to the origin, and our pages.

Found by its entry point wherever the package is installed, templates and styles included.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from pluggy import HookimplMarker

from archive.plugins import csv_answers, links, pages
from archive.search import match_expression

hookimpl = HookimplMarker("datasette")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let Datasette's own search box find Chinese: last, so that it stands in place of Datasette's own."""
    conn.create_function("escape_fts", 1, match_expression)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[csv_answers.App], csv_answers.App]:
    """CSV answers begin with a byte order mark, and have Chinese headers where asked."""
    return lambda app: csv_answers.wrap(app, datasette)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Digests, reports, bodies and cells lead on to what they name; codes and rates read as words."""
    return links.render(value, column, table, database, datasette)


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What the home page, the report page and the publisher page show."""
    return lambda: pages.variables(database, table, view_name, request, datasette)
