"""How soon the command line answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, against, best_time


def lines() -> Iterator[Line]:
    """`nianbao --help` against a Python that does nothing."""
    program = str(Path(sys.executable).parent / "nianbao")
    ours = best_time(lambda: _run([program, "--help"]))
    bare = best_time(lambda: _run([sys.executable, "-c", "pass"]))
    yield against("nianbao --help", ours, bare, "python -c pass", "< 300 ms")


def _run(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, check=True)
