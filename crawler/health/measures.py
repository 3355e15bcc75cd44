"""The counts of one portal's crawl that the rules of health read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from archive import portal_runs
from archive.captures import now
from crawler.health.rules import rules
from crawler.memory import Memory
from crawler.walk import Walk

_ISSUE = "issue:"
# Departments publish until 31 January and governments until 31 March of the year after the one that is
# reported (政府信息公开条例, article 49): before April the newest report may rightly not be there.
_ALL_PUBLISHED_BY_MONTH = 4


def crawl_measures(counts: Mapping[str, int], walk: Walk, memory: Memory) -> dict[str, int | None]:
    """What the rules of stage ``crawl`` read; a count without a base to compare it with is None."""
    expected = years_expected(walk.portal.first_year, date.fromisoformat(now()[:10]))
    return {
        **counts,
        **{measure: int(measure.removeprefix(_ISSUE) in walk.issues) for measure in _issue_measures()},
        "walks": 1,
        "baseline": _baseline(memory),
        "first_year": walk.portal.first_year,
        "years_expected": expected,
        "years_found": min(walk.tally.years, expected or 0),
    }


def years_expected(first_year: int | None, today: date) -> int | None:
    """Report years that a registry row makes us expect by a day; None where it names no first one."""
    if first_year is None:
        return None
    last = today.year - (1 if today.month >= _ALL_PUBLISHED_BY_MONTH else 2)
    return max(last - first_year + 1, 0)


def _baseline(memory: Memory) -> int | None:
    since = memory.portal.options.get("yield_since", "")
    return portal_runs.normal_yield(memory.archive, memory.portal.id, memory.run_id, since)


def _issue_measures() -> set[str]:
    return {rule.measure for rule in rules().values() if rule.measure.startswith(_ISSUE)}
