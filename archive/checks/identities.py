"""The arithmetic identities of the statutory form.

Rule: the two sides of each equation of the edition (editions/*.toml) are equal, exactly.
Basis: the note printed on table 3 (第一项加第二项之和，等于第三项加第四项之和) and the exclusiveness of its
result rows (区分处理的，只计这一情形，不计其他情形); for totals, the meaning of 总计.
Not evaluable where an operand is blank, marked, ambiguous or unread: a blank is never a zero.
Not reported where the form printed none of the operands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from archive.checks.facts import Key, Number, ReportFacts, Rule, is_certain, uncertain
from archive.models import CheckResult, Identity, Observation, Outcome

Operands = Sequence[Observation | None]


class Equation(NamedTuple):
    """An identity at one column (or row), in one of the ways in which the form may print its operands."""

    keys: tuple[Key, ...]
    left_count: int
    names: tuple[str, ...]


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The identities as rows of the catalogue."""
    return (Rule(i.code, i.version, i.rule, i.basis) for i in facts.identities)


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """Evaluate every identity once per column (or row) in which any operand is printed."""
    cells = facts.cells
    tables = {table for table, _, _ in cells}
    for identity in facts.identities:
        if identity.table in tables:
            for ways in _equations(identity):
                equation, operands = _best(ways, cells)
                if any(operand is not None for operand in operands):
                    yield _result(identity, equation, operands)


def _best(ways: Sequence[Equation], cells: Mapping[Key, Observation]) -> tuple[Equation, Operands]:
    """The way that is printed most fully, with its operands."""
    found = [(way, [cells.get(key) for key in way.keys]) for way in ways]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda way: sum(o is not None for o in way[1]) / len(way[1]))


def _result(identity: Identity, equation: Equation, operands: Operands) -> CheckResult:
    numbers: list[Number] = []
    lacking = []
    for name, operand in zip(equation.names, operands, strict=True):
        if operand is None or operand.value is None or not is_certain(operand):
            lacking.append(name)
        else:
            numbers.append(operand.value)
    if lacking:
        outcome, message = Outcome.NOT_EVALUABLE, uncertain(lacking)
        return CheckResult(identity.code, identity.version, outcome, None, None, equation.names, message)
    sides = total(numbers[: equation.left_count]), total(numbers[equation.left_count :])
    outcome = Outcome.PASS if sides[0] == sides[1] else Outcome.FAIL
    return CheckResult(identity.code, identity.version, outcome, *sides, equation.names)


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
    return Equation(keys, len(sides[0]), tuple("/".join(key) for key in keys))


def _key(identity: Identity, code: str, position: str) -> Key:
    if identity.along == "column":
        return identity.table, code, position
    return identity.table, position, code
