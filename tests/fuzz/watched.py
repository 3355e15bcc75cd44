"""Reads every file of a folder and says what came of it: a program, so that a limit may end it.

``python -m tests.fuzz.watched FOLDER``: a line of JSON with, for each file, seconds and codes of issues, the
peak of memory in megabytes, and every place outside the temporary folder that was opened for writing.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import extract
from archive.models import Hints
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
    read = {path.name: _read(path) for path in sorted(Path(sys.argv[1]).iterdir())}
    print(json.dumps({"read": read, "peak": peak(), "written": written}))


def _read(path: Path) -> tuple[float, list[str]]:
    data = path.read_bytes()
    began = time.monotonic()
    reading = extract.read(data, Hints(filename=path.name))
    return time.monotonic() - began, [issue.code for issue in reading.issues]


if __name__ == "__main__":
    main()
