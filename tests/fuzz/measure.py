"""How long one case takes and how much memory the process then holds at most; nothing may escape.

Time is that of the processor, so that a busy machine makes no document slow.
"""

from __future__ import annotations

import faulthandler
import resource
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.cases import Case

MOST_SECONDS = 5.0
MOST_MEGABYTES = 350.0  # beside some 150 for the program and the document
_HANGS = 120  # seconds after which the process ends itself and prints where it was
_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


class Measured(NamedTuple):
    """One outcome; ``megabytes`` is the peak of the process and ``problem`` empty where all is well."""

    seconds: float
    megabytes: float
    problem: str
    is_bound_hit: bool = False


def measured(case: Case) -> Measured:
    """Run a case within the bounds that a document has."""
    _forget_peak()
    before = peak()
    faulthandler.dump_traceback_later(_HANGS, exit=True)
    began = time.process_time()
    try:
        issues = case.run()
    except Exception:  # noqa: BLE001 - what escapes is what we look for
        return Measured(time.process_time() - began, peak(), traceback.format_exc())
    finally:
        faulthandler.cancel_dump_traceback_later()
    seconds, most = time.process_time() - began, peak()
    failed = next((issue.message for issue in issues if issue.code == "reader-failed"), "")
    slow = f"{seconds:.1f} s" if seconds > MOST_SECONDS else ""
    fat = f"{most:.0f} MB, {before:.0f} before" if most - before > MOST_MEGABYTES else ""
    is_bound_hit = any(issue.code == "bound-hit" for issue in issues)
    return Measured(seconds, most, "; ".join(filter(None, (failed, slow, fat))), is_bound_hit)


def _forget_peak() -> None:
    """Start a new peak; only Linux can, elsewhere the peak of the whole run stands (proc(5))."""
    if _CLEAR.exists():
        _CLEAR.write_text("5")


def peak() -> float:
    """The peak of resident memory in MB."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
