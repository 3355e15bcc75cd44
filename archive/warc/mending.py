"""Putting right what a kill or a power cut left of a run's WARC files."""

from __future__ import annotations

from pathlib import Path

from archive.store import Archive
from archive.warc import pointers
from archive.warc.tail import cut


def mend_run(archive: Archive, run_id: str) -> None:
    """Mend every file of a run that did not end, whether or not it is taken up."""
    for path in sorted(pointers.folder(archive).glob("*.warc.gz")):
        if path.name.startswith(f"{run_id}-"):
            mend(archive, run_id, path)


def mend(archive: Archive, run_id: str, path: Path) -> None:
    """Cut a file back to its last whole record, and forget pointers to what is no longer there."""
    length = cut(path, pointers.furthest(archive, run_id, path.name))
    pointers.drop_beyond(archive, run_id, path.name, length)
