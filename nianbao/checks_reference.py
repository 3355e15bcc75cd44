"""The reference page of the checks, written from the catalogue that the check stage itself uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.checks.facts import Kind, Rule
from archive.metadata import bilingual
from archive.models import Outcome
from nianbao import checking

_WRITTEN = "<!-- Written by `make metadata`; edit the rules instead: archive/checks, extract/editions. -->"
_NEVER = bilingual(
    "核对只读数字，从不改动数字。每条结果是四种之一：",
    "A check reads numbers and alters none. It finds one of four:",
)
_OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.PASS: ("成立", "it holds"),
    Outcome.FAIL: ("不成立，所用数字都读得确定", "it does not, and every number it used is certain"),
    Outcome.NOT_EVALUABLE: (
        "所用数字空白、存疑或没有读到；空白从不当作零，没有读到不算发布机关的错",
        "a number is blank, ambiguous or unread; a blank is no zero, and what we could not read is our fault",
    ),
    Outcome.NOT_APPLICABLE: ("对这份报告不适用", "it does not apply to this report"),
}
_WHERE = (
    bilingual("结果在表 `check_results`，规则在表 `checks`", "results and rules are tables"),
    bilingual("不符的在视图 `failed_checks`，疑问在视图 `questions`", "failures and questions are views"),
    bilingual("与上年比较的结果记在后一年的报告上", "what compares two years hangs on the later report"),
    bilingual(
        "`prior:` 开头的单元格属于上年的报告", "cells that begin with `prior:` are those of the year before"
    ),
)
_KINDS: Mapping[Kind, tuple[str, str]] = {
    "identity": (
        bilingual("勾稽关系", "Identities"),
        bilingual(
            "不成立时，公布的数字互相矛盾。", "Where one fails, published figures contradict each other."
        ),
    ),
    "requirement": (
        bilingual("规定要求", "Requirements"),
        bilingual("不成立时，规定的内容或格式不在。", "Where one fails, something prescribed is not there."),
    ),
    "question": (
        bilingual("疑问", "Questions"),
        bilingual("不同寻常，但可能是对的，不是差错。", "Unusual, and may well be right: never an error."),
    ),
}


def checks_page() -> str:
    """Every rule with its code, version, wording and basis, by what a failure means."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"# 核对规则 · Checks\n\n{_WRITTEN}\n\n{_NEVER}\n"
    yield from (f"- `{outcome}`：{bilingual(*meaning)}" for outcome, meaning in _OUTCOMES.items())
    yield ""
    yield from (f"- {line}" for line in _WHERE)
    for kind, (title, meaning) in _KINDS.items():
        yield f"\n## {title}\n\n{meaning}\n"
        yield "| 代码 code | 版本 version | 规则 rule | 依据 basis |\n|---|---|---|---|"
        yield from (_row(rule) for rule in checking.rules().values() if rule.kind == kind)


def _row(rule: Rule) -> str:
    return f"| `{rule.code}` | {rule.version} | {rule.rule} | {rule.basis} |"
