"""What a person has to look at before a proposed row is taken over, each for one reason."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.probing import list_doubts, row_doubts, site_doubts
from crawler.probing.doubt import Doubt
from crawler.probing.findings import Findings


def doubts(found: Findings) -> tuple[Doubt, ...]:
    """Every doubt about a probe, those about the site first."""
    return tuple(_doubts(found))


def _doubts(found: Findings) -> Iterator[Doubt]:
    for rule in site_doubts.ALWAYS:
        yield from rule(found)
    if found.choice is None:
        for rule in site_doubts.WITHOUT_SECTION:
            yield from rule(found)
        return
    for row_rule in (*list_doubts.RULES, *row_doubts.RULES):
        yield from row_rule(found, found.choice)


__all__ = ["Doubt", "doubts"]
