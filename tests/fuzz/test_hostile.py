"""The hostile files of the acceptance: an answer each, within time and memory, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.readers import ocr
from extract.readers.ocr import budget
from tests.fuzz import hostile_files

MOST_SECONDS = 30
MOST_MEGABYTES = 300
MOST_MEGABYTES_OCR = 900
ROOT = Path(__file__).parent.parent.parent
Maker = Callable[[], Iterator[tuple[str, bytes]]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"),
]


def watched(files: Iterator[tuple[str, bytes]], folder: Path, *options: str) -> dict[str, Any]:
    """What reading these files gave; what raises, writes elsewhere or leaves something fails here."""
    hostile, scratch, home = folder / "hostile", folder / "scratch", folder / "home"
    for place in (hostile, scratch, home):
        place.mkdir()
    for name, data in files:
        (hostile / name).write_bytes(data)
    # LibreOffice takes seconds for each damaged file; what it may do is tested where it is called.
    tools = folder / "bin"
    tools.mkdir()
    for tool in ("unar", "lsar"):
        found = next((Path(at) / tool for at in os.get_exec_path() if (Path(at) / tool).exists()), None)
        if found:
            (tools / tool).symlink_to(found)
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.watched", str(hostile), *options],
        cwd=ROOT,
        env={"PATH": str(tools), "TMPDIR": str(scratch), "HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        check=True,
        timeout=400,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["written"] == []
    assert list(scratch.iterdir()) == []
    assert list(home.iterdir()) == []
    return said


@pytest.mark.parametrize("make", [hostile_files.cut_short, hostile_files.noise, hostile_files.bombs])
def test_every_hostile_file_ends_in_an_answer_within_its_bounds(make: Maker, tmp_path: Path) -> None:
    is_picture = {"png", "jpg", "tif", "gif"}
    files = [(name, data) for name, data in make() if name.rpartition(".")[2] not in is_picture]
    said = watched(iter(files), tmp_path)
    assert {name: seconds for name, (seconds, _) in said["read"].items() if seconds > MOST_SECONDS} == {}
    assert said["peak"] < MOST_MEGABYTES
    assert [name for name, (_, codes) in said["read"].items() if not codes] == []
    assert [name for name, (_, codes) in said["read"].items() if "reader-failed" in codes] == []


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
def test_hostile_pictures_end_in_an_answer_within_their_bounds(tmp_path: Path) -> None:
    files = [
        pair for pair in hostile_files.noise() if pair[0].rpartition(".")[2] in ("png", "jpg", "tif", "gif")
    ]
    said = watched(iter(files), tmp_path)
    assert all(seconds < MOST_SECONDS and codes for seconds, codes in said["read"].values())
    assert said["peak"] < MOST_MEGABYTES_OCR


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
def test_scans_without_end_are_left_when_the_time_is_over(tmp_path: Path) -> None:
    allowed = 5
    said = watched(hostile_files.scans(), tmp_path, str(allowed))
    # Whatever else the machine does, so little is added to the time allowed that the usual one suffices.
    most = allowed + MOST_SECONDS - budget.SECONDS
    assert {name: seconds for name, (seconds, _) in said["read"].items() if seconds > most} == {}
    assert all("ocr-budget" in codes for _, codes in said["read"].values())
    assert said["peak"] < MOST_MEGABYTES_OCR
