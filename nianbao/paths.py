"""Files and folders given on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file that is named or lies under a folder that is named, in a stable order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path
