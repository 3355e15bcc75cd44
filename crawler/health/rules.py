"""The rules of a healthy crawl (rules.toml) and what they find.

Thresholds are data with their reasons.  A rule reads two counts and alters nothing; a count that is not
known (None) is never taken for zero: the rule is then not asked.
"""

from __future__ import annotations

import operator
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Measures = Mapping[str, int | None]  # name -> count; None: not known
OUTCOMES = ("complete", "partial", "failed")  # the worse the later
_BOUNDS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_UNNAMED = {
    "outcome": "failed",
    "zh": "抓取提前结束：{reason}",
    "en": "the crawl ended early: {reason}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a portal's crawl broke, said in Chinese and English."""

    code: str
    outcome: str  # partial or failed
    zh: str
    en: str
    is_yield: bool = False  # a run with it is nothing that later runs may be held against

    def __str__(self) -> str:
        return f"{self.zh} · {self.en}"


@dataclass(frozen=True, slots=True)
class Level:
    """One bound of a rule; the share is that of ``measure`` in ``of``."""

    sign: str  # of _BOUNDS
    share: float
    floor: int
    outcome: str

    def is_passed(self, value: int, base: int) -> bool:
        """Whether a count lies beyond the bound; never where the base is too small to say."""
        return base >= self.floor and _BOUNDS[self.sign](value, self.share * base)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a count, the count that it is a share of, and the bounds, the worst first."""

    code: str
    stage: str  # crawl or read
    measure: str
    of: str
    levels: tuple[Level, ...]
    zh: str
    en: str
    why: str
    whole_walk: bool = False
    is_yield: bool = False
    unless: tuple[str, ...] = ()

    def judge(self, measures: Measures) -> Finding | None:
        """What the rule finds in a portal's counts; None where it holds or cannot be asked."""
        value, base = measures.get(self.measure), measures.get(self.of)
        if value is None or base is None:
            return None
        for level in self.levels:
            if level.is_passed(value, base):
                zh, en = self.zh.format_map(measures), self.en.format_map(measures)
                return Finding(self.code, level.outcome, zh, en, self.is_yield)
        return None


def worst(outcomes: Iterable[str]) -> str:
    """The worst of several outcomes; complete where there is none."""
    return max(outcomes, key=OUTCOMES.index, default=OUTCOMES[0])


def by_gravity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the gravest first, and otherwise as the rules stand in their file."""
    return tuple(sorted(findings, key=lambda finding: -OUTCOMES.index(finding.outcome)))


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code, in the order of their file; one that names another comes after it."""
    return {code: _rule(code, body) for code, body in _data()["rules"].items()}


def ended_early(finish_reason: str, detail: str | None = None) -> Finding:
    """What it means that a walk did not come to its end; an unknown reason is a failure that names it."""
    said = _data()["ended"].get(finish_reason, _UNNAMED)
    zh, en = (said[language].format(reason=finish_reason) for language in ("zh", "en"))
    return Finding(finish_reason, said["outcome"], zh, f"{en}: {detail}" if detail else en)


def endings() -> Mapping[str, Finding]:
    """Every reason for ending early that has words of its own."""
    return {reason: ended_early(reason) for reason in _data()["ended"]}


@cache
def _data() -> dict[str, Any]:
    text = resources.files("crawler.health").joinpath("rules.toml").read_text("utf-8")
    return tomllib.loads(text)


def _rule(code: str, body: dict[str, Any]) -> Rule:
    levels = tuple(_level(**level) for level in body["levels"])
    return Rule(code, **{**body, "levels": levels, "unless": tuple(body.get("unless", ()))})


def _level(*, share: float, floor: int, outcome: str, **bound: str) -> Level:
    return Level(bound["is"], share, floor, outcome)
