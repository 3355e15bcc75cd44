"""Where everything stands on a portal: one serial number and path for each page, the same on any visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from nianbao.demo.cms import Cms, cms_of
from nianbao.demo.cms.base import Item
from nianbao.demo.dates import published_on
from nianbao.demo.plan import NearMiss, PortalPlan, Refused, ReportPlan, near_misses, refused, reports

TRAP_FOLDER = "/neibu/zfxxgknb/"
"""Forbidden by robots.txt of the portal that links there."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A report and its paths: page, DOCX, second URL, and the old URL that redirects to the page."""

    plan: ReportPlan
    day: date
    path: str
    attachment: str | None = None
    twin: str | None = None
    moved_from: str | None = None

    @property
    def items(self) -> Sequence[Item]:
        """The rows that list pages show for it."""
        paths = [self.moved_from or self.path, *([self.twin] if self.twin else [])]
        return [Item(path, self.plan.title, self.day) for path in paths]


@dataclass(frozen=True, slots=True)
class Other:
    """A listed page that is no report, or behind which none can be had."""

    path: str
    day: date
    entry: NearMiss | Refused

    @property
    def items(self) -> Sequence[Item]:
        """The row that list pages show for it."""
        return [Item(self.path, self.entry.title, self.day)]


@cache
def publications(portal: PortalPlan) -> tuple[Publication, ...]:
    """Return a portal's reports, those of later visits included."""
    cms = cms_of(portal)
    mine = [plan for plan in reports() if plan.portal == portal]
    return tuple(_publication(cms, serial, plan) for serial, plan in enumerate(mine, 1))


def _publication(cms: Cms, serial: int, plan: ReportPlan) -> Publication:
    day, oddity = published_on(plan), plan.oddity
    return Publication(
        plan,
        day,
        cms.article(serial, day),
        attachment=cms.attachment(serial, day) if oddity.attachment else None,
        twin=cms.twin(serial, day) if oddity.twin else None,
        moved_from=cms.article(serial + 700, day) if oddity.moved else None,
    )


@cache
def others(portal: PortalPlan) -> tuple[Other, ...]:
    """Return what else stands in a portal's list."""
    entries: list[NearMiss | Refused] = [*near_misses(), *refused()]
    mine = [entry for entry in entries if entry.portal == portal.id]
    return tuple(_others(portal, mine))


def _others(portal: PortalPlan, entries: Sequence[NearMiss | Refused]) -> Iterator[Other]:
    cms = cms_of(portal)
    for serial, entry in enumerate(entries, 400):
        day = date.fromisoformat(entry.date)
        path = cms.article(serial, day)
        if isinstance(entry, Refused) and entry.answer == "trap":
            path = TRAP_FOLDER + path.rsplit("/", 1)[1]
        yield Other(path, day, entry)


def listed(portal: PortalPlan, visit: int) -> list[Item]:
    """Return the rows of a portal's list, newest first, as they stand on one visit."""
    shown = [entry for entry in publications(portal) if entry.plan.oddity.from_visit <= visit]
    entries: list[Publication | Other] = [*shown, *others(portal)]
    items = [item for entry in entries for item in entry.items]
    return sorted(items, key=lambda item: (item.day, item.path), reverse=True)
