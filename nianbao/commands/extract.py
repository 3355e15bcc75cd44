"""`nianbao extract [--reparse]`: documents not yet read by this version become reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.options import (
    blob_is_missing,
    data_option,
    existing,
    ocr_option,
    recognising,
    refuse,
    writing,
)

if TYPE_CHECKING:
    from nianbao.console import Console


@click.command("extract")
@click.option("--reparse", is_flag=True, help="Read every document anew. 全部重新读取。")
@click.option(
    "--diff", is_flag=True, help="With --reparse: print the cells that would change; write nothing."
)
@ocr_option
@data_option
def command(reparse: bool, diff: bool, ocr_seconds: float | None, data: Path) -> None:
    """Read documents into figures, prose, check results and issues.

    读取尚未读取的文件；--reparse --diff 只列出会改变的数据。
    """
    from archive import publish
    from nianbao import divisions, job
    from nianbao.console import Console

    console = Console()
    if diff:
        with recognising(ocr_seconds):
            _print_diff(data, console, is_reparse=reparse)
        return
    with writing(data, is_new=False) as archive:
        divisions.sync(archive)
        with recognising(ocr_seconds):
            summary = job.extract_stage(archive, console, reparse=reparse)
        publish.publish(archive)
    console.say(
        f"读取 read {summary.documents} 份文件，{summary.reports} 份报告 reports，"
        f"{summary.figures} 个数据 figures，{summary.quarantined} 份未能读取 quarantined"
    )


def _print_diff(data: Path, console: Console, *, is_reparse: bool) -> None:
    from archive.store import BlobMissing
    from nianbao.verification import changed_cells, difference

    if not is_reparse:
        refuse("--diff 要与 --reparse 同用 · --diff goes with --reparse")
    archive = existing(data)
    try:
        changes = tuple(changed_cells(archive))
    except BlobMissing as error:
        raise blob_is_missing(error) from error
    columns = "文件 document", "报告 report", "数据 cell", "原 old", "新 new"
    rows = [(c.sha256[:12], c.report, c.cell, _figure(c.old), _figure(c.new)) for c in changes]
    console.table("会改变的数据 · cells that would change", columns, rows)
    total = difference(archive, changes)
    console.say(
        f"{total.documents} 份文件 documents，其中 {total.documents_changed} 份有变化 with changes："
        f"数值改变 changed {total.changed}，新增 appeared {total.appeared}，"
        f"消失 vanished {total.vanished}，状态改变 status {total.status}；未写入 nothing was written"
    )


def _figure(figure: tuple[int | float | None, str] | None) -> str:
    """``12`` where a number is reported, else the status as well; a dash for a cell that is not there."""
    if figure is None:
        return "—"
    value, status = figure
    return f"{value}" if status == "reported" else f"{value} ({status})".replace("None ", "")
