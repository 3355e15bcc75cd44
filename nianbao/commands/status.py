"""`nianbao status`: broken portals, last runs, coverage, what waits for a person, quarantine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from nianbao.options import data_option, existing

_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {  # part of the status -> title, header -> its key
    "waiting": ("待处理 · waits for a person", {"事项": "zh", "what": "en"}),
    "portals": (
        "门户（故障在前，UTC）· portals, broken first",
        {
            "门户": "portal_id",
            "状况": "health",
            "故障起于": "broken_since",
            "上次正常": "last_good_at",
            "最近抓取": "run_started_at",
            "找到": "found_count",
            "前一次": "found_before_count",
            "存档": "report_count",
            "原因": "message",
        },
    ),
    "runs": (
        "最近的运行（UTC）· last runs",
        {
            "运行": "id",
            "开始": "started_at",
            "结束": "finished_at",
            "结果": "outcome",
            "失败的门户": "failed_portals",
            "部分完成的门户": "partial_portals",
        },
    ),
    "years": (
        "覆盖情况（应有为估计）· coverage, expected is an estimate",
        {
            "年度": "year",
            "应有机关": "expected_count",
            "已有机关": "found_count",
            "报告": "report_count",
            "无数据": "without_figures_count",
            "核对不符": "with_failed_checks_count",
            "已撤下": "missing_count",
            "被拦": "blocked_count",
            "连不上": "failed_count",
        },
    ),
    "quarantine": (
        "未能读取的文件 · quarantine",
        {"文件": "sha256", "类型": "media_type", "读取器": "reader", "原因": "message"},
    ),
}
_CODES = ("health", "outcome")  # shown in Chinese
_TIMES = ("broken_since", "last_good_at", "run_started_at", "started_at", "finished_at")  # UTC, to the minute


@click.command("status")
@click.option("--json", "is_json", is_flag=True, help="Print JSON for scripts. 输出 JSON。")
@data_option
def command(is_json: bool, data: Path) -> None:
    """Print what awaits a person, broken portals first, the last runs, the years, what could not be read.

    运行状态：待处理的事项、门户状况（故障在前）、最近的运行、覆盖情况、未能读取的文件。
    """
    from nianbao import status
    from nianbao.console import Console

    archive, console = existing(data), Console()
    found = status.read(archive)
    archive.close()
    if is_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if not any(found.values()):
        click.echo(
            "存档是空的：还没有抓取或导入过文件 · the archive is empty: nothing was crawled or imported yet"
        )
    for part, (title, columns) in _TABLES.items():
        rows = [[_shown(row, key) for key in columns.values()] for row in found[part]]
        if rows:
            console.table(title, tuple(columns), rows)


def _shown(row: Mapping[str, Any], key: str) -> object:
    from archive.plugins.codes import code_label

    value = row[key]
    if key in _CODES:
        return code_label(key, value) or value
    if key in _TIMES and value:
        return value[:16].replace("T", " ")
    return "；".join(value.splitlines()) if key == "message" and value else value
