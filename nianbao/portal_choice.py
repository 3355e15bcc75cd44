"""Which registry rows a command is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.models import Portal
from crawler import registry
from crawler.exceptions import RegistryError
from nianbao.options import refuse

if TYPE_CHECKING:
    from archive.store import Archive
    from nianbao.console import Console


def load(path: Path | None) -> tuple[Portal, ...]:
    """Read the registry; every bad row is reported at once and ends the command with status 2."""
    try:
        return registry.load(path)
    except RegistryError as error:
        raise click.UsageError(_in_chinese_first(error)) from error


def _in_chinese_first(error: RegistryError) -> str:
    """The place of each error in both languages; what is expected there in the registry's own words."""
    head = (
        f"登记表 {error.path} 有 {len(error.errors)} 处错误 · the registry has {len(error.errors)} error(s)"
    )
    return "\n".join([head, *(f"第 {one.row} 行 {one.column} 列 · {one}" for one in error.errors)])


def chosen(path: Path | None, ids: Sequence[str]) -> tuple[Portal, ...]:
    """The rows with the given ids, or all active ones; a retired one is never crawled."""
    rows = load(path)
    if not ids:
        active = tuple(row for row in rows if row.status == "active")
        return active or refuse(
            "登记表里没有 active 的门户：请写明编号，或把核对过的改为 active"
            " · expected a row with status active in the registry, found none; name portals, or set the"
            " status of those that `nianbao portals check ID` has shown to be right"
        )
    unknown = sorted(set(ids) - {row.id for row in rows})
    if unknown:
        refuse(
            f"登记表里没有 {'、'.join(unknown)}，`nianbao portals list` 列出全部编号"
            f" · expected ids of registry rows, found {', '.join(unknown)};"
            " `nianbao portals list` prints them"
        )
    wanted = tuple(row for row in rows if row.id in ids)
    retired = [f"{row.id}（{row.note}）" for row in wanted if row.status == "retired"]
    if retired:
        refuse(
            f"已停用的门户不再抓取 · expected portals that are not retired, found {', '.join(retired)}"
            "; `nianbao portals probe URL` shows whether one has come back"
        )
    return wanted


def due_among(archive: Archive, rows: Sequence[Portal], console: Console) -> tuple[Portal, ...]:
    """Those of the rows that are due today in China; says so where none is."""
    from crawler.calendar import china_today
    from nianbao.planning import due

    wanted = due(archive, rows, china_today())
    if not wanted:
        console.note("没有到期的门户 · no portal is due; `nianbao plan` says when")
    return wanted


def matching(
    rows: Sequence[Portal], text: str | None, status: str | None, platform: str | None
) -> tuple[Portal, ...]:
    """The rows of a status and a platform whose id, name, division code or start URL contains a text."""
    wanted = (text or "").lower()
    return tuple(
        row
        for row in rows
        if status in (None, row.status)
        and platform in (None, row.platform)
        and any(wanted in cell.lower() for cell in (row.id, row.name, row.division_code, row.start_url))
    )


def tallied(rows: Sequence[Portal]) -> str:
    """How many rows there are of each status and of each platform."""
    counts = (Counter(row.status for row in rows), Counter(row.platform for row in rows))
    return "；".join(
        "，".join(f"{name} {count}" for name, count in one.most_common()) for one in counts if one
    )
