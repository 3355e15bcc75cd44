"""Whose report a document is, of which year and scope, and when it was published.

The document speaks first: its title, then its first paragraphs, the signature, the lines above the
text; only then the link's title and what the registry knows.  The year is never taken from a date
of publication.  Where two statements contradict each other the more trusted one stands and the
contradiction becomes an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from archive.chinese import squeeze
from archive.dates import read_date, url_date
from archive.models import Hints, Issue, Severity
from archive.places import gazetteer
from extract.contradictions import contradictions
from extract.evidence import Evidence
from extract.grid import Content

DATE_KEYS = ("pubdate", "publishdate", "article:published_time", "publish_time", "date")
AFTER_SCOPE = r"(?=\(|20|政府|信息|关于|$)"
SCOPES = (
    (
        "system",
        re.compile(
            rf"[局委厅院会府室部]系统{AFTER_SCOPE}|[(【\[](?:全?系统|[^)】\]]{{0,4}}汇总)[)】\]]|全[市县区]汇总"
        ),
    ),
    (
        "office",
        re.compile(
            rf"[局委厅院会府室部](?:本机关|机关本级|机关|本级){AFTER_SCOPE}|[(【\[][^)】\]]{{0,4}}(?:机关|本级)[)】\]]"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Identification:
    """Who, where, when; None where neither the document nor the crawl tells.

    ``scope`` is ``system`` (with all subordinate bodies), ``office`` (the body alone) or None.
    ``published_on`` is an ISO date, its source ``meta``, ``visible``, ``list``, ``url`` or ``signature``.
    """

    title: str | None = None
    publisher: str | None = None
    division: str | None = None
    year: int | None = None
    scope: str | None = None
    published_on: str | None = None
    published_on_source: str | None = None
    issues: tuple[Issue, ...] = field(default=())


def identify(content: Content, hints: Hints) -> Identification:
    """Weigh what a document states of itself and what the crawl knows of it."""
    evidence = Evidence(content, hints)
    title = evidence.titles[0].text if evidence.titles else None
    published_on, source = _published(evidence)
    return Identification(
        title=title,
        publisher=evidence.publisher.name if evidence.publisher else None,
        division=_division(evidence),
        year=evidence.year,
        scope=_scope(title or "", hints.title or ""),
        published_on=published_on.isoformat() if published_on else None,
        published_on_source=source,
        issues=(*_missing(evidence), *contradictions(evidence)),
    )


def _division(evidence: Evidence) -> str | None:
    stated = evidence.publisher.division if evidence.publisher else None
    return stated or evidence.hints.division or _division_in_text(evidence)


def _division_in_text(evidence: Evidence) -> str | None:
    """The place that the text keeps naming, told by a province or city beside it or by its name alone."""
    places = gazetteer()
    mentioned = places.mentions(" ".join((*evidence.head, *evidence.tail)).replace(" ", ""))
    for name, count in mentioned.most_common():
        alone = places.locate(name) if count > 1 else None
        division = places.among([name], mentioned) or (alone.division if alone else None)
        if division:
            return places.full_name(division)
    return None


def _scope(*titles: str) -> str | None:
    plain = [squeeze(title) for title in titles]
    return next((scope for title in plain for scope, words in SCOPES if words.search(title)), None)


def _published(evidence: Evidence) -> tuple[date | None, str | None]:
    """The date of publication and where it stands; the date of a signature only where there is no other."""
    hints, meta = evidence.hints, evidence.content.meta
    dates = (
        (next((day for key in DATE_KEYS if (day := read_date(meta.get(key, "")))), None), "meta"),
        (evidence.visible_date[0], "visible"),
        (read_date(hints.listed_on or ""), "list"),
        (url_date(hints.url or ""), "url"),
        (evidence.signature.day if evidence.signature else None, "signature"),
    )
    return next(((day, source) for day, source in dates if day), (None, None))


def _missing(evidence: Evidence) -> Iterator[Issue]:
    if evidence.year is None:
        yield Issue(
            "no-year", Severity.WARNING, "未找到报告年度 / the document does not tell the report's year"
        )
    if evidence.publisher is None:
        yield Issue("no-publisher", Severity.WARNING, "未找到发布机关 / the document names no issuing body")
    elif evidence.stated is None:
        name = evidence.publisher.name
        message = (
            f"文中未写明机关，按门户登记为{name} / the document names no body, the portal's is taken: {name}"
        )
        yield Issue("assumed-publisher", Severity.INFO, message)
    unread = evidence.visible_date[1]
    if unread is not None:
        message = f"发布日期无法识读：{unread} / the printed date of publication cannot be read: {unread}"
        yield Issue("unreadable-date", Severity.INFO, message)
