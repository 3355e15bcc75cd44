"""Everything that a probe knows of a site, once its pages and exchanges are looked at together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.models import Portal
from archive.store import Archive
from archive.titles import read_link
from crawler.hosts import host, own_hosts
from crawler.outcomes import PortalOutcome
from crawler.platforms.browser import BrowserPlatform
from crawler.platforms.generic import Generic
from crawler.probing.evidence import Charset, Evidence, gather
from crawler.probing.place import Place, locate, site_name
from crawler.probing.sections import Choice, choose
from crawler.probing.sights import Notebook
from crawler.probing.spider import explore
from crawler.run import OnProgress


@dataclass(frozen=True)
class Findings:
    """What came of a probe of ``url``; `portal` is the row under which it was walked."""

    url: str
    portal: Portal
    notebook: Notebook
    outcome: PortalOutcome
    evidence: Evidence
    registry: tuple[Portal, ...]  # the rows that there are already

    @cached_property
    def choice(self) -> Choice | None:
        """The sections, None where there is none."""
        return choose(self.notebook)

    @cached_property
    def site_name(self) -> str:
        """What the site calls itself."""
        return site_name(self.notebook.sights)

    @cached_property
    def place(self) -> Place:
        """The division to which the site belongs."""
        return locate(self.notebook.sights, self.site_name)

    @cached_property
    def families(self) -> Counter[str]:
        """The families of the section's pages that show rows, of all its pages where none does."""
        sights = [s for section in self.choice.sections for s in section.sights] if self.choice else []
        return Counter(s.family for s in [s for s in sights if s.has_links] or sights)

    @cached_property
    def elsewhere(self) -> Counter[str]:
        """The families whose marks the site's pages bear; a shell says nothing of another page."""
        unspecific = (Generic.name, BrowserPlatform.name)
        return Counter(s.family for s in self.notebook.sights if s.family not in unspecific)

    @property
    def is_family_borrowed(self) -> bool:
        """Whether the list has no marks and no pager that was followed, and other pages have marks."""
        is_bare = set(self.families) == {Generic.name} and self.pages < _TWO
        return is_bare and bool(self.elsewhere)

    @property
    def is_front_only(self) -> bool:
        """Whether the only list of reports is the home page, among other things."""
        return self.choice is not None and self.choice.main.top.is_front

    @property
    def family(self) -> str:
        """The family to propose."""
        if self.is_family_borrowed:
            return self.elsewhere.most_common(1)[0][0]
        return max(self.families, key=lambda name: (name != Generic.name, self.families[name]))

    @property
    def pages(self) -> int:
        """List pages read in the section."""
        return sum(section.pages for section in self.choice.sections) if self.choice else 0

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The report years that links state, in order."""
        found = {year for _, year in self.choice.reports.values()} if self.choice else set()
        return tuple(sorted(year for year in found if year is not None))

    @cached_property
    def publishers(self) -> Counter[str]:
        """The bodies that titles name."""
        reports = self.choice.reports.values() if self.choice else ()
        named = (read_link(candidate.url, candidate.title).publisher for candidate, _ in reports)
        return Counter(name for name in named if name)

    @cached_property
    def report_hosts(self) -> Counter[str]:
        """The hosts on which the listed reports lie."""
        return Counter(host(url) for url in self.choice.reports) if self.choice else Counter()

    @property
    def foreign_hosts(self) -> tuple[str, ...]:
        """Those of them that are not the site's own; a crawl leaves their reports out."""
        return tuple(sorted(self.report_hosts.keys() - own_hosts(self.portal)))

    @property
    def charset(self) -> Charset | None:
        """The encoding of the section's first page."""
        return self.evidence.charsets.get(self.choice.main.top.url) if self.choice else None


_TWO = 2


def probe(
    url: str,
    archive: Archive,
    run_id: str,
    registry: Sequence[Portal] = (),
    on_progress: OnProgress | None = None,
) -> Findings:
    """Walk a site from a URL, within a run of an archive that the caller throws away afterwards."""
    portal, notebook, outcome = explore(url, archive, run_id, on_progress)
    return Findings(url, portal, notebook, outcome, gather(archive, run_id), tuple(registry))
