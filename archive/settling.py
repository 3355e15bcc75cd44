"""Files brought to the disk while the work goes on, so that a power cut after a run's end takes none of them.

A killed process loses nothing that it wrote, for the system has it; a power cut may leave a file empty that
was written seconds ago, under its name and with its row.  Waiting for the disk at every page would cost a
tenth of a fast crawl; here a thread waits, and the run's end waits for the thread.  It is given the files in
batches: woken for each, it would take turns with the work, and most are on the disk before a batch is full.
"""

from __future__ import annotations

import os
from pathlib import Path
from queue import SimpleQueue
from threading import Condition, Thread

_BATCH = 64  # files; at two seconds a page it is full after two minutes


class Settling:
    """The files that are on their way; one thread, begun with the first of them."""

    def __init__(self) -> None:
        self._files: SimpleQueue[list[Path]] = SimpleQueue()
        self._gathered: list[Path] = []
        self._waiting, self._settled = 0, Condition()
        self._error: OSError | None = None
        self._is_running = False

    def soon(self, path: Path) -> None:
        """Bring a file that has been written, under its final name, to the disk."""
        self._gathered.append(path)
        if len(self._gathered) >= _BATCH:
            self._hand_over()

    def wait(self) -> None:
        """Return once every file and its name are on the disk.

        Raises:
            OSError: where the disk could not take one of them.
        """
        self._hand_over()
        with self._settled:
            self._settled.wait_for(lambda: not self._waiting)
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _hand_over(self) -> None:
        if not self._gathered:
            return
        with self._settled:
            self._waiting += 1
        batch, self._gathered = self._gathered, []
        self._files.put(batch)
        if not self._is_running:
            self._is_running = True
            Thread(target=self._run, name="settling", daemon=True).start()

    def _run(self) -> None:
        while True:
            batch = self._files.get()
            for path in (*batch, *{path.parent for path in batch}):
                self._settle(path)
            with self._settled:
                self._waiting -= 1
                self._settled.notify_all()

    def _settle(self, path: Path) -> None:
        try:
            _to_disk(path)
        except OSError as error:  # raised where somebody waits
            self._error = error


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
