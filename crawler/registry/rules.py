"""What each cell of the registry may hold.

A rule looks at a row and yields pairs of what was expected and what was found; no pair means that the cell
is in order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from archive import divisions
from crawler.hosts import host, is_loopback
from crawler.platforms import FAMILIES, options_of

Row = Mapping[str, str]
Found = Iterator[tuple[str, str]]

COLUMNS = (
    "id", "name", "division_code", "level", "start_url", "platform", "options", "hosts", "first_year",
    "status", "note",
)  # fmt: skip
LEVELS = ("national", "province", "city", "county", "township")
STATUSES = ("active", "unverified", "paused", "retired")
LEAST_DELAY_S = 2.0

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CODE = re.compile(r"\d{6}")
_YEAR = re.compile(r"20\d\d")


def parse_options(cell: str) -> dict[str, str]:
    """``key=value;key=value`` as a mapping; a value may contain ``=`` (a URL does) but no semicolon."""
    return dict(_pairs(cell))


def _pairs(cell: str) -> Iterator[tuple[str, str]]:
    for key, _, value in (part.partition("=") for part in cell.split(";") if part.strip()):
        yield key.strip(), value.strip()


def _id(row: Row) -> Found:
    if not _ID.fullmatch(row["id"]) or len(row["id"]) > 40:
        yield "lower-case letters, digits and hyphens, a letter first, at most 40", row["id"]


def _name(row: Row) -> Found:
    if not row["name"].strip():
        yield "the name of the site or section", row["name"]


def _division_code(row: Row) -> Found:
    code = row["division_code"]
    if not _CODE.fullmatch(code):
        yield "a code of six digits (GB/T 2260)", code
    elif divisions.by_code(code) is None and not _is_loopback_row(row):
        yield "a code of archive/divisions.csv", code


def _start_url(row: Row) -> Found:
    yield from _url(row, row["start_url"])


def _platform(row: Row) -> Found:
    if row["platform"] not in FAMILIES:
        yield f"one of {', '.join(FAMILIES)}", row["platform"]


def _options(row: Row) -> Found:
    if row["platform"] not in FAMILIES:
        return
    known = options_of(row["platform"])
    given = Counter(key for key, _ in _pairs(row["options"]))
    yield from (("each option once", key) for key, count in given.items() if count > 1)
    for key, value in parse_options(row["options"]).items():
        if key not in known:
            yield f"options of platform {row['platform']}: {', '.join(sorted(known))}", key
        elif not known[key].accepts(value):
            yield f"{key}={known[key].expected}", value
        elif key == "delay" and not _is_delay(value, row):
            yield f"delay={known[key].expected}", value
        elif key == "section_url":
            yield from _url(row, value) if any(_url(row, value)) else _section(row, value)


def _section(row: Row, url: str) -> Found:
    """A section elsewhere is on no host of the row's, so that nothing of it would be asked for."""
    named = (row["start_url"], *(f"http://{name}" for name in row["hosts"].split()))
    if not any(_url(row, row["start_url"])) and host(url) not in map(host, named):
        yield "section_url on the host of start_url, or on one of hosts", url


def _hosts(row: Row) -> Found:
    for name in row["hosts"].split():
        yield from _host(row, name)


def _first_year(row: Row) -> Found:
    if row["first_year"] and not _YEAR.fullmatch(row["first_year"]):
        yield "a report year from 2000 on, or nothing", row["first_year"]


def _one_of(column: str, values: tuple[str, ...]) -> Callable[[Row], Found]:
    def rule(row: Row) -> Found:
        if row[column] not in values:
            yield f"one of {', '.join(values)}", row[column]

    return rule


def _note(row: Row) -> Found:
    if row["status"] == "retired" and not re.search(r"20\d\d-\d\d-\d\d", row["note"]):
        yield "date (YYYY-MM-DD) and reason of the retirement", row["note"]


def _url(row: Row, url: str) -> Found:
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        name, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not name or re.search(r"\s", url):
        yield "an absolute http or https URL", url
        return
    yield from _host(row, f"{name}:{port}" if port else name)


def _host(row: Row, name: str) -> Found:
    bare = name.partition(":")[0]
    if is_loopback(name):
        if "loopback" not in row["note"]:
            yield "a loopback host only where the note says loopback", name
    elif not bare.endswith(".gov.cn") and bare not in row["note"]:
        yield "a host under gov.cn, or a note that names this host and says why", name


def _is_loopback_row(row: Row) -> bool:
    """Whether all of a row lies on this machine and its note says so; only then may it be fast."""
    try:
        start = urlsplit(row["start_url"]).netloc
    except ValueError:
        return False
    return "loopback" in row["note"] and all(map(is_loopback, (start, *row["hosts"].split())))


def _is_delay(value: str, row: Row) -> bool:
    try:
        seconds = float(value)
    except ValueError:
        return False
    return math.isfinite(seconds) and seconds >= (0 if _is_loopback_row(row) else LEAST_DELAY_S)


RULES: Mapping[str, Callable[[Row], Found]] = {
    "id": _id,
    "name": _name,
    "division_code": _division_code,
    "level": _one_of("level", LEVELS),
    "start_url": _start_url,
    "platform": _platform,
    "options": _options,
    "hosts": _hosts,
    "first_year": _first_year,
    "status": _one_of("status", STATUSES),
    "note": _note,
}
