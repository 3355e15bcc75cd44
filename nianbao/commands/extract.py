"""`nianbao extract [--reparse]`: documents not yet read by this version become reports."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option


@click.command("extract")
@click.option("--reparse", is_flag=True, help="Read every document anew. 全部重新读取。")
@click.option(
    "--diff", is_flag=True, help="With --reparse: print the cells that would change; write nothing."
)
@data_option
def command(reparse: bool, diff: bool, data: Path) -> None:
    """Read documents into figures, prose, check results and issues.

    读取尚未读取的文件；--reparse --diff 只列出会改变的数据。
    """
    from archive import publish, runs
    from archive.store import Archive
    from nianbao import divisions, job
    from nianbao.console import Console
    from nianbao.verification import changed_cells

    if diff and not reparse:
        raise click.UsageError("--diff goes with --reparse")
    archive, console = Archive.open(data), Console()
    if diff:
        console.table(
            "会改变的数据 · cells that would change", ("文件", "数据", "原", "新"), changed_cells(archive)
        )
        return
    with runs.lock(archive):
        divisions.sync(archive)
        summary = job.extract_stage(archive, console, reparse=reparse)
        publish.publish(archive)
    console.say(
        f"读取 read {summary.documents} 份文件，{summary.reports} 份报告 reports，"
        f"{summary.figures} 个数据 figures，{summary.quarantined} 份未能读取 quarantined"
    )
