"""Stable identifiers of publishers and reports, whatever the order in which they are read."""

from __future__ import annotations

import hashlib

UNKNOWN_DIVISION = "000000"
KINDS = (  # the first suffix that fits names the kind of body
    ("government", ("人民政府", "管理委员会", "管委会")),
    ("office", ("人民政府办公室", "人民政府办公厅", "政府办公室", "政府办")),
    ("township", ("镇", "乡", "街道", "街道办事处", "办事处", "苏木", "地区")),
    ("department", ("局", "委员会", "委", "办公室", "中心", "厅", "院", "支队", "大队", "分局", "办")),
)
TOWNSHIPS = ("镇人民政府", "乡人民政府", "街道办事处", "苏木人民政府")


def publisher_id(name: str, division_code: str | None, division_name: str = "") -> str:
    """Division code and digest of the name; 朝阳区民政局 and 民政局 of 朝阳区 are one."""
    short = name.removeprefix(division_name) or name
    return f"{division_code or UNKNOWN_DIVISION}-{hashlib.sha256(short.encode()).hexdigest()[:8]}"


def publisher_kind(name: str) -> str:
    """Which kind of body a name tells: government, office, township, department or other."""
    if name.endswith(TOWNSHIPS):
        return "township"
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
