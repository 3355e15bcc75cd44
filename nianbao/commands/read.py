"""`nianbao read PATH …`: read documents and print one JSON object a line; touches no archive.

With ``--explain`` it prints for a person what the reader saw and why it reads as it does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from nianbao.options import finish, ocr_option, recognising
from nianbao.paths import NO_FILES, files_under


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--explain", is_flag=True, help="Show a person what the reader saw. 说明读取过程：表格、行、列、依据。"
)
@ocr_option
def command(paths: tuple[Path, ...], explain: bool, ocr_seconds: float | None) -> None:
    """Read documents (files, or folders of them) and print one JSON object a line.

    读取文件，每份打印一行 JSON：数据、正文、核对结果与读取问题。
    """
    with recognising(ocr_seconds):
        finish(_read_all(paths, explain=explain))


def _read_all(paths: tuple[Path, ...], *, explain: bool) -> list[str]:
    failures, path = [], None
    for path in files_under(paths):
        if explain:
            failures += _explain(path)
            continue
        answer = _read(path)
        click.echo(json.dumps(answer, ensure_ascii=False))
        failures += [f"{path}: {i['message']}" for i in answer["issues"] if i["severity"] == "error"]
    return failures if path else [NO_FILES]


def _read(path: Path) -> dict[str, Any]:
    import extract
    from archive.models import Hints
    from nianbao.reading_json import not_read, to_json

    try:
        data = path.read_bytes()
    except OSError as error:
        return not_read(
            path, "file-unreadable", f"文件打不开 / expected a readable file, found: {error.strerror}"
        )
    return to_json(path, extract.read(data, Hints(filename=path.name)))


def _explain(path: Path) -> list[str]:
    """Print why a document, or each document in a container, reads as it does; gives what needs a person."""
    import extract
    from archive.models import Hints, Severity
    from extract.explain import explain
    from nianbao.explaining import show

    try:
        data = path.read_bytes()
    except OSError as error:
        return [f"{path}: 文件打不开 / expected a readable file, found: {error.strerror}"]
    unpacked = extract.members(data, Hints(filename=path.name))
    named = [(path / member.name, member.data) for member in unpacked.members] if unpacked else [(path, data)]
    failures = [f"{path}: {issue.message}" for issue in unpacked.issues] if unpacked else []
    for name, content in named:
        explanation = explain(content, Hints(filename=name.name))
        show(name, explanation)
        issues = explanation.reading.issues
        failures += [f"{name}: {issue.message}" for issue in issues if issue.severity is Severity.ERROR]
    return failures
