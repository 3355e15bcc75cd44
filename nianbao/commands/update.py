"""`nianbao update`: crawl, extract, check, publish; what a schedule calls."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import (
    data_option,
    due_option,
    finish,
    night_option,
    ocr_option,
    recognising,
    registry_option,
    revisit_option,
    since_option,
    writing,
)


@click.command("update")
@click.argument("portals", nargs=-1)
@since_option
@night_option
@due_option
@revisit_option
@registry_option
@ocr_option
@data_option
def command(  # noqa: PLR0913 (each an option of the command line)
    portals: tuple[str, ...],
    since: int | None,
    night: bool,
    due: bool,
    revisit: str | None,
    registry: Path | None,
    ocr_seconds: float | None,
    data: Path,
) -> None:
    """Crawl PORTALS (by default all active ones), read, check and publish what is new.

    定期更新：抓取、读取、核对、发布。中断后再运行会接着做。
    """
    from nianbao import job
    from nianbao.console import Console
    from nianbao.contact import need_contact
    from nianbao.notify import tell
    from nianbao.portal_choice import chosen, due_among
    from nianbao.summary import print_summary

    rows = chosen(registry, portals)
    need_contact(rows)
    console = Console()
    with writing(data) as archive, recognising(ocr_seconds):
        if due and not (rows := due_among(archive, rows, console)):
            return
        summary = job.run(archive, "update", rows, console, since=since, night=night, revisit=revisit)
    print_summary(console, summary)
    tell(console, summary.document)
    finish(summary.failures)
