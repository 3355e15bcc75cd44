"""Last year's problems in last year's words."""

from __future__ import annotations

from archive.checks.section_five_repeated import evaluate
from archive.models import Outcome
from tests.archive.checks.build import facts, sections

WORDS = "一是公开不够及时，二是队伍不够稳定。"


def outcome(before: str, after: str) -> Outcome:
    pair = (facts(sections=sections(五=text), year=2022) for text in (before, after))
    [found] = evaluate(*pair)
    return found.outcome


def test_the_same_words_are_a_question_whatever_the_punctuation() -> None:
    assert outcome(WORDS, WORDS.replace("，", "； ")) is Outcome.FAIL


def test_other_words_pass() -> None:
    assert outcome(WORDS, WORDS.replace("及时", "全面")) is Outcome.PASS


def test_a_section_that_was_not_read_is_not_evaluable() -> None:
    assert outcome("", WORDS) is Outcome.NOT_EVALUABLE
    assert outcome("无。", "无。") is Outcome.NOT_EVALUABLE
