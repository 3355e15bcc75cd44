"""`nianbao plan [PORTAL …]`: which portals are due, when, why, and what it will cost them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.options import data_option, opened, registry_option

if TYPE_CHECKING:
    from nianbao.planning import Entry

_COLUMNS = ("门户", "上次", "下次", "到期", "原因", "请求约", "需时约")
_WHY = {
    "first": "首次抓取 first crawl",
    "unfinished": "上次中断或正在进行 unfinished",
    "deferred": "上次有留待下次的页面 pages deferred",
    "weekly": "公布季，每周 weekly in season",
    "retry": "上次失败，一周后再试 retry after a failure",
    "august": "八月复查 August re-check",
    "monthly": "平时，每四周 every four weeks",
}


@click.command("plan")
@click.argument("portals", nargs=-1)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Plan of this day; default: today in China.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document. 输出 JSON。")
@registry_option
@data_option
def command(
    portals: tuple[str, ...], on: datetime | None, as_json: bool, registry: Path | None, data: Path
) -> None:
    """Print when PORTALS (by default all active ones) are due, why, and what that will take; asks no portal.

    抓取计划：1 月 5 日至 2 月 10 日、3 月 1 日至 4 月 10 日每周一次，平时每四周一次，八月复查旧年报。
    """
    from crawler.calendar import china_today
    from nianbao.console import Console
    from nianbao.planning import plan
    from nianbao.portal_choice import chosen

    today = on.date() if on else china_today()
    archive = opened(data) if (data / "archive.db").exists() else None
    entries = plan(archive, chosen(registry, portals), today)
    if archive:
        archive.close()
    if as_json:
        click.echo(json.dumps([_json(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    console = Console()
    console.table(f"抓取计划 · plan {today}", _COLUMNS, map(_row, entries))
    console.say(_total([entry for entry in entries if entry.is_due], today))


def _json(entry: Entry) -> dict[str, Any]:
    return {
        "portal": entry.portal.id,
        "last_run_on": _day(entry.last_run_on),
        "due_on": _day(entry.due_on),
        "is_due": entry.is_due,
        "reason": entry.why.value,
        "requests": entry.requests,
        "seconds": entry.seconds,
    }


def _row(entry: Entry) -> Sequence[object]:
    is_due = "是 yes" if entry.is_due else ""
    cost = (_number(entry.requests), _duration(entry.seconds))
    return (entry.portal.id, entry.last_run_on, entry.due_on, is_due, _WHY[entry.why], *cost)


def _total(due: Sequence[Entry], day: date) -> str:
    from nianbao.planning import longest_lane

    requests = sum(entry.requests or 0 for entry in due)
    unknown = sum(entry.requests is None for entry in due)
    time = _duration(longest_lane(due) if due else 0)
    return (
        f"{day} 到期 due {len(due)}：请求约 requests {requests}，至少需时 at least {time}"
        f"；另有 {unknown} 个门户规模未知 of unknown size；新年报不计在内 new reports come on top"
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(count: int | None) -> str:
    return "未知 unknown" if count is None else str(count)


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "未知 unknown"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
