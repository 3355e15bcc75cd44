"""元 printed in a column of 万元: a question.

Rule: an amount without a unit of its own is under 1 亿元, or is printed with more decimals than 元 have.
Basis: the form counts in 万元 and asks for four decimals (2019); fen are the second decimal of 元, so
that 137296.5351 cannot be 元, and 517200 may well be.
Not evaluable where no certain number is printed.  Amounts whose unit is printed pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from archive.checks.facts import ReportFacts, Rule, uncertain
from archive.models import CheckResult, Observation, Outcome, Status

RULE = Rule(
    "money-magnitude",
    1,
    "金额（万元）未注明单位、达一亿元以上且不超过两位小数时，单位是否误用了元？"
    " · Is an amount of 100 million yuan or more, without a unit and with at most two decimals, in yuan"
    " instead of 10,000 yuan?",
    "格式规定单位为万元，2019年格式要求保留四位小数"
    " · The form counts in 10,000 yuan, that of 2019 with four decimals",
    "question",
)
COLUMN = "amount_wan_yuan"
LARGE = 10_000  # 万元
_DECIMALS_OF_YUAN = 2


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result for each amount that is printed."""
    return (_result(o) for o in facts.observations if o.column == COLUMN)


def _result(amount: Observation) -> CheckResult:
    if amount.status is not Status.REPORTED or amount.value is None:
        return RULE.found(Outcome.NOT_EVALUABLE, (amount.cell,), message=uncertain([amount.cell]))
    if not _may_be_yuan(amount, amount.value):
        return RULE.found(Outcome.PASS, (amount.cell,), (amount.value, None))
    message = f"疑问：{amount.raw} 的单位是万元还是元？ / question: 10,000 yuan, or yuan?"
    return RULE.found(Outcome.FAIL, (amount.cell,), (amount.value, None), message)


def _may_be_yuan(amount: Observation, value: int | float) -> bool:
    has_unit = "元" in amount.raw or amount.unit not in (None, "万元")
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return not has_unit and value >= LARGE and int(exponent) >= -_DECIMALS_OF_YUAN
