"""Stable identifiers of publishers and reports, whatever the order in which they are read.

One body is printed in many ways: 朝阳区民政局, 区民政局; 下管镇, 下管镇人民政府.  What follows from the
grammar of names is done here; what only a person can know stands in ``publisher_aliases.csv``, a row a
reviewed alias.  A government and its office are two bodies.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

UNKNOWN_DIVISION = "000000"
ALIAS_COLUMNS = ["division_code", "alias", "name", "source"]
KINDS = (  # the longest suffix that fits names the kind of body
    ("government", ("人民政府", "管理委员会", "管委会")),
    ("office", ("人民政府办公室", "人民政府办公厅", "政府办公室", "政府办")),
    (
        "township",
        (
            "镇",
            "乡",
            "街道",
            "街道办事处",
            "办事处",
            "苏木",
            "地区",
            "镇人民政府",
            "乡人民政府",
            "苏木人民政府",
        ),
    ),
    ("department", ("局", "委员会", "委", "办公室", "中心", "厅", "院", "支队", "大队", "分局", "办")),
)
_TOWNSHIP_FORM = re.compile(r"(?<=[镇乡])人民政府$|(?<=苏木)人民政府$|(?<=街道)办事处$")
# 区民政局 is 民政局 of the district; 市场监督管理局 is no 场监督管理局 of the city.
_LEVEL_IN_FRONT = re.compile(r"^(?:[区县旗]|市(?![场政容直民]))(?=.{2,}$)")


class AliasError(ValueError):
    """Raised when publisher_aliases.csv has a row that cannot be used; says which and why."""


def publisher_id(name: str, division_code: str | None, division_name: str = "") -> str:
    """Division code and digest of the body's plain name within its division."""
    plain = plain_name(_aliases().get((division_code or "", name), name), division_name)
    return f"{division_code or UNKNOWN_DIVISION}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"


def plain_name(name: str, division_name: str = "") -> str:
    """A name without what tells nothing within its division: 民政局, 下管镇."""
    short = name.removeprefix(division_name) or name
    return _TOWNSHIP_FORM.sub("", _LEVEL_IN_FRONT.sub("", short))


def publisher_kind(name: str) -> str:
    """Which kind of body a name tells: government, office, township, department or other."""
    fits = [(len(suffix), kind) for kind, suffixes in KINDS for suffix in suffixes if name.endswith(suffix)]
    return max(fits)[1] if fits else "other"


def report_id(publisher: str | None, year: int | None, scope: str | None, document_sha256: str) -> str:
    """Publisher, year and scope; a document that does not tell them stands for itself."""
    if publisher is None or year is None:
        return f"unidentified-{document_sha256[:12]}"
    return "-".join(filter(None, (publisher, str(year), scope)))


def version_id(report: str, document_sha256: str) -> int:
    """46 bits of the digest of report and document: leaves room for the ordinals of its parts."""
    digest = hashlib.sha256(f"{report}\n{document_sha256}".encode()).digest()
    return int.from_bytes(digest[:6], "big") >> 2


@cache
def _aliases() -> Mapping[tuple[str, str], str]:
    text = resources.files("archive").joinpath("publisher_aliases.csv").read_text("utf-8")
    return read_aliases(text)


def read_aliases(text: str) -> dict[tuple[str, str], str]:
    """The names behind reviewed aliases, by division code and alias.

    Raises:
        AliasError: for a row that is incomplete, names itself or stands twice.
    """
    rows = csv.DictReader(text.splitlines())
    if rows.fieldnames != ALIAS_COLUMNS:
        raise AliasError(f"expected the columns {', '.join(ALIAS_COLUMNS)}, found {rows.fieldnames}")
    found: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows, start=2):
        key = row["division_code"], row["alias"]
        if not all(row.values()) or row["alias"] == row["name"] or key in found:
            raise AliasError(f"row {number}: expected a new alias, its name and a source, found {row}")
        found[key] = row["name"]
    return found
