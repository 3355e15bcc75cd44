"""The six statutory parts: there and saying something, missing, or not to be told."""

from __future__ import annotations

from typing import Any

import pytest

from archive.checks import ReportFacts
from archive.checks.required_sections import evaluate
from archive.models import CheckResult, Outcome, Section
from tests.archive.checks.build import PROSE, facts, sections

WHOLE = {"一": PROSE, "二": "", "三": "", "四": "", "五": PROSE, "六": "无"}


def result(texts: dict[str, str], **more: Any) -> CheckResult:
    found = facts(sections=sections(**texts), **{"year": 2023, "edition": "2021", **more})
    [only] = evaluate(found)
    return only


def without(*numbers: str) -> dict[str, str]:
    return {number: text for number, text in WHOLE.items() if number not in numbers}


def test_a_whole_report_passes() -> None:
    assert (result(WHOLE).outcome, result(WHOLE).left) == (Outcome.PASS, 6)


@pytest.mark.parametrize("text", ["无。", "暂无问题"])
def test_problems_that_are_none_at_all_fail(text: str) -> None:
    found = result({**WHOLE, "五": text})
    assert (found.outcome, found.left, found.right) == (Outcome.FAIL, 5, 6)
    assert "第五部分" in found.message


def test_a_part_that_is_nowhere_fails() -> None:
    found = result(without("六"))
    assert found.outcome is Outcome.FAIL
    assert "第六部分" in found.message


def test_a_part_whose_words_stand_elsewhere_may_be_ours() -> None:
    found = result({**without("五"), "四": "存在的主要问题：公开不及时。"})
    assert found.outcome is Outcome.NOT_EVALUABLE


def test_a_long_opening_may_be_part_one() -> None:
    opening = (Section(None, "", PROSE * 30), *sections(**without("一")))
    found = facts(sections=opening, year=2023, edition="2021")
    assert [r.outcome for r in evaluate(found)] == [Outcome.NOT_EVALUABLE]


def test_nothing_read_under_a_heading_may_be_ours() -> None:
    assert result({**WHOLE, "一": ""}).outcome is Outcome.NOT_EVALUABLE


def test_a_mere_annex_of_tables_is_not_blamed() -> None:
    assert result(without("一", "五", "六")).outcome is Outcome.NOT_EVALUABLE


def test_a_table_stands_for_the_part_whose_heading_was_lost() -> None:
    cells = {"applications/new_received/total": 1}
    found = facts(cells, sections=sections(**without("三")), year=2023, edition="2021")
    assert [r.outcome for r in evaluate(found)] == [Outcome.PASS]


def test_earlier_forms_had_other_parts() -> None:
    assert result({}, year=2016, edition="2014").outcome is Outcome.NOT_APPLICABLE
    assert result({}, year=2016, edition=None).outcome is Outcome.NOT_APPLICABLE


def test_neither_year_nor_edition_is_not_evaluable() -> None:
    assert [r.outcome for r in evaluate(ReportFacts())] == [Outcome.NOT_EVALUABLE]
