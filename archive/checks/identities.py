"""The arithmetic identities of the statutory form.

Rule: the two sides of each equation of the edition (editions/*.toml) are equal, exactly.
Basis: the note printed on table 3 (第一项加第二项之和，等于第三项加第四项之和) and the exclusiveness of its
result rows (区分处理的，只计这一情形，不计其他情形); for totals, the meaning of 总计.
Not evaluable where an operand is blank, marked, ambiguous or unread: a blank is never a zero.
Not reported where the form printed none of the operands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from archive.checks.facts import Key, Number, ReportFacts, Rule, uncertain
from archive.models import CheckResult, Identity, Observation, Outcome

_PASS, _FAIL = Outcome.PASS, Outcome.FAIL
_new = tuple.__new__  # half the time of CheckResult(...), and a report has a hundred


class Equation(NamedTuple):
    """An identity at one column (or row), in one of the ways in which the form may print its operands."""

    keys: tuple[Key, ...]
    operands: Callable[[Mapping[Key, Number]], tuple[Number, ...]]  # of its keys; KeyError where one lacks
    left_count: int
    names: tuple[str, ...]


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The identities as rows of the catalogue."""
    return (Rule(i.code, i.version, i.rule, i.basis) for i in facts.identities)


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """Evaluate every identity once per column (or row) in which any operand is printed."""
    cells, numbers = facts.cells, facts.numbers
    tables = {table for table, _, _ in cells}
    for identity in facts.identities:
        if identity.table in tables:
            for ways in _equations(identity):
                equation = ways[0] if len(ways) == 1 else _fullest(ways, cells)
                try:
                    operands = equation.operands(numbers)
                except KeyError:
                    if not cells.keys().isdisjoint(equation.keys):
                        yield _lacking(identity, equation, numbers)
                else:
                    yield _compared(identity, equation, operands)


def _fullest(ways: Sequence[Equation], cells: Mapping[Key, Observation]) -> Equation:
    """The way that is printed most fully."""
    return max(ways, key=lambda way: sum(map(cells.__contains__, way.keys)) / len(way.keys))


def _compared(identity: Identity, equation: Equation, operands: Sequence[Number]) -> CheckResult:
    left, right = total(operands[: equation.left_count]), total(operands[equation.left_count :])
    outcome = _PASS if left == right else _FAIL
    return _new(CheckResult, (identity.code, identity.version, outcome, left, right, equation.names, ""))


def _lacking(identity: Identity, equation: Equation, numbers: Mapping[Key, Number]) -> CheckResult:
    names = zip(equation.names, equation.keys, strict=True)
    message = uncertain([name for name, key in names if key not in numbers])
    outcome = Outcome.NOT_EVALUABLE
    return CheckResult(identity.code, identity.version, outcome, None, None, equation.names, message)


def total(values: Sequence[Number]) -> Number:
    """The exact sum: of whole numbers a whole number, of decimals as they are printed."""
    quick = sum(values)
    return quick if isinstance(quick, int) else float(sum(Decimal(repr(value)) for value in values))


@lru_cache(maxsize=256)
def _equations(identity: Identity) -> tuple[tuple[Equation, ...], ...]:
    """For every position, the equation in each combination of the alternatives of its terms."""
    return tuple(
        tuple(
            _equation(identity, position, left, right)
            for left in product(*(term.alternatives for term in identity.left))
            for right in product(*(term.alternatives for term in identity.right))
        )
        for position in identity.over
    )


def _equation(
    identity: Identity, position: str, left: Iterable[tuple[str, ...]], right: Iterable[tuple[str, ...]]
) -> Equation:
    sides = [[code for codes in side for code in codes] for side in (left, right)]
    keys = tuple(_key(identity, code, position) for side in sides for code in side)
    return Equation(keys, itemgetter(*keys), len(sides[0]), tuple("/".join(key) for key in keys))


def _key(identity: Identity, code: str, position: str) -> Key:
    if identity.along == "column":
        return identity.table, code, position
    return identity.table, position, code
