"""A run that is killed at any moment and run again leaves the archive that an undisturbed run leaves."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from tests.nianbao.conftest import NIANBAO, DemoRun, nianbao

MOMENTS = 10
VOLATILE = re.compile(r"_at$|^id$|^run_id$")
COMPARED = (
    *(
        "divisions",
        "portals",
        "publishers",
        "documents",
        "reports",
        "report_versions",
        "observations",
        "sections",
    ),
    *("checks", "check_results", "issues", "report_cells"),
)


def content(data: Path, tables: Iterable[str] = COMPARED) -> dict[str, list[tuple]]:
    """What the archive says, without times and serial numbers."""
    archive = Archive.open(data)
    found = {table: sorted(_rows(archive, table), key=repr) for table in tables}
    found["captures"] = sorted(
        archive.db.conn.execute(
            "select distinct url, kind, disposition, reason, body_sha256, document_sha256, parent_url,"
            " link_title from captures where kind <> 'robots'"
        ),
        key=repr,
    )
    archive.close()
    return found


def _rows(archive: Archive, table: str) -> Iterator[tuple]:
    names = [row[1] for row in archive.db.conn.execute(f"pragma table_info({table})")]
    kept = ", ".join(f'"{name}"' for name in names if not VOLATILE.search(name))
    return archive.db.conn.execute(f"select {kept} from {table}")


def run_for(data: Path, seconds: float) -> bool:
    """Run the demo and kill it; tells whether it was still running."""
    process = subprocess.Popen(
        [NIANBAO, "demo", "--no-serve", "--data", str(data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


@pytest.mark.slow
def test_killed_at_ten_moments(first_visit: DemoRun, tmp_path: Path) -> None:
    expected = content(first_visit.data)
    chance, killed = random.Random(20211), 0
    for moment in range(MOMENTS):
        data = tmp_path / str(moment)
        data.mkdir()
        shutil.copy(first_visit.data / "demo-ports.json", data)  # URLs hold ports
        killed += run_for(data, chance.uniform(0.5, 3.0))
        again = nianbao("demo", "--no-serve", "--data", data)
        assert again.returncode == 0, again.stderr
        found = content(data)
        assert {table: rows for table, rows in found.items() if rows != expected[table]} == {}
        shutil.rmtree(data)
    assert killed >= MOMENTS // 2, "the demo is over too soon for this test to mean anything"
