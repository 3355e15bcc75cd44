"""The page and the file of one report print the same figures.

Rule: every number that two renditions of a report (web page, Word file, PDF, copy at another URL) both
print for certain is equal.
Basis: renditions of one report; a reader of either must find the same.
Not evaluable where they share no certain number, which is so too where we could not read one of them.
The figures of the best-read rendition are published, whichever is right.
"""

from __future__ import annotations

from archive.checks.facts import ReportFacts, Rule, address
from archive.models import CheckResult, Outcome

RULE = Rule(
    "renditions-agree",
    1,
    "同一份年报的网页与附件（或另一网址的同一份年报）所印数字一致"
    " · The page and the file of one report, or its copies at two URLs, print the same figures",
    "同一份年报的不同载体 · Renditions of one report",
)
_NAMED = 6  # differences that the message spells out; `cells` has them all


def evaluate(source: ReportFacts, other: ReportFacts, place: str) -> CheckResult:
    """Compare a rendition with the one whose figures are published; ``place`` is where the other lies."""
    shared = [key for key in source.cells if source.number(key) is not None and other.number(key) is not None]
    if not shared:
        message = f"没有可比的数字 / no certain number in common with {place}"
        return RULE.found(Outcome.NOT_EVALUABLE, message=message)
    differing = [key for key in shared if source.number(key) != other.number(key)]
    if not differing:
        return RULE.found(Outcome.PASS, message=f"{len(shared)} 个数字一致 / figures agree: {place}")
    said = "; ".join(f"{address(k)}: {source.number(k)} ≠ {other.number(k)}" for k in differing[:_NAMED])
    first = differing[0]
    return RULE.found(
        Outcome.FAIL,
        map(address, differing),
        (source.number(first), other.number(first)),
        f"{len(differing)} 个数字不同 / figures differ: {place}: {said}",
    )
