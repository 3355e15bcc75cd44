"""The reference page of the reasons why a page could not be had, written from the crawler's own table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from archive.metadata import bilingual
from archive.models import Disposition
from crawler.reasons import Reason, reasons

_WRITTEN = "<!-- Written by `make metadata`; edit crawler/reasons.toml instead. -->"
_HEADINGS: Mapping[Disposition, tuple[str, str]] = {
    Disposition.MISSING: ("不存在：网址不再指向内容", "Missing: the URL leads to nothing"),
    Disposition.BLOCKED: ("被拦截：有人或设备拒绝；从不破解", "Blocked: somebody refuses; never solved"),
    Disposition.ROBOTS: ("robots.txt 不允许", "Forbidden by robots.txt"),
    Disposition.UNREACHABLE: ("无法连接：不等于没有公布", "Unreachable: not the same as absent"),
    Disposition.FAILED: ("抓取失败：回答没有用", "Failed: an answer of no use"),
    Disposition.DEFERRED: ("留待下次：本次有意不问", "Deferred: deliberately not asked for in this run"),
}


def reasons_page() -> str:
    """Every reason with its disposition, code and meaning."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"# 抓不到的原因 · Why a page could not be had\n\n{_WRITTEN}\n"
    yield bilingual(
        "每个没有取到的网址在表 `captures` 里都有一行，写明 `disposition` 和 `reason`；`coverage` 按年汇总。",
        "Every URL that brought no page has a row in `captures` that says why; `coverage` adds them up.",
    )
    yield bilingual(
        "重试过的写明次数，如 `timeout after 3 attempts`。", "Retries are told: `timeout after 3 attempts`."
    )
    for disposition, group in groupby(reasons().values(), key=lambda reason: reason.disposition):
        yield f"\n## {bilingual(*_HEADINGS[disposition])}\n"
        yield from ("| 代码 code | 含义 meaning |", "|---|---|", *map(_row, group))


def _row(reason: Reason) -> str:
    return (
        f"| `{reason.code}{'…' if reason.code.endswith('-') else ''}` | {bilingual(reason.zh, reason.en)} |"
    )
