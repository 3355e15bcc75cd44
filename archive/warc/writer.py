"""The WARC files of one run and portal: appended to, cut back after a kill, begun anew at a size."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from archive.store import Archive
from archive.warc import pointers, records
from archive.warc.exchange import Earlier, Exchange, Pointer
from archive.warc.mending import mend

GIGABYTE = 1_000_000_000
_SUFFIX = ".warc.gz"


class WarcWriter:
    """Writes exchanges; a record is with the operating system before `write` returns.

    One process writes to a run at a time (`archive.runs.lock`).  What one that was killed left is taken up:
    its last file is cut back to the last whole record and goes on with a warcinfo record of its own.
    """

    def __init__(
        self, archive: Archive, run_id: str, portal_id: str, info: Mapping[str, str], limit: int = GIGABYTE
    ) -> None:
        self._folder = pointers.folder(archive)
        self._folder.mkdir(exist_ok=True)
        self._stem, self._info, self._limit = f"{run_id}-{portal_id}", info, limit
        files = self._files()
        self._serial = len(files)
        if files:
            self._take_up(archive, run_id, files[-1])
        else:
            self._begin()

    def write(self, exchange: Exchange, earlier: Earlier | None = None) -> Pointer:
        """Append an exchange, as a revisit where ``earlier`` is given; points to the answer's record.

        Raises:
            OSError: where it could not be written; then nothing of it stays in the file.
        """
        if self._size >= self._limit:
            self.close()
            self._begin()
        pointer = Pointer(self._path.name, self._size)
        self._append(records.pack(records.pair(exchange, earlier, self._warcinfo_id)))
        return pointer

    def close(self) -> None:
        """Bring the file to the disk and close it."""
        os.fsync(self._file)
        os.close(self._file)

    def _files(self) -> list[Path]:
        numbered = re.compile(rf"{re.escape(self._stem)}-\d{{5}}{re.escape(_SUFFIX)}")
        return sorted(path for path in self._folder.iterdir() if numbered.fullmatch(path.name))

    def _begin(self) -> None:
        self._serial += 1
        path = self._folder / f"{self._stem}-{self._serial:05d}{_SUFFIX}"
        self._open(path, os.O_CREAT | os.O_EXCL)

    def _take_up(self, archive: Archive, run_id: str, path: Path) -> None:
        mend(archive, run_id, path)
        self._open(path)

    def _open(self, path: Path, flags: int = 0) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | flags, 0o644)
        self._size = os.fstat(self._file).st_size
        record = records.warcinfo(path.name, self._info)
        self._warcinfo_id: str = record.rec_headers.get_header("WARC-Record-ID")
        self._append(records.pack((record,)))

    def _append(self, data: bytes) -> None:
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
