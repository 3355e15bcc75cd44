"""What a report hands on is what the next one begins with.

Rule: 结转下年度继续办理 of one year = 上年结转 of the next, in every column.
Basis: the two rows count the same requests; both are rows of table 3 in the forms of 2019 and 2021.
Not evaluable where either number is blank, marked, ambiguous or unread.  Not applicable where the
earlier report has a form without the row (before 2019).  A merger or split of the body breaks the chain
without anybody's fault: pairs are made of reports of one publisher and one scope only.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import Key, ReportFacts, Rule, address, prior, uncertain
from archive.models import CheckResult, Outcome

RULE = Rule(
    "carry-over",
    1,
    "上年度报告的“结转下年度继续办理” = 本年度报告的“上年结转”，各列均应成立"
    " · What last year's report carries forward = what this year's carries in, in every column",
    "两行所计为同一批申请（2019年、2021年格式表三）"
    " · Both rows count the same requests (table 3 of the forms of 2019 and 2021)",
)
TABLE = "applications"
_COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")


def evaluate(earlier: ReportFacts, later: ReportFacts) -> Iterator[CheckResult]:
    """One result for each column in which the later report prints the row."""
    columns = [column for column in _COLUMNS if _carried_in(column) in later.cells]
    if columns and earlier.observations and not earlier.prints(TABLE):
        message = f"{earlier.year}年的报告没有这张表 / the report of {earlier.year} has no such table"
        yield RULE.found(Outcome.NOT_APPLICABLE, message=message)
        return
    for column in columns:
        yield _result(earlier, later, column)


def _carried_in(column: str) -> Key:
    return TABLE, "carried_in", column


def _result(earlier: ReportFacts, later: ReportFacts, column: str) -> CheckResult:
    before, after = (TABLE, "carried_forward", column), _carried_in(column)
    cells = prior(before), address(after)
    left, right = earlier.number(before), later.number(after)
    if left is None or right is None:
        lacking = [cell for cell, number in zip(cells, (left, right), strict=True) if number is None]
        return RULE.found(Outcome.NOT_EVALUABLE, cells, message=uncertain(lacking))
    outcome = Outcome.PASS if left == right else Outcome.FAIL
    return RULE.found(outcome, cells, (left, right))
