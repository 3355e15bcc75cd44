"""Figures that were recognised from a picture: how sure, and whether the form's arithmetic agrees.

The identities repair nothing.  A recognised figure is verified where every identity of the form that it is
part of holds, and there is at least one; a misread digit breaks those of its row and of its column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from archive.models import CheckResult, Identity, Observation, Outcome

Address = tuple[int, int, int]  # grid, row, column


def marked(
    observations: tuple[Observation, ...],
    confidence: Mapping[Address, float],
    checks: Iterable[CheckResult],
    identities: Iterable[Identity],
) -> tuple[Observation, ...]:
    """The figures, those that were recognised with their confidence and whether they are verified."""
    if not confidence:
        return observations
    grids = {grid for grid, _, _ in confidence}
    verified = _verified(checks, {identity.code for identity in identities})
    return tuple(
        observation._replace(
            confidence=_of(observation, confidence),
            is_verified=observation.value is not None and observation.cell in verified,
        )
        if observation.locator.table in grids
        else observation
        for observation in observations
    )


def _of(observation: Observation, confidence: Mapping[Address, float]) -> float | None:
    """None for a cell that is not printed."""
    _, table, row, column = observation.locator
    if table is None or row is None or column is None:
        return None
    return confidence.get((table, row, column))


def _verified(checks: Iterable[CheckResult], codes: Collection[str]) -> set[str]:
    """The cells all identities of which hold."""
    held: set[str] = set()
    broken: set[str] = set()
    for result in checks:
        if result.check in codes:
            (held if result.outcome is Outcome.PASS else broken).update(result.cells)
    return held - broken
