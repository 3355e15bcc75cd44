"""Bring the divisions that we know into the archive's table."""

from __future__ import annotations

from collections.abc import Iterable

from archive.divisions import Division, divisions
from archive.store import Archive


def sync(archive: Archive, more: Iterable[Division] = ()) -> None:
    """Write every division of GB/T 2260, and ``more`` (those that the demo made up)."""
    known = {division.code: division for division in (*divisions(), *more)}
    with archive.db.atomic():
        archive.db.conn.execute("pragma defer_foreign_keys = on")
        archive.upsert("divisions", (_row(division, known) for division in known.values()))


def _row(division: Division, known: dict[str, Division]) -> dict[str, object]:
    return {
        "code": division.code,
        "name": division.name,
        "full_name": _full_name(division, known),
        "parent_code": division.parent,
        "level": division.level,
        "valid_from": division.valid_from,
        "valid_to": division.valid_to,
        "successor_code": division.successor,
    }


def _full_name(division: Division, known: dict[str, Division]) -> str:
    above = known.get(division.parent or "")
    return (_full_name(above, known) if above else "") + division.name
