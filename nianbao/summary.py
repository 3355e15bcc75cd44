"""The table at the end of a run."""

from __future__ import annotations

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


def print_summary(console: Console, summary: JobSummary) -> None:
    """Print what a run did and what the archive now holds."""
    rows = [(label, summary.counts[name]) for name, label in LABELS.items()]
    console.table(f"{summary.run_id} · {summary.outcome}", ("项目", "数量"), rows)
    for line in summary.doubts:
        console.note(f"部分完成 · {line}")
