"""The migrated database is the one that the schema describes."""

import sqlite3
from pathlib import Path

import pytest

from archive import schema
from archive.cells import form_cells
from archive.store import Archive, BlobMissing, BlobStore


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    connection: sqlite3.Connection = Archive.open(tmp_path).db.conn
    return connection


@pytest.mark.parametrize("table", schema.tables().values(), ids=lambda table: table.name)
def test_migrations_make_the_described_table(connection: sqlite3.Connection, table: schema.Table) -> None:
    found = connection.execute(f"pragma table_info({table.name})").fetchall()
    assert [(name, type_) for _, name, type_, *_ in found] == [(c.name, c.type) for c in table.columns]
    key = sorted((row[5], row[1]) for row in found if row[5])
    assert tuple(name for _, name in key) == table.key
    references = {
        (row[3], f"{row[2]}.{row[4]}") for row in connection.execute(f"pragma foreign_key_list({table.name})")
    }
    assert references == {(c.name, c.references) for c in table.columns if c.references}


def test_every_table_is_described_in_two_languages() -> None:
    for table in schema.tables().values():
        texts = [table.zh, table.en, *(text for c in table.columns for text in (c.zh, c.en))]
        assert all(text.strip() for text in texts), table.name


def test_a_value_that_is_no_number_is_refused(connection: sqlite3.Connection) -> None:
    connection.execute("pragma foreign_keys = off")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            'insert into observations (version_id, report_id, "table", row, column, value, status, raw,'
            " is_current)"
            " values (1, 'r', 'applications', 'granted', 'total', '12', 'reported', '12', 1)"
        )


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    archive = Archive.open(tmp_path)
    assert archive.db.conn.execute("select count(*) from _sqlite_migrations").fetchone() == (1,)


def test_wide_names_are_unique() -> None:
    names = [cell.name for cell in form_cells().values()]
    assert len(names) == len(set(names))


def test_blobs_lie_under_their_digest_and_are_written_once(tmp_path: Path) -> None:
    store = BlobStore(tmp_path.as_uri())
    digest = store.put("报告".encode())
    path = tmp_path / digest[:2] / digest
    assert path.read_bytes() == "报告".encode()
    written = path.stat().st_mtime_ns
    assert store.put("报告".encode()) == digest
    assert path.stat().st_mtime_ns == written
    assert list(tmp_path.rglob("*.part")) == []


def test_a_missing_blob_says_so(tmp_path: Path) -> None:
    with pytest.raises(BlobMissing, match="no blob under 00"):
        BlobStore(tmp_path.as_uri()).get("00" * 32)
