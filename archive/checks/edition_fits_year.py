"""The form that a report uses is the one in force for its year.

Rule: the report's year lies in the years of the edition that its tables follow (editions/*.toml).
Basis: the notice that prescribes each form.
Not evaluable where year or form is unknown; not applicable to years for which no form is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import ReportFacts, Rule
from archive.models import CheckResult, Outcome

RULE = Rule(
    "edition-fits-year",
    1,
    "所用格式是该年度应使用的格式 · The form used is the one in force for that year",
    "国办公开办函〔2019〕60号（2019、2020年度）、〔2021〕30号（2021年度起）等规定格式的文件"
    " · The notices that prescribe the forms, among them those for 2019 and 2020, and for 2021 onwards",
    "requirement",
)


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result a report."""
    if facts.year is None or facts.edition is None:
        yield RULE.found(Outcome.NOT_EVALUABLE, message="年度或格式不明 / year or edition is not known")
        return
    due = [code for code in facts.edition_years if _is_in_force(code, facts.year, facts)]
    if not due:
        message = f"{facts.year}年度没有已知的格式 / no form is known for that year"
        yield RULE.found(Outcome.NOT_APPLICABLE, message=message)
    elif facts.edition in due:
        yield RULE.found(Outcome.PASS)
    else:
        message = (
            f"{facts.year}年度应使用{'、'.join(due)}年格式，实际使用{facts.edition}年格式"
            f" / expected the form of {' or '.join(due)}, found that of {facts.edition}"
        )
        yield RULE.found(Outcome.FAIL, message=message)


def _is_in_force(code: str, year: int, facts: ReportFacts) -> bool:
    first, last = facts.edition_years[code]
    return first <= year <= (last or year)
