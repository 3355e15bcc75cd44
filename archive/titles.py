"""What a link is, told from its title and its address alone, before anything is fetched.

The crawler asks which links of a list page are reports, the extraction which paragraph is the
title.  The rules are data: link_rules.toml, read in order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.chinese import squeeze
from archive.models import LinkKind
from archive.publishers import LONGEST_TITLE, publisher_in
from archive.years import report_year, url_report_year, with_digits

# What a portal prints where a title is missing, and links that only name what they do.
UNTITLED = re.compile(
    r"\((?:无标题|无题)[^)]{0,8}\)|^(?:无标题|无题|查看|详情|查看详情|更多|more|下载|点击下载|全文|附件\d*|untitled)$",
    re.IGNORECASE,
)
YEAR_QUERY = re.compile(r"(?:^|&)(?:nbyear|fbtime|title|year)=\w", re.IGNORECASE)
NUMBERED_FOLDER = re.compile(r"/(?:\d{5,}|[0-9a-f-]{16,})/(?:index|c|content)\.\w+$", re.IGNORECASE)
DIRECTORY = re.compile(
    r"/(?:col|columns?|nodes?|channels?|lists?|lm|class)[/_]?\d*(?:/index)?(?:_\d+)?(?:\.s?html?|\.jsp|\.aspx)?/?$"
    r"|/(?:index|list)(?:_\d{1,3})?\.\w+$|/$",
    re.IGNORECASE,
)
# What a document's name may end with, in the formats that `extract` reads.
DOCUMENT_SUFFIXES = "pdf|docx?|wps|xlsx?|et|rtf|ofd|odt|ods|csv|zip|rar|7z"
ARTICLE = re.compile(
    r"\d{5,}(?:_\d{1,3})?(?:\.\w{3,5})?$|[0-9a-f-]{16,}(?:\.\w{3,5})?$|/(?=\w*\d)\w{12,}\.\w{3,5}$"
    r"|/(?:art|t\d{8}|doc|post|content|c01)_\w+|/info/\d+/\d+|/(?:show|detail)/|nfpv\d{4}"
    rf"|\.(?:{DOCUMENT_SUFFIXES})$|[?&]\w*id=\w",
    re.IGNORECASE,
)

_SUPPLIED = ("人民政府", "管理委员会", "管委会")  # what `archive.publishers` adds to a bare place


@dataclass(frozen=True, slots=True)
class LinkReading:
    """What a link says of itself; ``year`` is that of the report, never that of its publication.

    ``publisher`` is the body as far as the link states it, without the province and city in front.
    """

    kind: LinkKind
    year: int | None
    publisher: str | None


@dataclass(frozen=True)
class _Link:
    """A link; who published is found only where it is asked for, as it costs more than all the rest."""

    stated: str  # its title as it stands
    plain: str  # without blanks and what says nothing
    url: str
    address: str

    @cached_property
    def title(self) -> str:
        return with_digits(self.plain)

    @cached_property
    def year(self) -> int | None:
        return report_year(self.plain)

    @cached_property
    def publisher(self) -> str | None:
        publisher = publisher_in(UNTITLED.sub("", self.stated)) if self.plain else None
        return _as_stated(publisher.name, self.plain) if publisher else None


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of link_rules.toml; what it leaves open fits everything."""

    kind: LinkKind
    title: re.Pattern[str] | None
    not_title: re.Pattern[str] | None
    url: re.Pattern[str] | None
    not_url: re.Pattern[str] | None
    address: str | None
    has_year: bool | None
    has_publisher: bool | None

    def fits(self, link: _Link) -> bool:
        """Whether every condition of the rule holds."""
        return (
            (self.title is None or self.title.search(link.title) is not None)
            and (self.not_title is None or self.not_title.search(link.title) is None)
            and (self.url is None or self.url.search(link.url) is not None)
            and (self.not_url is None or self.not_url.search(link.url) is None)
            and self.has_year in (None, link.year is not None)
            and self.address in (None, link.address)
            and (self.has_publisher is None or self.has_publisher is (link.publisher is not None))
        )


def read_link(url: str, title: str) -> LinkReading:
    """What a link on a portal is: its kind, the report's year and the publisher, as far as they are told.

    An address only tells the year where it names the report's (fbtime=, nbYear=); the date of
    publication in it is not asked.
    """
    link = _link(url, title)
    return LinkReading(*_kind_and_year(link, url), link.publisher)


def link_kind(url: str, title: str) -> tuple[LinkKind, int | None]:
    """The kind and the year of `read_link`, without looking for the publisher: for who judges many links."""
    return _kind_and_year(_link(url, title), url)


def _link(url: str, title: str) -> _Link:
    plain = UNTITLED.sub("", squeeze(title[:LONGEST_TITLE]))
    return _Link(title, plain, unquote(url), "directory" if is_directory(url) else "article")


def _kind_and_year(link: _Link, url: str) -> tuple[LinkKind, int | None]:
    kind = _kind(link)
    return kind, url_report_year(url) if link.year is None and kind is LinkKind.REPORT else link.year


def _as_stated(name: str, plain_title: str) -> str:
    """The name without what the title leaves unsaid: 宿迁市2024年… states 宿迁市, no 人民政府."""
    bare = next((name.removesuffix(form) for form in _SUPPLIED if name.endswith(form)), name)
    if name in plain_title or bare not in plain_title:
        return name
    is_government = re.search(re.escape(bare) + "政府(?!信息|网|门户)", plain_title)
    return name if is_government else bare


def is_report_title(text: str) -> bool:
    """Whether a text, wherever it stands, is the title of a report."""
    plain = with_digits(squeeze(text[:LONGEST_TITLE]))
    return bool(plain) and _kind(_Link("", plain, "", "article")) is LinkKind.REPORT


def is_directory(url: str) -> bool:
    """Whether an address is that of a column rather than of one document in it."""
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if YEAR_QUERY.search(parts.query) or NUMBERED_FOLDER.search(address):
        return False
    is_column = DIRECTORY.search(parts.path if parts.path.strip("/") else address)
    return bool(is_column) or not any(map(ARTICLE.search, (parts.path, address)))


def _kind(link: _Link) -> LinkKind:
    return next((rule.kind for rule in _rules() if rule.fits(link)), LinkKind.OTHER)


@cache
def _rules() -> tuple[_Rule, ...]:
    text = resources.files(__package__).joinpath("link_rules.toml").read_text(encoding="utf-8")
    return tuple(map(_rule, tomllib.loads(text)["rule"]))


def _rule(row: Mapping[str, Any]) -> _Rule:
    return _Rule(
        kind=LinkKind(row["kind"]),
        title=_alternatives(row.get("title")),
        not_title=_alternatives(row.get("not_title")),
        url=_alternatives(row.get("url")),
        not_url=_alternatives(row.get("not_url")),
        address=row.get("address"),
        has_year=row.get("has_year"),
        has_publisher=row.get("has_publisher"),
    )


def _alternatives(patterns: list[str] | None) -> re.Pattern[str] | None:
    if patterns is None:
        return None
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
