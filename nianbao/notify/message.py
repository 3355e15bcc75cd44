"""What a person is told of a run: a subject, and a text that any messenger can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nianbao.summary import OUTCOMES

_GRAVITY = ("failed", "partial")
_SUM = {"found_count": "找到", "new_count": "新增", "revised_count": "改动", "unchanged_count": "未变"}


def subject(summary: Mapping[str, Any]) -> str:
    """One line: how the run ended and how many portals need a person."""
    failed = sum(portal["outcome"] == "failed" for portal in summary["portals"])
    broken = f"，{failed} 个门户需要处理" if failed else ""
    return f"年报 {summary['command']}：{OUTCOMES[summary['outcome']]}{broken}"


def text(summary: Mapping[str, Any]) -> str:
    """The subject, the sums, and a line a portal that is not complete, the failed ones first."""
    return "\n".join([subject(summary), _sums(summary), *_lines(summary), f"运行 run: {summary['run_id']}"])


def _sums(summary: Mapping[str, Any]) -> str:
    sums = (f"{label} {sum(portal[name] for portal in summary['portals'])}" for name, label in _SUM.items())
    return f"{len(summary['portals'])} 个门户：{'，'.join(sums)}"


def _lines(summary: Mapping[str, Any]) -> Iterator[str]:
    for outcome in _GRAVITY:
        for portal in summary["portals"]:
            if portal["outcome"] == outcome:
                why = "；".join((portal["message"] or "").splitlines())
                yield f"[{OUTCOMES[outcome]}] {portal['portal']}（{portal['portal_id']}）：{why}"
