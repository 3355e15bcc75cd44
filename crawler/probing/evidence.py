"""What the exchanges of a probe show besides the pages' links: robots.txt, refusals, charset, size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from protego import Protego

from archive.models import CaptureKind, Disposition
from archive.store import Archive
from crawler.settings import ROBOTSTXT_USER_AGENT

_CAPTURES = """
select url, kind, disposition, reason, media_type, body_sha256, final_url
from captures where run_id = ? order by id"""
_USABLE = (Disposition.OK, Disposition.NOT_MODIFIED)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_HEAD_BYTES = 2048


@dataclass(frozen=True, slots=True)
class Robots:
    """One host's robots.txt as it was answered; a delay is in seconds, None where none is asked."""

    url: str
    disposition: Disposition
    reason: str | None
    crawl_delay: float | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that did not come, and why."""

    url: str
    kind: CaptureKind
    disposition: Disposition
    reason: str
    led_to: str | None  # where a redirect ended

    @property
    def is_challenge(self) -> bool:
        """Whether the site refused a guest, rather than lacking a page or failing."""
        return self.disposition is Disposition.BLOCKED


@dataclass(frozen=True, slots=True)
class Charset:
    """The encoding that a page declares (its header first) and the one in which its bytes are valid."""

    declared: str | None
    actual: str

    @property
    def is_lie(self) -> bool:
        """Whether the page declares another encoding than it has; GBK and GB 2312 are parts of GB 18030."""
        declared = (self.declared or "").lower().replace("_", "-")
        family = "gb18030" if declared.startswith("gb") else declared
        return bool(declared) and family not in (self.actual, self.actual.replace("-", ""))


@dataclass(frozen=True, slots=True)
class Evidence:
    """All exchanges of one probe."""

    robots: tuple[Robots, ...]
    refusals: tuple[Refusal, ...]
    charsets: Mapping[str, Charset]  # by the URL that was asked, and that which answered
    articles: int  # reports that could be opened
    requests: int


def gather(archive: Archive, run_id: str) -> Evidence:
    """Read what the archive recorded of a run."""
    exchanges = [_Exchange(*row) for row in archive.db.conn.execute(_CAPTURES, (run_id,))]
    pages = [one for one in exchanges if one.kind != CaptureKind.ROBOTS]
    charsets: dict[str, Charset] = {}
    for one in pages:
        if one.is_usable and one.sha256:
            charset = _charset(archive.blobs.get(one.sha256), one.media_type or "")
            charsets |= {one.url: charset, one.final_url or one.url: charset}
    return Evidence(
        robots=tuple({one.url: _robots(archive, one) for one in exchanges if one not in pages}.values()),
        refusals=tuple({one.url: _refusal(one) for one in pages if not one.is_usable}.values()),
        charsets=charsets,
        articles=len({one.url for one in pages if one.is_usable and one.kind == CaptureKind.ARTICLE}),
        requests=len({one.url for one in exchanges}),
    )


@dataclass(frozen=True, slots=True)
class _Exchange:
    url: str
    kind: str
    disposition: str
    reason: str | None
    media_type: str | None
    sha256: str | None
    final_url: str | None

    @property
    def is_usable(self) -> bool:
        return self.disposition in _USABLE


def _robots(archive: Archive, one: _Exchange) -> Robots:
    delay = _crawl_delay(archive.blobs.get(one.sha256)) if one.is_usable and one.sha256 else None
    return Robots(one.url, Disposition(one.disposition), one.reason, delay)


def _refusal(one: _Exchange) -> Refusal:
    kind, disposition = CaptureKind(one.kind), Disposition(one.disposition)
    return Refusal(one.url, kind, disposition, one.reason or "", one.final_url)


def _crawl_delay(robots: bytes) -> float | None:
    delay: float | None = Protego.parse(robots.decode("utf-8", "replace")).crawl_delay(ROBOTSTXT_USER_AGENT)
    return delay


def _charset(body: bytes, media_type: str) -> Charset:
    declared = _DECLARED.search(media_type.encode("latin-1", "replace")) or _DECLARED.search(
        body[:_HEAD_BYTES]
    )
    name = declared[1].decode("ascii") if declared else None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return Charset(name, "gb18030")
    return Charset(name, "utf-8" if not body.isascii() else (name or "utf-8").lower())
