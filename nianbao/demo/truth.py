"""The truth about the demo: every report an archive must hold, figure by figure, and every planted error.

Independent of ports: a path belongs to the portal that is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from archive.models import CaptureKind, Disposition
from nianbao.demo.findings import PlantedError, planted_errors
from nianbao.demo.plan import CellKey, NearMiss, full_name, near_misses, portals
from nianbao.demo.printing import Figure, printed
from nianbao.demo.publications import Other, Publication, others, publications


@dataclass(frozen=True, slots=True)
class Rendition:
    """One URL that shows a report; `listed_path` is what the list links, where it redirects here."""

    path: str
    kind: CaptureKind
    listed_path: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedReport:
    """One report; `publisher` is without province and city, `division` the full name of the place.

    `versions` counts the distinct contents (not files: a page, its DOCX and a second URL of the same
    text are one) that were published by the first and by the second visit.  `revised_figures` is what
    stands there on the second visit, where that differs.
    """

    publisher: str
    division: str
    year: int
    scope: str | None
    edition: str
    portal_id: str
    title: str
    published_on: str
    renditions: tuple[Rendition, ...]
    versions: tuple[int, int]
    figures: Mapping[CellKey, Figure]
    revised_figures: Mapping[CellKey, Figure] | None = None

    def figures_on(self, visit: int) -> Mapping[CellKey, Figure]:
        """Return the figures that stand there on the given visit."""
        return self.revised_figures if visit > 1 and self.revised_figures else self.figures


@dataclass(frozen=True, slots=True)
class ExpectedFetch:
    """A listed link behind which no report can be had, and what a crawl should record for it."""

    portal_id: str
    path: str
    disposition: Disposition
    answer: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that the demo promises."""

    reports: tuple[ExpectedReport, ...]
    planted: tuple[PlantedError, ...]
    near_misses: Mapping[str, int]
    refused: tuple[ExpectedFetch, ...]

    def reports_on(self, visit: int) -> tuple[ExpectedReport, ...]:
        """Return the reports that exist on the given visit."""
        return tuple(report for report in self.reports if report.versions[min(visit, 2) - 1])


@cache
def manifest() -> Manifest:
    """Return the truth; made once."""
    misses = {portal.id: sum(miss.portal == portal.id for miss in near_misses()) for portal in portals()}
    return Manifest(
        tuple(_report(publication) for portal in portals() for publication in publications(portal)),
        planted_errors(),
        MappingProxyType(misses),
        tuple(_refused(other for portal in portals() for other in others(portal))),
    )


def _report(publication: Publication) -> ExpectedReport:
    plan = publication.plan
    is_late = plan.oddity.from_visit > 1
    return ExpectedReport(
        publisher=plan.publisher.name,
        division=full_name(plan.portal.division),
        year=plan.year,
        scope=None,
        edition=plan.edition,
        portal_id=plan.portal.id,
        title=plan.title,
        published_on=publication.day.isoformat(),
        renditions=tuple(_renditions(publication)),
        versions=(0 if is_late else 1, 2 if plan.oddity.revised else 1),
        figures=MappingProxyType(dict(printed(plan, 1))),
        revised_figures=MappingProxyType(dict(printed(plan, 2))) if plan.oddity.revised else None,
    )


def _renditions(publication: Publication) -> Iterator[Rendition]:
    yield Rendition(publication.path, CaptureKind.ARTICLE, publication.moved_from)
    if publication.twin:
        yield Rendition(publication.twin, CaptureKind.ARTICLE)
    if publication.attachment:
        yield Rendition(publication.attachment, CaptureKind.ATTACHMENT)


def _refused(entries: Iterable[Other]) -> Iterator[ExpectedFetch]:
    for other in entries:
        if not isinstance(other.entry, NearMiss):
            entry = other.entry
            yield ExpectedFetch(entry.portal, other.path, Disposition(entry.disposition), entry.answer)
