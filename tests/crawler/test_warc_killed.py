"""A crawl that is killed, again and again, leaves WARC files without a fault and pointers that hold."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import runs
from archive.store import Archive
from nianbao.evidence import broken_pointers
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Site, html
from tests.crawler.warcs import files, records

Serve = Callable[[dict[str, Any]], Site]
ROOT = Path(__file__).parents[2]
REPORTS, KILLS = 40, 4
_SCRIPT = """
import sys
from pathlib import Path
from archive.models import Portal
from crawler.run import crawl
portal = Portal("test", "测试", "990101", "county", sys.argv[3], "generic",
                {"delay": "0", "revisit": "always"}, (), None, "active", "loopback")
crawl([portal], data=Path(sys.argv[1]), run_id=sys.argv[2])
"""


@pytest.mark.slow  # a process for each kill
def test_a_crawl_killed_many_times_leaves_sound_files(serve: Serve, crawled: Crawl) -> None:
    noise = random.Random(8)
    bodies = {
        number: html("<h1>年度报告</h1>" + noise.randbytes(20_000).hex() + str(number), wait_s=0.005)
        for number in range(REPORTS)
    }
    listed = "".join(row(f"/a/{number}.html", title(2023, f"第{number}局")) for number in bodies)
    site = serve(
        {"/zfxxgknb/": html(listed)} | {f"/a/{number}.html": page for number, page in bodies.items()}
    )
    archive = Archive.open(crawled.data)
    run = runs.begin(archive, "crawl")
    for kill in range(1, KILLS + 1):
        _killed_after(site, kill * REPORTS // (KILLS + 2), crawled.data, run.id, portal(site).start_url)
        assert list(broken_pointers(archive)) == []  # even before anything is put right
    assert crawled(portal(site), resume=True)["test"].articles == REPORTS
    (path,) = files(crawled.data)
    kept = records(crawled.data)
    assert sum(r.kind == "warcinfo" for r in kept) >= KILLS
    assert {r.path for r in kept if r.kind == "response"} >= set(site.paths()) - {"/robots.txt"}
    assert list(broken_pointers(archive)) == []
    (pointed,) = archive.db.conn.execute(
        "select count(*) from captures where warc_file = ? and kind <> 'robots'", (path.name,)
    ).fetchone()
    assert pointed == REPORTS + 1
    twice = [name for name in set(site.paths()) if site.paths().count(name) > 1]
    assert len(twice) <= KILLS + 1  # what was in flight, and robots.txt
    archive.close()


def _killed_after(site: Site, requests: int, data: Path, run_id: str, start: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(data), run_id, start], cwd=ROOT)
    deadline = time.monotonic() + 20
    while len(site.log) < requests and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.0007)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
