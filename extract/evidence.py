"""The statements of one document about itself, each read when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from archive.chinese import squeeze
from archive.models import Hints
from archive.publishers import Publisher, issuing_body
from archive.years import url_report_year
from extract.grid import Content, Paragraph
from extract.statements import (
    Period,
    Signature,
    Title,
    author,
    named_above,
    opening_year,
    period,
    plain,
    quoted_bodies,
    quoted_titles,
    read_title,
    signature,
    title_lines,
    visible_date,
)

HEAD, TAIL = 15, 6  # paragraphs at either end in which a document names itself
FIRST = 5  # the first of them, which introduce the report
LONGEST_PASSAGE = 1500
TITLE_KEYS = ("articletitle", "article:title", "og:title")
SITE_SUFFIX = re.compile(r"(?<=[告报])[\s_|—-]+.*$")
FILE_SUFFIX = re.compile(r"\.\w{2,5}$")
LOCAL_NAME = re.compile(r"(?:街道|镇|乡|苏木|地区)$")


class Evidence:
    """What a document and its crawl state, ordered by how far each is trusted.

    Year: title, statistical period, link title, report year in the address.  Publisher: title, first
    paragraphs, signature, lines above the text, link title, the rules that the text cites as its own.
    """

    def __init__(self, content: Content, hints: Hints) -> None:
        self.content, self.hints = content, hints
        texts = [block.text for block in content.blocks if isinstance(block, Paragraph)]
        self._printed = [text[:LONGEST_PASSAGE] for text in texts[:HEAD]]
        self.head = list(map(plain, self._printed))
        known = dict(zip(self._printed, self.head, strict=True))
        ends = [text[-LONGEST_PASSAGE:] for text in texts[-TAIL:]]
        self.tail = [known.get(text) or plain(text) for text in ends]

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Titles in the document, the most trusted first; a line that metadata or link confirm leads."""
        within = self.hints.division
        named = [self.content.meta.get(key) for key in TITLE_KEYS] + [self.content.title]
        outside = [
            title for name in named if name and (title := read_title(SITE_SUFFIX.sub("", name), within))
        ]
        confirmed = {squeeze(title.text) for title in (*outside, self.listed) if title}
        inside = title_lines(self._printed, within)
        inside.sort(key=lambda title: squeeze(title.text) not in confirmed)
        found = (*inside, *outside, *quoted_titles(self._printed, within))
        return tuple(sorted(found, key=lambda title: title.completeness == 0))

    @cached_property
    def listed(self) -> Title | None:
        """The title of the link, or else the name of the file, where it is one of a report."""
        names = (self.hints.title or "", FILE_SUFFIX.sub("", self.hints.filename or ""))
        return next((title for name in names if (title := read_title(name, self.hints.division))), None)

    @cached_property
    def period(self) -> Period | None:
        """The statistical period, which stands in the first or in the last paragraphs."""
        return period([*self.head, *self.tail])

    @cached_property
    def visible_date(self) -> tuple[date | None, str | None]:
        """The date printed above the text, and the words there that should be one and cannot be read."""
        return visible_date(self.head)

    @cached_property
    def opening_year(self) -> int | None:
        """The year with which 总体情况 opens."""
        return opening_year(self.head)

    @cached_property
    def signature(self) -> Signature | None:
        """Who signs at the end."""
        return signature(self.tail, self.hints.division)

    @cached_property
    def title_publisher(self) -> Publisher | None:
        """The body that the most trusted title to name one names."""
        return next((title.publisher for title in self.titles if title.publisher), None)

    @cached_property
    def year(self) -> int | None:
        """The report's year."""
        return next((year for _, year in self._years() if year is not None), None)

    def _years(self) -> Iterator[tuple[str, int | None]]:
        yield from (("title", title.year) for title in self.titles)
        yield "period", self.period.year if self.period else None
        yield "list", self.listed.year if self.listed else None
        yield "url", url_report_year(self.hints.url) if self.hints.url else None

    @property
    def sources(self) -> Mapping[str, str]:
        """Where title, year and publisher were found: ``{"year": "period", "publisher": "signature"}``."""
        title = self.titles[0].text if self.titles else None
        found = {
            "title": ("text" if title in "".join(self._printed) else "meta") if title else None,
            "year": next((source for source, year in self._years() if year is not None), None),
            "publisher": next((source for source, body in self._publishers() if body), None),
        }
        if found["publisher"] is None and self.registered:
            found["publisher"] = "registry"
        return {fact: source for fact, source in found.items() if source}

    @cached_property
    def publisher(self) -> Publisher | None:
        """The issuing body, under the fullest of the names that are surely its own."""
        chosen = self.stated or self.registered
        for other in (self.signature.publisher if self.signature else None, self.registered):
            chosen = _fuller(chosen, other) if chosen and other else chosen
        return chosen

    @cached_property
    def stated(self) -> Publisher | None:
        """The issuing body as the document or its link names it."""
        return next((publisher for _, publisher in self._publishers() if publisher), None)

    @cached_property
    def registered(self) -> Publisher | None:
        """The body of the registry row, which may be but the host of many."""
        known, division = self.hints.publisher, self.hints.division
        return (issuing_body(known, division) or Publisher(known, division)) if known else None

    def _publishers(self) -> Iterator[tuple[str, Publisher | None]]:
        yield "title", self.title_publisher
        yield "author", author(self.head[:FIRST], self.hints.division)
        yield "signature", self.signature.publisher if self.signature else None
        yield "above", named_above(self.head, self.hints.division)
        yield "list", self.listed.publisher if self.listed else None
        yield "quoted", quoted_bodies(self.head, self.hints.division)


def _fuller(stated: Publisher, other: Publisher) -> Publisher:
    """太师屯镇 signed as 太师屯镇人民政府, 民政局 signed as 密云区民政局: the whole name."""
    is_whole = other.name.endswith(stated.name) or (
        LOCAL_NAME.search(stated.name) is not None and other.name.startswith(stated.name)
    )
    return Publisher(other.name, stated.division or other.division) if is_whole else stated
