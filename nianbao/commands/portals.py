"""`nianbao portals`: the registry of portals."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import finish, registry_option


@click.group("portals")
def command() -> None:
    """The registry of portals. 门户登记表。"""


@command.command("list")
@registry_option
def list_portals(registry: Path | None) -> None:
    """Print every row: id, status, platform, name, where the crawl begins."""
    from nianbao.console import Console
    from nianbao.portal_choice import load

    rows = ((p.id, p.status, p.platform, p.name, p.start_url) for p in load(registry))
    Console().table("门户 · portals", ("编号", "状态", "系统", "名称", "起始网址"), rows)


@command.command("check")
@click.argument("portal_id")
@registry_option
def check(portal_id: str, registry: Path | None) -> None:
    """Preview one portal: crawl it into a throw-away place and print what was found; writes nothing.

    预览一个门户：列出找到的标题、年度与机关，不写入存档。
    """
    from nianbao.console import Console
    from nianbao.portal_choice import chosen
    from nianbao.preview import preview

    [portal] = chosen(registry, (portal_id,))
    found = preview(portal)
    Console().table(f"预览 · preview {portal.id}", ("年度", "机关", "标题", "网址"), found.rows)
    finish(found.failures)
