"""`nianbao crawl [PORTAL …]`: crawl portals of the registry into the archive."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import (
    data_option,
    due_option,
    finish,
    night_option,
    registry_option,
    revisit_option,
    since_option,
    writing,
)


@click.command("crawl")
@click.argument("portals", nargs=-1)
@since_option
@night_option
@due_option
@revisit_option
@registry_option
@data_option
def command(
    portals: tuple[str, ...],
    since: int | None,
    night: bool,
    due: bool,
    revisit: str | None,
    registry: Path | None,
    data: Path,
) -> None:
    """Crawl PORTALS (ids of registry rows; by default all active ones).

    抓取门户：只取新的和改动过的页面；遵守 robots.txt，同一主机一次一个请求。
    """
    from nianbao import job
    from nianbao.console import Console
    from nianbao.contact import need_contact
    from nianbao.notify import tell
    from nianbao.portal_choice import chosen, due_among
    from nianbao.summary import print_portals

    rows = chosen(registry, portals)
    need_contact(rows)
    console = Console()
    with writing(data) as archive:
        if due and not (rows := due_among(archive, rows, console)):
            return
        summary = job.crawl_only(archive, rows, console, since, night=night, revisit=revisit)
    console.table("抓取 · crawl", ("项目", "数量"), summary.counts.items())
    print_portals(console, summary.document["portals"])
    tell(console, summary.document)
    finish(summary.failures)
