"""Reads every file of a folder and says what came of it: a program, so that a limit may end it.

``python -m tests.fuzz.watched FOLDER [OCR_SECONDS]``: a line of JSON with, for each file, seconds and codes
of issues, the peak of memory in megabytes, and every place outside the temporary folder that was opened for
writing.  Where the time of the recogniser is given, the seconds are those of the processor, as its budget is.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import extract
from archive.models import Hints
from extract.readers.ocr import budget
from tests.fuzz.measure import peak

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_DEVICES = ("/dev/", "/proc/")


def main() -> None:
    """Read the files in the order of their names."""
    written: list[str] = []
    inside = os.path.realpath(tempfile.gettempdir())

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(details[0], str) or not details[2] & _WRITING:
            return
        place = os.path.realpath(details[0])
        if not place.startswith((f"{inside}/", *_DEVICES)):
            written.append(place)

    sys.dont_write_bytecode = True
    sys.addaudithook(watch)
    allowed = float(sys.argv[2]) if len(sys.argv) > 2 else None
    clock = time.monotonic if allowed is None else time.process_time
    with budget.allowing(budget.SECONDS if allowed is None else allowed):
        read = {path.name: _read(path, clock) for path in sorted(Path(sys.argv[1]).iterdir())}
    print(json.dumps({"read": read, "peak": peak(), "written": written}))


def _read(path: Path, clock: Callable[[], float]) -> tuple[float, list[str]]:
    data = path.read_bytes()
    began = clock()
    reading = extract.read(data, Hints(filename=path.name))
    return clock() - began, [issue.code for issue in reading.issues]


if __name__ == "__main__":
    main()
