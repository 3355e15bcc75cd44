"""`nianbao verify`: every blob against its digest, every row against its document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.options import data_option, existing, finish

if TYPE_CHECKING:
    from archive.store import Archive


@click.command("verify")
@data_option
def command(data: Path) -> None:
    """Check stored bytes, WARC records and figures: each must be what the archive says of it.

    DOC and WPS files are read a second time, through LibreOffice where it is installed.
    校验：文件与摘要一致，WARC 记录与抓取记录一致，数据可由原文件重新得出；DOC、WPS 另经 LibreOffice 对照。
    """
    from nianbao.evidence import broken_pointers
    from nianbao.verification import broken_blobs, changed_cells

    archive = existing(data)
    failures = [*broken_blobs(archive), *broken_pointers(archive)]
    if not failures:
        failures = [f"{c.sha256[:12]} {c.cell}: stored {c.old}, read {c.new}" for c in changed_cells(archive)]
    if not failures:
        failures = _read_twice(archive)
    click.echo("存档完好 · the archive is sound" if not failures else f"{len(failures)} 处不符 · differences")
    finish(failures)


def _read_twice(archive: Archive) -> list[str]:
    from extract.errors import NeedsLibreOffice
    from nianbao.verification import word_doubts

    try:
        return list(word_doubts(archive))
    except NeedsLibreOffice as error:
        click.echo(f"DOC、WPS 未经对照 · not read a second time: {error}")
        return []
