"""The identities of the form: pass, fail, not evaluable, and the one-row form of 其他处理."""

from __future__ import annotations

import pytest

from archive.checks import ReportFacts, catalogue, run
from archive.models import NOWHERE, CheckResult, Identity, Observation, Outcome, Status, Term

TABLE = "applications"


def identity(left: tuple[Term, ...], right: tuple[Term, ...], along: str = "column") -> Identity:
    return Identity("sum", 1, TABLE, along, ("total",), left, right, "左边等于右边", "表三")


def term(*alternatives: tuple[str, ...]) -> Term:
    return Term(alternatives)


BALANCE = identity((term(("new",)), term(("carried",))), (term(("handled",)),))
HANDLING = identity((term(("granted",)), term(("one",), ("first", "second"))), (term(("handled",)),))


def facts(rule: Identity, **values: int | float | str | None) -> ReportFacts:
    return ReportFacts(tuple(observation(row, value) for row, value in values.items()), (rule,))


def observation(row: str, value: int | float | str | None) -> Observation:
    status = Status.BLANK if value is None else Status(value) if isinstance(value, str) else Status.REPORTED
    number = None if isinstance(value, str) else value
    return Observation(TABLE, row, "total", number, status, str(value), "件", NOWHERE)


def only(results: tuple[CheckResult, ...]) -> CheckResult:
    [result] = results
    return result


def test_equal_sides_pass_and_name_their_cells() -> None:
    result = only(run(facts(BALANCE, new=46, carried=0, handled=46)))
    assert (result.outcome, result.left, result.right) == (Outcome.PASS, 46, 46)
    assert result.cells == tuple(f"{TABLE}/{row}/total" for row in ("new", "carried", "handled"))


def test_unequal_sides_fail_with_both() -> None:
    result = only(run(facts(BALANCE, new=20, carried=1, handled=27)))
    assert (result.outcome, result.left, result.right) == (Outcome.FAIL, 21, 27)


@pytest.mark.parametrize("carried", [None, "marker", "unreadable", "ambiguous"])
def test_an_operand_that_is_no_certain_number_is_never_taken_for_zero(carried: str | None) -> None:
    result = only(run(facts(BALANCE, new=46, carried=carried, handled=46)))
    assert result.outcome is Outcome.NOT_EVALUABLE
    assert (result.left, result.right) == (None, None)
    assert "applications/carried/total" in result.message


def test_a_missing_row_is_not_evaluable_either() -> None:
    assert only(run(facts(BALANCE, new=46, handled=46))).outcome is Outcome.NOT_EVALUABLE


def test_a_form_without_the_rows_has_no_result() -> None:
    assert run(facts(BALANCE, other=46)) == ()


@pytest.mark.parametrize(
    "values", [{"granted": 1, "one": 2, "handled": 3}, {"granted": 1, "first": 1, "second": 1, "handled": 3}]
)
def test_either_way_of_printing_a_group_is_summed(values: dict[str, int]) -> None:
    assert only(run(facts(HANDLING, **values))).outcome is Outcome.PASS


def test_a_group_of_which_one_row_is_missing_is_not_evaluable() -> None:
    result = only(run(facts(HANDLING, granted=1, first=1, handled=2)))
    assert result.outcome is Outcome.NOT_EVALUABLE


def test_decimals_are_added_as_printed() -> None:
    assert only(run(facts(BALANCE, new=0.1, carried=0.2, handled=0.3))).outcome is Outcome.PASS


def test_the_catalogue_names_every_rule_with_its_basis() -> None:
    rule = next(iter(catalogue([BALANCE])))
    assert (rule.code, rule.basis) == ("sum", "表三")


def test_a_figure_recognised_from_a_picture_accuses_nobody_unless_it_is_verified() -> None:
    doubtful = facts(BALANCE, new=20, carried=1, handled=27)
    recognised = tuple(o._replace(confidence=0.99, is_verified=False) for o in doubtful.observations)
    result = only(run(ReportFacts(recognised, (BALANCE,))))
    assert result.outcome is Outcome.NOT_EVALUABLE
