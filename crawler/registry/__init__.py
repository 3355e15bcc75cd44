"""The registry: one CSV row a portal, every cell checked before the first request.

`load` reads and checks it, `sync` writes the rows into the archive so that captures can refer to them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.models import Portal
from archive.store import Archive
from crawler.exceptions import RegistryError, RowError
from crawler.registry.rules import COLUMNS, RULES, Row, parse_options

PACKAGED = Path(__file__).with_name("portals.csv")


def load(path: Path | str | None = None) -> tuple[Portal, ...]:
    """The portals of a registry file, by default of the one in the package.

    Raises:
        RegistryError: with every error of the file: row, column, expected, found.
    """
    path = Path(path or PACKAGED)
    header, rows = _table(path)
    errors = tuple(_header_errors(header)) or tuple(_errors(rows))
    if errors:
        raise RegistryError(path, errors)
    return tuple(_portal(row) for row in rows)


def sync(archive: Archive, portals: Iterable[Portal]) -> None:
    """Write registry rows into table ``portals``; a division that the archive does not hold stays NULL."""
    known = {code for (code,) in archive.db.conn.execute("select code from divisions")}
    archive.upsert(
        "portals",
        [
            {
                "id": portal.id,
                "name": portal.name,
                "division_code": portal.division_code if portal.division_code in known else None,
                "level": portal.level,
                "start_url": portal.start_url,
                "platform": portal.platform,
                "status": portal.status,
                "first_year": portal.first_year,
                "note": portal.note,
            }
            for portal in portals
        ],
    )


def _table(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The cells of a registry file; a spreadsheet saves Chinese as GBK unless it is told otherwise."""
    data = path.read_bytes()
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), restkey="", restval=None)
        return tuple(reader.fieldnames or ()), list(reader)
    except UnicodeDecodeError as error:
        row, found = data.count(b"\n", 0, error.start) + 1, data[error.start : error.start + 4].hex(" ")
        raise RegistryError(
            path, (RowError(row, "(any)", "text in UTF-8 (Excel: CSV UTF-8)", found),)
        ) from error
    except csv.Error as error:
        raise RegistryError(path, (RowError(reader.reader.line_num, "(any)", "CSV", str(error)),)) from error


def _header_errors(header: Sequence[str]) -> Iterator[RowError]:
    for column in COLUMNS:
        if column not in header:
            yield RowError(1, column, "this column in the header", "nothing")
    for column, count in Counter(header).items():
        if column not in COLUMNS or count > 1:
            yield RowError(1, column, f"only {', '.join(COLUMNS)}, each once", column)


def _errors(rows: Sequence[Row]) -> Iterator[RowError]:
    first_rows: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if any(not isinstance(row.get(column), str) for column in COLUMNS) or "" in row:
            yield RowError(number, "id", f"{len(COLUMNS)} cells", str(row.get("id")))
            continue
        yield from (
            RowError(number, column, expected, found)
            for column, rule in RULES.items()
            for expected, found in rule(row)
        )
        if first_rows.setdefault(row["id"], number) != number:
            yield RowError(number, "id", f"an id that row {first_rows[row['id']]} does not have", row["id"])


def _portal(row: Row) -> Portal:
    return Portal(
        id=row["id"],
        name=row["name"],
        division_code=row["division_code"],
        level=row["level"],
        start_url=row["start_url"],
        platform=row["platform"],
        options=parse_options(row["options"]),
        hosts=tuple(row["hosts"].split()),
        first_year=int(row["first_year"]) if row["first_year"] else None,
        status=row["status"],
        note=row["note"],
    )


__all__ = ["COLUMNS", "PACKAGED", "RegistryError", "RowError", "load", "sync"]
