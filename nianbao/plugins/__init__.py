"""The second Datasette plugin: a figure's place on the page that the publisher printed.

It reads stored bytes, which the plugin of room `archive` may not; the report page of that one shows a link
to every figure's page here where this plugin is installed (``source_url``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pluggy import HookimplMarker

from nianbao.plugins import source_page

hookimpl = HookimplMarker("datasette")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The page of a figure's source, and the picture on it."""
    return [(r"^/-/source$", source_page.page), (r"^/-/source\.png$", source_page.picture)]


@hookimpl
def extra_template_vars(datasette: Any) -> Mapping[str, Any]:
    """Let templates link a figure to its source."""
    return {"source_url": lambda figure: source_page.url(datasette, figure)}
