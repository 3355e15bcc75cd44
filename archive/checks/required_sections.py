"""The six parts that a report must have.

Rule: parts 一 to 六 are all there, and 一 and 五 say more than a word or two.
Basis: Article 50 of the Regulation (Decree 711), and the forms of 2019 and 2021.
Not evaluable where the fault may be ours, or the document a mere annex of tables: neither 一 nor 五 was
recognised, nothing was read under a heading, or a part without its heading may stand in the prose.
Not applicable to reports in earlier forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.checks.facts import ReportFacts, Rule
from archive.models import CheckResult, Outcome

RULE = Rule(
    "required-sections",
    1,
    "法定六个部分齐全，第一、五部分有实质内容"
    " · The six statutory parts are there, and parts one and five say something",
    "《政府信息公开条例》第五十条；国办公开办函〔2019〕60号、〔2021〕30号格式"
    " · Article 50 of the Regulation on Open Government Information; the forms of 2019 and 2021",
    "requirement",
)
FIRST_YEAR = 2019
MIN_CHARACTERS = 10  # letters and digits; 无 or 暂无问题 say nothing
_TABLES = {"二": "disclosure", "三": "applications", "四": "challenges"}  # the table is the part's content
_PROSE = ("一", "五")
_LONG_OPENING = 400  # characters before the first heading: part one may be among them
_WORDS: Mapping[str, tuple[str, ...]] = {  # part -> words that its heading has, in one wording or another
    "一": ("总体", "概述", "概况", "基本情况"),
    "二": ("主动公开",),
    "三": ("申请",),
    "四": ("复议", "诉讼"),
    "五": ("问题", "不足", "困难", "改进", "整改"),
    "六": ("需要报告", "需要说明", "其他事项", "其它事项"),
}


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result a report; ``left`` is the number of parts found of the six on the right."""
    since = facts.edition_years.get(facts.edition or "", (facts.year, None))[0]
    if since is None:
        yield RULE.found(
            Outcome.NOT_EVALUABLE, message="年度和格式均不明 / neither year nor edition is known"
        )
    elif since < FIRST_YEAR:
        yield RULE.found(Outcome.NOT_APPLICABLE, message="2019年以前的格式 / a form of the years before 2019")
    else:
        yield _result({number: _state(number, facts) for number in _WORDS})


def _result(states: Mapping[str, Outcome]) -> CheckResult:
    lacking = [number for number, state in states.items() if state is Outcome.FAIL]
    unsure = [number for number, state in states.items() if state is Outcome.NOT_EVALUABLE]
    if lacking:
        message = f"缺少或没有实质内容：第{'、'.join(lacking)}部分 / missing or without content"
        return RULE.found(Outcome.FAIL, sides=(6 - len(lacking), 6), message=message)
    if unsure:
        message = f"没有读到第{'、'.join(unsure)}部分 / not recognised by us"
        return RULE.found(Outcome.NOT_EVALUABLE, message=message)
    return RULE.found(Outcome.PASS, sides=(6, 6))


def _state(number: str, facts: ReportFacts) -> Outcome:
    texts = [section.text for section in facts.sections if section.number == number]
    if number in _TABLES and (texts or facts.prints(_TABLES[number])):
        return Outcome.PASS
    if not texts:
        return Outcome.NOT_EVALUABLE if _may_be_there(number, facts) else Outcome.FAIL
    size = sum(letter.isalnum() for text in texts for letter in text)
    if size == 0:
        return Outcome.NOT_EVALUABLE
    return Outcome.FAIL if number in _PROSE and size < MIN_CHARACTERS else Outcome.PASS


def _may_be_there(number: str, facts: ReportFacts) -> bool:
    """Whether a part without a recognised heading may stand in the prose all the same."""
    has_prose = any(section.number in _PROSE for section in facts.sections)
    opening = sum(len(section.text) for section in facts.sections if section.number is None)
    if not has_prose or (number == "一" and opening > _LONG_OPENING):
        return True
    words = _WORDS[number]
    return any(word in section.text for section in facts.sections for word in words)
