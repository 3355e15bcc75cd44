"""What a probe wrote down of each page that it read on the way to the reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.models import Candidate
from archive.places import gazetteer
from archive.titles import read_link
from crawler.hosts import host
from crawler.listing import Listing
from crawler.page import Page
from crawler.platforms import FAMILIES
from crawler.sections import is_front
from crawler.units import Unit
from crawler.walk import Step

_CHARACTERS = 200_000  # of a page's text, in which places are looked for
_FEW_LINKS = 5
_PRINTED_CODE = re.compile(r"(?:网站)?标识码\s*[:：]?\s*(\d{10})(?!\d)")


@dataclass(frozen=True, slots=True)
class SiteMarks:
    """How a site names itself, by the meta tags that government sites carry (国办发〔2017〕47号)."""

    name: str  # SiteName, where it is missing the title of the page
    id_code: str  # SiteIDCode, or the 网站标识码 of the footer: ten digits, the first six a division
    domain: str  # SiteDomain
    has_name: bool

    @classmethod
    def of(cls, page: Page) -> SiteMarks:
        """The marks of one page."""
        name, code = page.meta("SiteName"), page.meta("SiteIDCode")
        printed = None if code else _PRINTED_CODE.search(page.tree.text_content()[-_CHARACTERS:])
        code = printed[1] if printed else code
        return cls(name or page.heading, code, page.meta("SiteDomain"), bool(name))


@dataclass(frozen=True, slots=True)
class Sight:
    """One page of links; hosts are counted as `crawler.hosts.host` writes them."""

    url: str
    parent_url: str | None
    link_title: str | None
    is_next: bool  # a pager led here
    is_section: bool
    says_so: bool  # it is one by its own words or rows, whatever led to it
    is_front: bool  # a home page that is a section only by the rows that it shows among others
    names: tuple[str, ...]
    family: str
    marked: tuple[str, ...]  # every family whose marks it bears
    reports: tuple[tuple[Candidate, int | None], ...]
    is_report_itself: bool
    is_data: bool  # what an API answered, no page that a reader could open
    has_links: bool  # rows of any kind
    is_shell: bool  # scripts, and hardly anything to read
    hosts: Counter[str]
    places: Counter[str]  # names of divisions in its text
    site: SiteMarks


@dataclass(slots=True)
class Notebook:
    """The notes of one probe, and what it left out for want of a purse."""

    sights: list[Sight] = field(default_factory=list)
    strangers: set[str] = field(
        default_factory=set
    )  # hosts that reports and menus lead to, not the site's own
    unread_pages: int = 0
    unread_branches: int = 0

    def begin(self) -> None:
        """Start anew, for a walk over further hosts; what was fetched comes from the archive."""
        self.sights.clear()
        self.unread_pages = self.unread_branches = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a page stands on the walk."""

    family: str
    is_next: bool
    is_section: bool
    says_so: bool


def sight(page: Page, listing: Listing, step: Step, standing: Standing) -> Sight:
    """Write down one page."""
    return Sight(
        url=page.url,
        parent_url=step.errand.parent_url,
        link_title=step.errand.title,
        is_next=standing.is_next,
        is_section=standing.is_section,
        says_so=standing.says_so,
        is_front=is_front(page),
        names=page.names,
        family=standing.family,
        marked=tuple(name for name, one in FAMILIES.items() if one.fingerprint(page.text)),
        reports=(*_entitled(page, listing, step.unit), *_itself(page, listing)),
        is_report_itself=listing.is_report_itself,
        is_data=page.is_data,
        has_links=bool(listing.urls),
        is_shell=_is_shell(page),
        hosts=Counter(host(link.url) for link in page.links),
        places=gazetteer().mentions(page.tree.text_content()[:_CHARACTERS]),
        site=SiteMarks.of(page),
    )


def _entitled(page: Page, listing: Listing, unit: Unit | None) -> Iterator[tuple[Candidate, int | None]]:
    """The reports of a list; in a unit's part of a portal the unit stands before titles that name nobody."""
    covering = unit if unit and unit.covers(page) else None
    for candidate, year in listing.reports:
        title = covering.entitle(candidate.url, candidate.title) if covering else candidate.title
        yield replace(candidate, title=title), year


def _itself(page: Page, listing: Listing) -> Iterator[tuple[Candidate, int | None]]:
    """The report that a page is which was fetched as a list."""
    if listing.is_report_itself:
        yield Candidate(page.url, page.heading), read_link(page.url, page.heading).year


def _is_shell(page: Page) -> bool:
    """Whether a page is scripts round an empty element, as an application in the browser starts."""
    return len(page.links) < _FEW_LINKS and next(page.tree.iter("script"), None) is not None
