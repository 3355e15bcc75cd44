"""The arithmetic identities of the statutory form.

Rule: the two sides of each equation of the edition (editions/*.toml) are equal, exactly.
Basis: the note printed on table 3 (第一项加第二项之和，等于第三项加第四项之和) and the exclusiveness of its
result rows (区分处理的，只计这一情形，不计其他情形); for totals, the meaning of 总计.
Not evaluable where an operand is blank, marked, ambiguous or unread: a blank is never a zero.
Not reported where the form printed none of the operands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from archive.models import CheckResult, Identity, Observation, Outcome, Status, Term

Cells = Mapping[tuple[str, str, str], Observation]
Number = int | float


def evaluate(observations: Iterable[Observation], identities: Iterable[Identity]) -> tuple[CheckResult, ...]:
    """Evaluate every identity once per column (or row) in which any operand is printed."""
    cells = {(o.table, o.row, o.column): o for o in observations}
    tables = {table for table, _, _ in cells}
    return tuple(
        result
        for identity in identities
        if identity.table in tables
        for position in identity.over
        if (result := _evaluate_at(identity, position, cells)) is not None
    )


def _evaluate_at(identity: Identity, position: str, cells: Cells) -> CheckResult | None:
    left = _keys(identity, identity.left, position, cells)
    right = _keys(identity, identity.right, position, cells)
    keys = [*left, *right]
    if not any(key in cells for key in keys):
        return None
    names = tuple("/".join(key) for key in keys)
    missing = [name for name, key in zip(names, keys, strict=True) if not _is_certain(cells.get(key))]
    if missing:
        message = "no certain number in " + ", ".join(missing)
        return CheckResult(identity.code, identity.version, Outcome.NOT_EVALUABLE, None, None, names, message)
    sides = _total(left, cells), _total(right, cells)
    outcome = Outcome.PASS if sides[0] == sides[1] else Outcome.FAIL
    return CheckResult(identity.code, identity.version, outcome, *sides, names)


def _keys(
    identity: Identity, terms: Iterable[Term], position: str, cells: Cells
) -> list[tuple[str, str, str]]:
    keys: list[tuple[str, str, str]] = []
    for term in terms:
        alternatives = [[_key(identity, code, position) for code in codes] for codes in term.alternatives]
        printed = (keys for keys in alternatives if any(key in cells for key in keys))
        keys += next(printed, alternatives[0])
    return keys


def _key(identity: Identity, code: str, position: str) -> tuple[str, str, str]:
    if identity.along == "column":
        return identity.table, code, position
    return identity.table, position, code


def _is_certain(observation: Observation | None) -> bool:
    return observation is not None and observation.status is Status.REPORTED


def _total(keys: Iterable[tuple[str, str, str]], cells: Cells) -> Number:
    values = [value for key in keys if (value := cells[key].value) is not None]
    if all(isinstance(value, int) for value in values):
        return sum(values)
    return float(sum(Decimal(repr(value)) for value in values))
