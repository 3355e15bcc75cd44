"""Files brought to the disk while the work goes on, so that a power cut after a run's end takes none of them.

A killed process loses nothing that it wrote, for the system has it; a power cut may leave a file empty that
was written seconds ago, under its name and with its row.  Waiting for the disk at every page would cost a
tenth of a fast crawl; here a thread waits, and the run's end waits for the thread.
"""

from __future__ import annotations

import os
from pathlib import Path
from queue import SimpleQueue
from threading import Condition, Thread


class Settling:
    """The files that are on their way; one thread, begun with the first of them."""

    def __init__(self) -> None:
        self._files: SimpleQueue[Path] = SimpleQueue()
        self._folders: set[Path] = set()
        self._waiting, self._settled = 0, Condition()
        self._error: OSError | None = None
        self._is_running = False

    def soon(self, path: Path) -> None:
        """Bring a file that has been written, under its final name, to the disk."""
        self._folders.add(path.parent)
        with self._settled:
            self._waiting += 1
        self._files.put(path)
        if not self._is_running:
            self._is_running = True
            Thread(target=self._run, name="settling", daemon=True).start()

    def wait(self) -> None:
        """Return once every file and its name are on the disk.

        Raises:
            OSError: where the disk could not take one of them.
        """
        with self._settled:
            self._settled.wait_for(lambda: not self._waiting)
        while self._folders:
            _to_disk(self._folders.pop())
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _run(self) -> None:
        while True:
            path = self._files.get()
            try:
                _to_disk(path)
            except OSError as error:  # raised where somebody waits
                self._error = error
            with self._settled:
                self._waiting -= 1
                self._settled.notify_all()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
