"""Checks: one rule a file, versioned, four-valued; a check reads numbers and alters none.

A module of a rule has ``evaluate(facts)`` and ``rules(facts)``, the rows that it has in the catalogue.
Rules of a registry of their own compare a report with that of the year before; their modules have
``RULE`` and ``evaluate(earlier, later)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.checks import (
    carry_over,
    county_rules,
    edition_fits_year,
    fees_explained,
    identities,
    in_force,
    money_magnitude,
    prose_table,
    renditions_agree,
    required_sections,
    section_five_repeated,
    year_on_year,
)
from archive.checks.facts import ReportFacts, Rule
from archive.models import CheckResult, Identity, Outcome

__all__ = ["ReportFacts", "Rule", "catalogue", "compare", "run", "run_archived", "skipped_pair"]

REPORT_RULES = (identities, prose_table, fees_explained)  # what a document says, against itself
ARCHIVE_RULES = (required_sections, edition_fits_year, money_magnitude, county_rules)  # against what is known
HISTORY_RULES = (carry_over, in_force, year_on_year, section_five_repeated)  # against the year before


def run(facts: ReportFacts) -> tuple[CheckResult, ...]:
    """Every check that needs nothing but the document."""
    return tuple(result for module in REPORT_RULES for result in module.evaluate(facts))


def run_archived(facts: ReportFacts) -> tuple[CheckResult, ...]:
    """Every check of one report whose publisher, year and prescribed form are known."""
    known = (result for module in ARCHIVE_RULES for result in module.evaluate(facts))
    return (*run(facts), *known)


def compare(earlier: ReportFacts, later: ReportFacts) -> tuple[CheckResult, ...]:
    """Every check of one report against that of the year before; the results are the later one's."""
    return tuple(result for module in HISTORY_RULES for result in module.evaluate(earlier, later))


def skipped_pair(reason: str) -> CheckResult:
    """The one result of a report that has earlier ones, but none that it can be compared with."""
    return carry_over.RULE.found(Outcome.NOT_APPLICABLE, message=reason)


def catalogue(all_identities: Iterable[Identity]) -> Iterator[Rule]:
    """Every rule that results may refer to; the newest wording of each code comes last."""
    facts = ReportFacts(identities=tuple(all_identities))
    for module in (*REPORT_RULES, *ARCHIVE_RULES):
        yield from module.rules(facts)
    for module in (*HISTORY_RULES, renditions_agree):
        yield module.RULE
