"""The tables at the end of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive.run_summary import COUNTS
from nianbao.console import Console
from nianbao.job import JobSummary

LABELS = {
    "portals": "门户 portals",
    "captures": "抓取 captures",
    "conditional_unchanged": "未变（304）unchanged",
    "new_documents": "新文件 new documents",
    "duplicate_documents": "重复文件 duplicate documents",
    "blocked_or_missing": "被拦或缺失 blocked or missing",
    "reports": "年报 reports",
    "revised_reports": "发布后有修改 revised after publication",
    "figures": "数据 figures",
    "failed_checks": "核对不符 failed checks",
    "questions": "疑问 questions",
    "issues": "读取问题 issues",
}


OUTCOMES = {"complete": "完成", "partial": "部分完成", "failed": "失败", "running": "进行中"}


def print_summary(console: Console, summary: JobSummary) -> None:
    """Print what a run did, what the archive now holds, and each portal beside its run before."""
    rows = [(label, summary.counts[name]) for name, label in LABELS.items()]
    console.table(f"{summary.run_id} · {summary.outcome}", ("项目", "数量"), rows)
    print_portals(console, summary.document["portals"])
    for line in summary.doubts:
        console.note(f"部分完成 · {line}")


def print_portals(console: Console, portals: Sequence[Mapping[str, Any]]) -> None:
    """Print a row a portal: outcome and counts, with those of its run before in brackets where they differ.

    Counts that are zero for every portal, now and before, take no column.
    """
    shown = [name for name in COUNTS if any(_is_shown(portal, name) for portal in portals)]
    columns = ["门户 portal", "结果 outcome", *(" ".join(COUNTS[name]) for name in shown)]
    rows = [
        (portal["portal_id"], _outcome(portal), *(_beside(portal, name) for name in shown))
        for portal in portals
    ]
    if rows:
        console.table("各门户（括号内为上次）· portals, the run before in brackets", columns, rows)


def _is_shown(portal: Mapping[str, Any], name: str) -> bool:
    return bool(portal[name] or (portal["before"] or {}).get(name))


def _outcome(portal: Mapping[str, Any]) -> str:
    said = OUTCOMES[portal["outcome"]]
    return f"{said} {' '.join(portal['reasons'])}".strip()


def _beside(portal: Mapping[str, Any], name: str) -> str:
    now, before = portal[name], portal["before"]
    said = "—" if now is None else str(now)
    return said if before is None or before[name] in (now, None) else f"{said} ({before[name]})"
