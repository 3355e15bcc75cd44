"""Options that several commands share, and how a command ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="NIANBAO_DATA",
    default="var",
    show_default=True,
    help="The data root: archive.db, blobs/, exports/, runs/.",
)
registry_option = click.option(
    "--registry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Registry of portals (CSV); default: the one in the package.",
)


def finish(failures: Iterable[str]) -> None:
    """End with status 1 where something needs a person, listing it on standard error."""
    failures = list(failures)
    for failure in failures:
        click.echo(f"需要处理 · needs a person: {failure}", err=True)
    if failures:
        raise SystemExit(1)


def refuse(message: str) -> NoReturn:
    """End with status 2: what was asked cannot be done."""
    raise click.UsageError(message)
