"""An archive for one look at a portal; it goes, with all that was stored, when the look ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import runs
from archive.store import Archive
from nianbao import divisions


@contextmanager
def throwaway(command: str) -> Iterator[tuple[Archive, str]]:
    """An empty archive with the divisions in it, and the id of its one run."""
    with tempfile.TemporaryDirectory(prefix=f"nianbao-{command}-") as folder:
        archive = Archive.open(Path(folder))
        try:
            divisions.sync(archive)
            yield archive, runs.begin(archive, command).id
        finally:
            archive.close()
