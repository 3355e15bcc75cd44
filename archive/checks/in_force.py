"""Documents in force follow from those of the year before.

Rule: 现行有效件数 of one year + 本年制发件数 − 本年废止件数 of the next = 现行有效件数 of the next, for 规章
and 行政规范性文件.
Basis: the columns of the form of 2021; a document in force was in force before or was made this year.
Not evaluable where a number is blank, marked, ambiguous or unread.  Not applicable where the earlier report
does not print the column: the form of 2019 counts documents made and made public, not those in force.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import ReportFacts, Rule, address, prior, uncertain
from archive.checks.identities import total
from archive.models import CheckResult, Outcome

RULE = Rule(
    "in-force",
    1,
    "上年现行有效件数 + 本年制发件数 − 本年废止件数 = 本年现行有效件数（规章、行政规范性文件）"
    " · In force last year + made − repealed = in force this year (rules, normative documents)",
    "2021年格式第二十条第（一）项各栏的含义；不跨2020、2021年度比较"
    " · Meaning of the columns of the form of 2021; never across 2020 and 2021",
)
TABLE = "disclosure"
ROWS = ("rules", "normative_documents")


def evaluate(earlier: ReportFacts, later: ReportFacts) -> Iterator[CheckResult]:
    """One result for each row whose documents in force the later report prints."""
    rows = [row for row in ROWS if (TABLE, row, "in_force") in later.cells]
    comparable = [row for row in rows if (TABLE, row, "in_force") in earlier.cells]
    if rows and not comparable and earlier.prints(TABLE):
        message = f"{earlier.year}年的格式没有现行有效件数 / the form of {earlier.year} has no such column"
        yield RULE.found(Outcome.NOT_APPLICABLE, message=message)
        return
    for row in comparable:
        yield _result(earlier, later, row)


def _result(earlier: ReportFacts, later: ReportFacts, row: str) -> CheckResult:
    stock, made, repealed = ((TABLE, row, column) for column in ("in_force", "made", "repealed"))
    cells = prior(stock), address(made), address(repealed), address(stock)
    numbers = earlier.number(stock), later.number(made), later.number(repealed), later.number(stock)
    before, new, gone, now = numbers
    if before is None or new is None or gone is None or now is None:
        lacking = [cell for cell, number in zip(cells, numbers, strict=True) if number is None]
        return RULE.found(Outcome.NOT_EVALUABLE, cells, message=uncertain(lacking))
    expected = total((before, new, -gone))
    outcome = Outcome.PASS if expected == now else Outcome.FAIL
    return RULE.found(outcome, cells, (expected, now))
