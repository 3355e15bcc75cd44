"""`nianbao import PATH …`: take in local files as captures, for people who hold documents already."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, finish, writing


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@data_option
def command(paths: tuple[Path, ...], data: Path) -> None:
    """Take in files or folders as captures; `nianbao extract` reads them afterwards.

    导入本地文件：原样存档，来源记为文件路径。
    """
    from nianbao.importing import import_files

    with writing(data) as archive:
        summary = import_files(archive, paths)
    click.echo(
        f"导入 imported {summary.files}，新文件 new {summary.new}，已有 known {summary.files - summary.new}"
    )
    finish(summary.failures)
