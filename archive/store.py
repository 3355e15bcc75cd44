"""The data root: SQLite database, blobs by digest, and where everything else lies.

Bytes on disk are the truth and the database an index that can be rebuilt.  Every write is atomic:
a blob is written beside its place and moved there, a database change is one transaction (WAL).
"""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem
from sqlite_utils import Database

from archive.migrations import migrate
from archive.schema import quote, tables
from archive.settling import Settling

BUSY_TIMEOUT_S = 30
# SQLite's default is 1,000 (4 MB), which a crawl reaches every forty captures, and each waits for the disk.
_CHECKPOINT_PAGES = 4000


class BlobMissing(LookupError):
    """Raised by `BlobStore.get` when no blob is stored under a digest."""


class BlobStore:
    """Bytes under their SHA-256, in a folder or bucket that fsspec can open."""

    def __init__(self, url: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)
        self._is_local = isinstance(self._fs, LocalFileSystem)
        self._settling = Settling()

    def put(self, data: bytes) -> str:
        """Store bytes and return their digest; storing the same bytes again changes nothing."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if self._is_local:
            self._put_locally(Path(path), data)
        elif not self._fs.exists(path):
            self._fs.pipe_file(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes stored under a digest.

        Raises:
            BlobMissing: where there are none.
        """
        try:
            data: bytes = self._fs.cat_file(self.path(sha256))
        except FileNotFoundError as error:
            raise BlobMissing(f"no blob under {sha256} in {self._root}") from error
        return data

    def path(self, sha256: str) -> str:
        """Where a digest's bytes lie, within the file system of the store."""
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def is_whole(self, sha256: str, size: int) -> bool:
        """Whether a blob is there with all its bytes: a power cut may empty one.  A bucket's always is."""
        return not self._is_local or _size(Path(self.path(sha256))) == size

    def settle(self, sha256: str) -> None:
        """See to it that `wait` waits for a blob that a process before this one has written."""
        if self._is_local:
            self._settling.soon(Path(self.path(sha256)))

    def sweep(self) -> None:
        """Remove what a killed process has left half written; the caller holds the data root."""
        if self._is_local:
            for left in Path(self._root).glob("*/*.part"):
                left.unlink()

    def wait(self) -> None:
        """Return once every blob is on the disk.

        Raises:
            OSError: where the disk could not take one.
        """
        self._settling.wait()

    def _put_locally(self, path: Path, data: bytes) -> None:
        """Write beside the place and move there, so that a kill leaves no half; heal what is damaged."""
        if _size(path) == len(data):
            return
        beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
        try:
            beside.write_bytes(data)
        except FileNotFoundError:  # the first of its folder
            path.parent.mkdir(exist_ok=True, parents=True)
            beside.write_bytes(data)
        beside.replace(path)
        self._settling.soon(path)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class Archive:
    """An open data root.  Not shared between threads; several processes may each open their own."""

    root: Path
    db: Database
    blobs: BlobStore

    @classmethod
    def open(cls, root: Path | str) -> Archive:
        """Open a data root, making it and bringing its database to the newest form where needed."""
        root = Path(root)
        root.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(root / "archive.db", timeout=BUSY_TIMEOUT_S, check_same_thread=False)
        db = Database(connection, execute_plugins=False)
        db.enable_wal()
        connection.execute("pragma synchronous = normal")
        connection.execute(f"pragma wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        migrate(db)
        connection.execute("pragma foreign_keys = on")
        return cls(root, db, BlobStore((root / "blobs").absolute().as_uri()))

    @property
    def database_path(self) -> Path:
        """The SQLite file that Datasette serves."""
        return self.root / "archive.db"

    def close(self) -> None:
        """Wait for the disk, then close the database."""
        self.blobs.wait()
        self.db.close()

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that name every column of a table described in the schema."""
        columns = tables()[table].column_names
        self._execute_many("insert", table, columns, rows)

    def upsert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows, or update those that stand under the same key; the rest of them stays."""
        columns, key = tables()[table].column_names, tables()[table].key
        changes = ", ".join(f"{quote(c)} = excluded.{quote(c)}" for c in columns if c not in key)
        suffix = f" on conflict ({', '.join(map(quote, key))}) do update set {changes}"
        self._execute_many("insert", table, columns, rows, suffix)

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """What a query finds, each row by the names of its columns."""
        cursor = self.db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _execute_many(
        self,
        verb: str,
        table: str,
        columns: tuple[str, ...],
        rows: Iterable[Mapping[str, Any]],
        suffix: str = "",
    ) -> None:
        names, marks = ", ".join(map(quote, columns)), ", ".join("?" * len(columns))
        sql = f"{verb} into {quote(table)} ({names}) values ({marks}){suffix}"
        with self.db.atomic():
            self.db.conn.executemany(sql, ([row[column] for column in columns] for row in rows))
