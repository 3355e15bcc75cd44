"""`nianbao export`: bulk files with a data package, a dictionary and digests."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, existing, refuse


@click.command("export")
@click.option("--format", "format_", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder; default: exports/ in the data root.",
)
@data_option
def command(format_: str, out: Path | None, data: Path) -> None:
    """Write the tables and views as files that Excel, R, Stata and pandas open.

    导出：CSV 带 BOM，Excel 可直接打开；附数据字典与 SHA-256 清单。
    """
    from archive.export import NotPublished, export

    try:
        files = export(existing(data), out or data / "exports", format_)
    except NotPublished as error:
        refuse(f"尚未发布，请先运行 `nianbao extract` · {error}; run `nianbao extract` first")
    for file in files:
        rows = "" if file.row_count is None else f"{file.row_count} 行 rows"
        click.echo(f"{file.path}  {rows}  {file.sha256[:12]}")
