"""Checks: one rule a file, versioned, four-valued; a check reads numbers and alters none.

A module of a rule has ``evaluate(facts)`` and ``rules(facts)``, the rows that it has in the catalogue.
Rules that compare reports of several years have a registry of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.checks import identities
from archive.checks.facts import ReportFacts, Rule
from archive.models import CheckResult, Identity

__all__ = ["ReportFacts", "Rule", "catalogue", "run"]

REPORT_RULES = (identities,)


def run(facts: ReportFacts) -> tuple[CheckResult, ...]:
    """Every check of one report."""
    return tuple(result for module in REPORT_RULES for result in module.evaluate(facts))


def catalogue(all_identities: Iterable[Identity]) -> Iterator[Rule]:
    """Every rule that results may refer to; the newest wording of each code comes last."""
    facts = ReportFacts(identities=tuple(all_identities))
    for module in REPORT_RULES:
        yield from module.rules(facts)
