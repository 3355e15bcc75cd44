"""`nianbao read PATH …`: read documents and print one JSON object a line; touches no archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from nianbao.options import finish
from nianbao.paths import files_under


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """Read documents (files, or folders of them) and print one JSON object a line.

    读取文件，每份打印一行 JSON：数据、正文、核对结果与读取问题。
    """
    failures = []
    for path in files_under(paths):
        answer = _read(path)
        click.echo(json.dumps(answer, ensure_ascii=False))
        failures += [f"{path}: {i['message']}" for i in answer["issues"] if i["severity"] == "error"]
    finish(failures)


def _read(path: Path) -> dict[str, Any]:
    import extract
    from archive.models import Hints
    from nianbao.reading_json import not_read, to_json

    try:
        data = path.read_bytes()
    except OSError as error:
        return not_read(path, "file-unreadable", f"expected a readable file, found: {error.strerror}")
    return to_json(path, extract.read(data, Hints(filename=path.name)))
