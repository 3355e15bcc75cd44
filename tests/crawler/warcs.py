"""Reading the WARC files of a test's archive; each is held against ``warcio check`` first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker


@dataclass(frozen=True)
class Record:
    """One record, its block as it lies in the file."""

    kind: str
    path: str  # of the target's URL
    fields: dict[str, str]
    block: bytes
    offset: int

    @property
    def head(self) -> bytes:
        return self.block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    @property
    def body(self) -> bytes:
        return self.block.partition(b"\r\n\r\n")[2]

    @property
    def status(self) -> int:
        return int(self.block.split()[1])


def files(data: Path) -> list[Path]:
    return sorted((data / "warc").glob("*.warc.gz"))


def checked(path: Path) -> Path:
    """The file itself, once ``warcio check`` finds no fault in it."""
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0
    return path


def records(data: Path) -> list[Record]:
    """Every record of every file, in order."""
    return [record for path in files(data) for record in _records(checked(path))]


def answers(data: Path, path: str) -> list[Record]:
    """The answers that came for a path, revisits among them."""
    return [r for r in records(data) if r.path == path and r.kind in ("response", "revisit")]


def _records(path: Path) -> list[Record]:
    with path.open("rb") as file:
        archive = ArchiveIterator(file, no_record_parse=True)
        return [_record(item, archive) for item in archive]


def _record(item: object, archive: ArchiveIterator) -> Record:
    fields = dict(item.rec_headers.headers)  # type: ignore[attr-defined]
    block = item.raw_stream.read()  # type: ignore[attr-defined]
    target = urlsplit(fields.get("WARC-Target-URI", ""))
    path = target.path + (f"?{target.query}" if target.query else "")
    return Record(fields["WARC-Type"], path, fields, block, archive.get_record_offset())
