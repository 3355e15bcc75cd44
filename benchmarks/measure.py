"""How things are measured: the best of several runs, and memory in a process of its own."""

from __future__ import annotations

import atexit
import gc
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was done, by us and by the peer, and what we aim at."""

    what: str
    ours: str
    peer: str
    ratio: str
    aim: str


def best_time(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest of several runs: the others measure the machine."""
    return min(_time(work) for _ in range(runs))


def best_times(works: list[Callable[[], object]], runs: int = 5) -> list[float]:
    """The same for several works that take turns, so that a slow moment hits them alike."""
    rounds = [[_time(work) for work in works] for _ in range(runs)]
    return [min(column) for column in zip(*rounds, strict=True)]


def against(what: str, ours: float, peer: float, peer_name: str, aim: str) -> Line:
    """A line that compares two times."""
    return Line(what, _seconds(ours), f"{peer_name} {_seconds(peer)}", f"{ours / peer:.2f}", aim)


def peak_memory_of(module: str, *arguments: str) -> tuple[float, str]:
    """Run ``python -m module …`` and give its peak memory in MB and what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=_as_installed(), capture_output=True, text=True, check=True)
    *output, peak = done.stdout.strip().splitlines()
    return float(peak), "\n".join(output)


@cache
def _as_installed() -> dict[str, str]:
    """The environment, with our modules compiled as an installed package has them: peers always are."""
    compiled = {"PYTHONPYCACHEPREFIX": mkdtemp(prefix="bench-")}
    atexit.register(rmtree, compiled["PYTHONPYCACHEPREFIX"])
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | compiled


def print_peak_memory() -> None:
    """Print this process's peak memory in MB: the last line that `peak_memory_of` reads."""
    print(f"{_peak_kilobytes() / 1024:.1f}")


def _peak_kilobytes() -> int:
    """The peak of this program alone: ``ru_maxrss`` begins with that of the process that started it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _time(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
