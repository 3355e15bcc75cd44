"""规章 in the report of a county, a district, a township or one of their departments: a question.

Rule: every printed count of 规章 is zero.
Basis: 规章 of local governments are made by provinces, cities divided into districts and autonomous
prefectures (Legislation Law, Article 93 in the version of 2023, Article 82 in that of 2015).  A count above
zero is mostly a 规范性文件 in the wrong row; it may also be the reporting of rules made above.
Not evaluable where the publisher's level is unknown or no count is certain; not applicable above the county.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import ReportFacts, Rule, uncertain
from archive.models import CheckResult, Outcome

RULE = Rule(
    "county-rules",
    1,
    "县级及县级以下机关没有规章制定权，“规章”各项是否误填？"
    " · Bodies of counties and townships make no rules (规章): is the row filled in by mistake?",
    "《立法法》（2023年修正）第九十三条：规章由省、自治区、直辖市和设区的市、自治州的人民政府制定"
    " · Legislation Law (2023), Article 93: rules are made by governments of provinces, cities divided into"
    " districts and autonomous prefectures",
    "question",
)
_ABOVE = ("province", "city")
_TABLE, _ROW = "disclosure", "rules"


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result a report that prints the row; ``left`` is the largest count, ``right`` zero."""
    printed = [key for key in facts.cells if key[:2] == (_TABLE, _ROW)]
    if printed:
        numbers = [facts.number(key) for key in printed]
        yield _result(facts, numbers, tuple("/".join(key) for key in printed))


def _result(facts: ReportFacts, numbers: list[int | float | None], cells: tuple[str, ...]) -> CheckResult:
    is_township = facts.publisher_kind == "township"
    if facts.division_level is None and not is_township:
        return RULE.found(
            Outcome.NOT_EVALUABLE, cells, message="发布机关层级不明 / level of the publisher not known"
        )
    if facts.division_level in _ABOVE and not is_township:
        return RULE.found(Outcome.NOT_APPLICABLE, message="市级以上机关 / a body above the county")
    certain = [number for number in numbers if number is not None]
    if any(number > 0 for number in certain):
        message = "疑问：是否为误填的规范性文件？ / question: normative documents in the wrong row?"
        return RULE.found(Outcome.FAIL, cells, (max(certain), 0), message)
    if len(certain) < len(numbers):
        lacking = [cell for cell, number in zip(cells, numbers, strict=True) if number is None]
        return RULE.found(Outcome.NOT_EVALUABLE, cells, message=uncertain(lacking))
    return RULE.found(Outcome.PASS, cells, (0, 0))
