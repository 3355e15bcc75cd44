"""One portal's whole site as it stands on one visit: every path with its answer, rendered once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from html import escape
from urllib.parse import parse_qsl, urlsplit

from nianbao.demo import docx, markup
from nianbao.demo.body import body
from nianbao.demo.cms import Cms, cms_of
from nianbao.demo.cms.base import Page
from nianbao.demo.cms.jcms import PROXY, PROXY_TYPE, Jcms
from nianbao.demo.dates import REVISED_ON
from nianbao.demo.plan import NearMiss, PortalPlan
from nianbao.demo.publications import Other, Publication, listed, others, publications
from nianbao.demo.refusals import not_found, refusal
from nianbao.demo.resources import Resource, canonical

_FOUNDED_ON = date(2019, 1, 1)
_NOTICES = 4
Proxy = Callable[[Mapping[str, str]], Resource]


@dataclass(frozen=True, slots=True)
class Site:
    """Paths and answers; `proxy` answers JCMS's dataproxy.jsp, whose parameters name any window."""

    resources: Mapping[str, Resource]
    proxy: Proxy | None = None

    def find(self, path: str, form: str = "") -> Resource:
        """Answer a path; static pages ignore a query, as file servers do. Unknown paths answer 404."""
        parts = urlsplit(path)
        if self.proxy and parts.path == PROXY:
            return self.proxy(dict(parse_qsl(f"{parts.query}&{form}")))
        exact = self.resources.get(canonical(path))
        return exact or self.resources.get(parts.path) or not_found()

    def takes_form(self, path: str) -> bool:
        """Tell whether a path also answers POST."""
        return self.proxy is not None and urlsplit(path).path == PROXY


@cache
def site(portal: PortalPlan, visit: int) -> Site:
    """Build a portal's site."""
    cms = cms_of(portal)
    resources = {canonical(path): resource for path, resource in _resources(portal, cms, visit)}
    resources |= {alias: resources[target] for alias, target in cms.aliases().items()}
    return Site(resources, _proxy(cms, portal, visit) if isinstance(cms, Jcms) else None)


def _resources(portal: PortalPlan, cms: Cms, visit: int) -> Iterator[tuple[str, Resource]]:
    yield "/robots.txt", Resource(portal.robots.encode(), "text/plain", _FOUNDED_ON)
    items = listed(portal, visit)
    misses = [other for other in others(portal) if isinstance(other.entry, NearMiss)]
    notices = [item for other in misses for item in other.items][:_NOTICES]
    newest_notice = max(item.day for item in notices)
    for path, text in cms.fixed_pages(notices).items():
        yield path, _html(cms, text, newest_notice)
    for path, text in cms.lists(items).items():
        yield path, _html(cms, text, items[0].day)
    for publication in publications(portal):
        if publication.plan.oddity.from_visit <= visit:
            yield from _report(cms, publication, visit)
    for other in others(portal):
        yield other.path, _other(cms, other)


def _html(cms: Cms, text: str, day: date) -> Resource:
    return Resource(text.encode(cms.charset), cms.html_type, day)


def _report(cms: Cms, publication: Publication, visit: int) -> Iterator[tuple[str, Resource]]:
    plan = publication.plan
    is_revised = visit > 1 and bool(plan.oddity.revised)
    modified_on = REVISED_ON if is_revised else publication.day
    text = cms.article_page(_page(publication, visit))
    page = _html(cms, text, modified_on)
    yield publication.path, page
    if publication.moved_from:
        yield publication.moved_from, Resource(b"", cms.html_type, _FOUNDED_ON, 301, publication.path)
    if publication.twin:
        again = cms.article_page(_page(publication, visit, is_twin=True))
        is_same = plan.oddity.twin == "identical"
        yield publication.twin, page if is_same else _html(cms, again, modified_on)
    if publication.attachment:
        content = docx.write(body(plan, visit))
        media_type = cms.file_type or docx.MEDIA_TYPE
        file_name = f"{plan.title}.docx" if cms.file_type else None
        yield publication.attachment, Resource(content, media_type, modified_on, file_name=file_name)


def _page(publication: Publication, visit: int, *, is_twin: bool = False) -> Page:
    plan = publication.plan
    has_text = plan.oddity.attachment != "only"
    html = markup.render(body(plan, visit), plan.style) if has_text else "<p>（正文见附件）</p>"
    file_name = f"{plan.title}.docx"
    return Page(
        publication.twin if is_twin and publication.twin else publication.path,
        plan.title,
        plan.publisher.name,
        publication.day,
        html,
        ((publication.attachment, file_name),) if publication.attachment else (),
        "frame_department" if is_twin and plan.oddity.twin == "rerendered" else "frame",
    )


def _other(cms: Cms, other: Other) -> Resource:
    entry = other.entry
    if not isinstance(entry, NearMiss):
        return refusal(entry.answer, other.day)
    html = "\n".join(f'<p style="text-indent:2em">{escape(text)}</p>' for text in entry.text)
    page = Page(other.path, entry.title, cms.portal.name, other.day, html)
    return _html(cms, cms.article_page(page), other.day)


def _proxy(cms: Jcms, portal: PortalPlan, visit: int) -> Proxy:
    return partial(_answer, cms, portal, visit)


def _answer(cms: Jcms, portal: PortalPlan, visit: int, query: Mapping[str, str]) -> Resource:
    items = listed(portal, visit)
    return Resource(cms.proxy(items, query).encode(), PROXY_TYPE, items[0].day)
