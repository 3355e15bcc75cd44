"""A figure that is ten times last year's, or less than a tenth of it: a question.

Rule: the larger of the two is at most ten times the smaller, where it is at least 30.
Basis: none in law.  A changed unit or a slipped row looks like this; so does a new duty.
Not evaluable where nothing can be compared.  Only cells that mean the same in the forms of 2019 and 2021.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import Key, ReportFacts, Rule, address, prior
from archive.models import CheckResult, Outcome

RULE = Rule(
    "year-on-year",
    1,
    "主要数据与上年相差是否超过十倍（较大者不小于30）？"
    " · Does a main figure differ from last year's by more than ten times (the larger being 30 or more)?",
    "数量级提示，不是差错；可能是单位、填报口径或职责变化"
    " · A hint at the order of magnitude, not an error: unit, way of counting or duties may have changed",
    "question",
)
FACTOR, SMALLEST = 10, 30
CELLS: tuple[Key, ...] = (
    ("applications", "new_received", "total"),
    ("applications", "total_handled", "total"),
    ("disclosure", "normative_documents", "in_force"),
    ("disclosure", "licensing", "decisions"),
    ("disclosure", "penalty", "decisions"),
    ("disclosure", "coercion", "decisions"),
    ("disclosure", "fees", "amount_wan_yuan"),
)


def evaluate(earlier: ReportFacts, later: ReportFacts) -> Iterator[CheckResult]:
    """A result for each jump; where there is none, one for all cells that could be compared."""
    pairs = [
        (key, before, after)
        for key in CELLS
        if (before := earlier.number(key)) is not None and (after := later.number(key)) is not None
    ]
    jumps = [pair for pair in pairs if _is_jump(*pair[1:])]
    for key, before, after in jumps:
        message = f"疑问：上年 {before}，本年 {after} / question: the order of magnitude changed"
        yield RULE.found(Outcome.FAIL, (prior(key), address(key)), (before, after), message)
    if not jumps:
        compared = tuple(address(key) for key, *_ in pairs)
        yield RULE.found(Outcome.PASS if pairs else Outcome.NOT_EVALUABLE, compared)


def _is_jump(before: int | float, after: int | float) -> bool:
    smaller, larger = sorted((before, after))
    return larger >= SMALLEST and larger > FACTOR * smaller
