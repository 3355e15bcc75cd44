"""Problems and improvements in the words of last year's report: a question.

Rule: section 五 differs from last year's in more than punctuation and white space.
Basis: the notice of 2021 names reports 内容雷同、敷衍塞责 (alike in content, perfunctory) as a ground for
liability under Article 47; whether this one is stays for a person to say.
Not evaluable where section 五 of either report was not read; short ones are left to `required-sections`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.facts import ReportFacts, Rule
from archive.checks.required_sections import MIN_CHARACTERS
from archive.models import CheckResult, Outcome

RULE = Rule(
    "section-five-repeated",
    1,
    "“存在的主要问题及改进情况”是否与上年一字不差？"
    " · Is the section on problems and improvements word for word last year's?",
    "国办公开办函〔2021〕30号：内容雷同、敷衍塞责的，依照条例第四十七条追究责任"
    " · The notice of 2021: liability under Article 47 for reports that are alike in content",
    "question",
)
_NOT_TEXT = re.compile(r"[\W_]+")


def evaluate(earlier: ReportFacts, later: ReportFacts) -> Iterator[CheckResult]:
    """One result a pair."""
    before, after = _words(earlier), _words(later)
    if min(len(before), len(after)) < MIN_CHARACTERS:
        yield RULE.found(Outcome.NOT_EVALUABLE, message="没有读到第五部分 / section 五 was not read")
    elif before == after:
        message = (
            f"疑问：与{earlier.year}年一字不差（{len(after)}字） / question: the words of {earlier.year}"
        )
        yield RULE.found(Outcome.FAIL, message=message)
    else:
        yield RULE.found(Outcome.PASS)


def _words(facts: ReportFacts) -> str:
    return _NOT_TEXT.sub("", "".join(s.text for s in facts.sections if s.number == "五"))
