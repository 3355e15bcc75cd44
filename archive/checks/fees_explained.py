"""A fee for processing information that table or prose know of, and section six does not: a question.

Rule: where requests lapsed because a fee was not paid, or the prose speaks of a fee collected, section
six says whether 信息处理费 was charged.
Basis: 国办函〔2020〕109号 (信息处理费); 国办公开办函〔2021〕30号 asks for the collection in section six.
Not evaluable where section six, or the row of unpaid fees, was not read; not applicable where neither
table nor prose tells of a fee.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import Key, ReportFacts, Rule, address
from archive.models import CheckResult, Mention, Outcome, Status

RULE = Rule(
    "fees-explained",
    1,
    "存在逾期未缴费或正文提及收取信息处理费的，第六部分是否说明收费情况？"
    " · Where a fee went unpaid or the prose speaks of one, does part six say whether fees were collected?",
    "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）；国办公开办函〔2021〕30号格式"
    " · Measures on the fee for processing information (No. 109 of 2020); the form of 2021",
    "question",
)
UNPAID: Key = ("applications", "other_unpaid_fee", "total")
FEES = "fees.information_processing."
SIX = "六"


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result a report that prints the row or speaks of the fee; ``left`` counts what asks for a word."""
    mentions = [mention for mention in facts.mentions if mention.topic.startswith(FEES)]
    if UNPAID in facts.cells or mentions:
        yield _result(facts, mentions)


def _result(facts: ReportFacts, mentions: list[Mention]) -> CheckResult:
    cell = facts.cells.get(UNPAID)
    cells = [address(UNPAID)] if cell else []
    unpaid = facts.number(UNPAID)
    collected = next((m for m in mentions if m.section != SIX and m.value > 0), None)
    if any(mention.section == SIX for mention in mentions):
        return RULE.found(Outcome.PASS, cells, (unpaid, None))
    if not unpaid and collected is None:
        return _nothing_to_explain(cell is None or cell.status is Status.REPORTED, cells)
    if all(section.number != SIX for section in facts.sections):
        return RULE.found(Outcome.NOT_EVALUABLE, cells, message="没有读到第六部分 / part six not found by us")
    reason = f"逾期未缴费{unpaid}件" if unpaid else f"“{collected.text if collected else ''}”"
    message = f"疑问：{reason}，第六部分未说明收费情况 / question: part six says nothing of fees"
    return RULE.found(Outcome.FAIL, cells, (unpaid, None), message)


def _nothing_to_explain(is_certain: bool, cells: list[str]) -> CheckResult:
    if is_certain:
        return RULE.found(Outcome.NOT_APPLICABLE, cells, message="没有收费 / no fee")
    return RULE.found(Outcome.NOT_EVALUABLE, cells, message=f"no certain number in {cells[0]}")
