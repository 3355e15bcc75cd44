"""Files and folders given on the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

NO_FILES = "文件夹里没有文件 · expected files in the folders that are named, found none"


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file that is named or lies under a folder that is named, in a stable order.

    A folder that may not be looked into stands for what lies there: opening it fails, and is told.
    """
    for path in paths:
        if _is(path, Path.is_dir):
            yield from sorted(_under(path))
        else:
            yield path


def _under(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for parent, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        yield from (file for name in names if _is(file := Path(parent, name), Path.is_file) is not False)
    yield from closed


def _is(path: Path, kind: Callable[[Path], bool]) -> bool | None:
    """Whether a path is of a kind; None where it may not be looked at."""
    try:
        return kind(path)
    except PermissionError:
        return None
