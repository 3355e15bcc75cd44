"""The central types, in the words of the field.

A *portal* (one registry row) shows *candidates* (links on a list page).  Fetching one makes a
*capture* (one fetch of one URL at one time, WARC's word); distinct bytes are a *document*, named by
their SHA-256.  Reading a document gives a *reading*: one publisher's report of one year and scope as
*observations* (value, status and locator; SDMX's words), sections, mentions, check results and
issues.  This module imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """What the printed cell holds (SDMX: observation status)."""

    REPORTED = "reported"  # a number is printed
    BLANK = "blank"  # the cell is empty
    MARKER = "marker"  # a dash, a slash or 无 is printed
    UNREADABLE = "unreadable"  # something is printed that is no number
    AMBIGUOUS = "ambiguous"  # it cannot be told which column the number belongs to


class Outcome(StrEnum):
    """What a check found; publishing keeps all four apart."""

    PASS = "pass"
    FAIL = "fail"
    NOT_EVALUABLE = "not-evaluable"  # an operand is blank, marked, ambiguous or unread
    NOT_APPLICABLE = "not-applicable"


class Severity(StrEnum):
    """How much an issue matters to a reader of the figures."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Disposition(StrEnum):
    """What came of one fetch (the reason codes of the coverage view)."""

    OK = "ok"
    NOT_MODIFIED = "not-modified"  # 304: the bytes of the capture before still stand
    MISSING = "missing"  # 404, 410, soft 404 or a removed-document stub
    BLOCKED = "blocked"  # challenge page, WAF stub, 403/412/429/521
    ROBOTS = "robots"  # robots.txt forbids it; nothing was fetched
    UNREACHABLE = "unreachable"  # no answer: DNS, TLS, timeout, reset
    FAILED = "failed"  # an answer that is of no use: 5xx, truncated, too large
    DEFERRED = "deferred"  # not asked for in this run, for a reason of ours; the next run takes it


class CaptureKind(StrEnum):
    """What a page was fetched for."""

    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    ROBOTS = "robots"


class LinkKind(StrEnum):
    """What a link on a portal is, told from its title and URL."""

    REPORT = "report"
    LIST = "list"
    NOTICE = "notice"
    OTHER = "other"


# A document has some two hundred of the next one and of Observation: tuples are made in a third of the time.
class Locator(NamedTuple):
    """Where in a document something is printed; every part is 0-based, None where it has no meaning."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


NOWHERE = Locator()


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that we did not understand, with its address. Never the publisher's fault."""

    code: str
    severity: Severity
    message: str
    locator: Locator = NOWHERE


class Observation(NamedTuple):
    """One figure of the form: its place there, its value and what is printed.

    ``value`` is None unless ``status`` is reported or ambiguous; money is in 万元, whatever was
    printed (``raw`` and ``unit`` keep that).  The last two are set only where the cell was recognised
    from a picture: how sure that is, 0 to 1 (None where the cell is not printed at all), and whether
    every identity of the form that the figure is part of holds, and at least one is there to hold.
    """

    table: str
    row: str
    column: str
    value: int | float | None
    status: Status
    raw: str
    unit: str | None
    locator: Locator
    confidence: float | None = None
    is_verified: bool | None = None

    @property
    def cell(self) -> str:
        """The address within the form: ``applications/granted/total``."""
        return f"{self.table}/{self.row}/{self.column}"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report's prose under its statutory number (一 … 六, None before the first)."""

    number: str | None
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure stated in the prose; ``start`` and ``end`` count characters of the section's text."""

    section: str | None
    start: int
    end: int
    text: str
    topic: str
    value: int | float


class CheckResult(NamedTuple):
    """What one rule found on one report: both sides and the cells that were used."""

    check: str
    version: int
    outcome: Outcome
    left: int | float | None
    right: int | float | None
    cells: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of an identity: the alternatives in which a form may print it.

    ``alternatives`` is a tuple of row (or column) code tuples; the first one of which any cell is
    printed is summed.  A plain operand has one alternative of one code.
    """

    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that the statutory form itself states or implies.

    ``along`` is ``"column"`` where the operands are rows and the equation holds in every column of
    ``over``, ``"row"`` where the operands are columns and it holds in every row of ``over``.
    """

    code: str
    version: int
    table: str
    along: str
    over: tuple[str, ...]
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    rule: str
    basis: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the crawl knows of a document before anything looks inside it.

    Used where the document itself is silent, never against it.
    """

    url: str | None = None
    media_type: str | None = None  # the Content-Type header, as sent
    title: str | None = None  # of the link on the list page
    publisher: str | None = None  # of the registry row
    division: str | None = None  # full name of the registry row's division, 北京市朝阳区
    listed_on: str | None = None  # ISO date beside the link
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader version made of one document: section 2 of the contract."""

    sha256: str
    media_type: str
    reader: str
    title: str | None = None
    publisher: str | None = None
    division: str | None = None
    year: int | None = None
    scope: str | None = None
    edition: str | None = None
    published_on: str | None = None
    published_on_source: str | None = None
    observations: tuple[Observation, ...] = ()
    sections: tuple[Section, ...] = ()
    mentions: tuple[Mention, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    issues: tuple[Issue, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Portal:
    """One row of the registry: a site, or a section of one, that publishes reports."""

    id: str
    name: str
    division_code: str
    level: str
    start_url: str
    platform: str
    options: dict[str, str]
    hosts: tuple[str, ...]
    first_year: int | None
    status: str
    note: str

    @property
    def is_loopback(self) -> bool:
        """Whether the row is a demo or test portal on this machine."""
        return "loopback" in self.note


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link seen on a list page, before it is fetched."""

    url: str
    title: str
    listed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of one URL at one time.

    ``sha256`` names the stored body (None where none came); ``document_sha256`` is set only where
    those bytes may be read as a report or its attachment.  ``warc_file`` and ``warc_offset`` point to
    the record of the answer, ``payload_digest`` is that of the bytes as sent (`archive.warc`).
    """

    run_id: str
    portal_id: str | None
    url: str
    fetched_at: str
    kind: CaptureKind
    disposition: Disposition
    reason: str | None = None
    http_status: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None
    parent_url: str | None = None
    link_title: str | None = None
    listed_on: str | None = None
    vantage: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    payload_digest: str | None = None
