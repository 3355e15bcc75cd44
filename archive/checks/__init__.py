"""Checks: one rule a file, versioned, four-valued; a check reads numbers and alters none.

A rule of one report is registered here; rules that compare reports have a registry of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.checks import identities as identities_rule
from archive.models import CheckResult, Identity, Observation


def run(observations: Iterable[Observation], identities: Iterable[Identity]) -> tuple[CheckResult, ...]:
    """Every check of one report: the identities that its form states or implies."""
    return identities_rule.evaluate(observations, identities)
