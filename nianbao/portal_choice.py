"""Which registry rows a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.models import Portal
from crawler import registry
from crawler.exceptions import RegistryError
from nianbao.options import refuse


def load(path: Path | None) -> tuple[Portal, ...]:
    """Read the registry; every bad row is reported at once and ends the command with status 2."""
    try:
        return registry.load(path)
    except RegistryError as error:
        raise click.UsageError(str(error)) from error


def chosen(path: Path | None, ids: Sequence[str]) -> tuple[Portal, ...]:
    """The rows with the given ids, or all active ones."""
    rows = load(path)
    if not ids:
        active = tuple(row for row in rows if row.status == "active")
        return active or refuse(
            "no row of the registry is active; name the portals to crawl, or set a status"
        )
    unknown = sorted(set(ids) - {row.id for row in rows})
    if unknown:
        refuse(
            f"expected ids of registry rows, found {', '.join(unknown)}; `nianbao portals list` prints them"
        )
    return tuple(row for row in rows if row.id in ids)
