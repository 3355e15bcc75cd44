"""`nianbao portals`: the registry of portals."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import finish, registry_option

STATUSES = ("active", "unverified", "paused", "retired")  # those of crawler.registry, which is slow to import


@click.group("portals")
def command() -> None:
    """The registry of portals. 门户登记表。"""


@command.command("list", short_help="Print the rows of the registry. 列出登记行。")
@click.argument("text", required=False)
@click.option("--status", type=click.Choice(STATUSES), help="Only rows of this status. 只列此状态。")
@click.option("--platform", metavar="NAME", help="Only rows of this CMS family. 只列此建站系统。")
@registry_option
def list_portals(text: str | None, status: str | None, platform: str | None, registry: Path | None) -> None:
    """Print the rows: id, status, platform, name, where the crawl begins, why it is retired.

    With TEXT only those whose id, name, division code or start URL contains it.
    列出登记行；给出文字时只列编号、名称、区划代码或网址含有它的行。
    """
    from nianbao.console import Console
    from nianbao.portal_choice import load, matching, tallied

    portals = load(registry)
    found = matching(portals, text, status, platform)
    rows = (
        (p.id, p.status, p.platform, p.name, p.start_url, p.note if p.status == "retired" else "")
        for p in found
    )
    console = Console()
    columns = ("编号", "状态", "系统", "名称", "起始网址", "停用日期与原因")
    console.table("门户 · portals", columns, rows)
    console.note(f"{len(found)} / {len(portals)} 行 rows：{tallied(found)}")


@command.command("check", short_help="Preview one portal; writes nothing. 预览一个门户。")
@click.argument("portal_id")
@registry_option
def check(portal_id: str, registry: Path | None) -> None:
    """Preview one portal: crawl it into a throw-away place and print what was found; writes nothing.

    预览一个门户：列出找到的标题、年度与机关、读过的列表页、未取得的页面；不写入存档。
    """
    from nianbao.console import Console
    from nianbao.contact import need_contact
    from nianbao.portal_choice import chosen
    from nianbao.preview import preview

    [portal] = chosen(registry, (portal_id,))
    need_contact([portal])
    console = Console()
    with console.progress("预览 · preview") as progress:
        found = preview(portal, progress.portal)
    for table in found.tables:
        if table.rows:
            console.table(table.title, table.columns, table.rows)
    finish(found.failures)


@command.command("probe", short_help="Propose the row of a new portal. 试探网址，提出登记行。")
@click.argument("url")
@click.option(
    "--csv", "is_csv", is_flag=True, help="Header and row on standard output, all else on standard error."
)
@registry_option
def probe(url: str, is_csv: bool, registry: Path | None) -> None:
    """Propose a registry row for the portal at URL, its home page or its section; writes nothing.

    At most about thirty requests, with the manners of a crawl.  Exit status 1 where no section was found.
    为一个门户（首页或年报栏目的网址）提出登记行：找栏目、认系统、读列表，列出所见和疑问；不写入存档。
    """
    from nianbao import probe as probing
    from nianbao.console import Console
    from nianbao.contact import need_contact_for
    from nianbao.portal_choice import load
    from nianbao.probe_page import as_csv, lines

    address, portals, console = _web_address(url), load(registry), Console()
    need_contact_for(address)
    with console.progress("试探 · probe") as progress:
        found = probing.run(address, portals, progress.portal)
    for line in lines(found):
        (console.note if is_csv else console.say)(line)
    if is_csv:
        click.echo(as_csv(found.row), nl=False)
    if found.row is None:
        raise SystemExit(1)


def _web_address(url: str) -> str:
    """The URL as it was given, or with http:// in front of a bare host.

    Raises:
        click.BadParameter: where it is no web address.
    """
    from urllib.parse import urlsplit

    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web:
        raise click.BadParameter(
            f"应为门户的 http 或 https 网址 · expected the http or https URL of a portal, found {url!r}",
            param_hint="URL",
        )
    return full if parts.path else f"{full}/"
