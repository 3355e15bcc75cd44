"""SIGKILL at twenty moments of a crawl over three hundred reports, and in the stages after it.

The kills follow one another within one crawl, each run taking up what the one before it left: what a kill
damages is carried into every later one, so this asks for more than twenty crawls killed once.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from crawler import registry
from nianbao.demo.body import body
from nianbao.demo.markup import render
from nianbao.demo.plan import reports
from tests.crawler.conftest import ROBOTS, row, title
from tests.crawler.server import Answer, Site, html
from tests.nianbao.forks import Runs
from tests.nianbao.test_killed import COMPARED, content

REPORTS, LIST_PAGES, KILLS = 300, 12, 20
FILE = Answer(b"PK\x03\x04" + bytes(2000), headers={"Content-Type": "application/msword"})
CRAWLED = ("divisions", "portals", "documents", "issues")
STAGES = (
    "nianbao.extraction:extract_pending",
    "nianbao.checking:check_waiting",
    "archive.publish:publish",
    "archive.publish:publish",
    "archive.runs:finish",
)
NOT_COMPARED = ("run_id", "started_at", "finished_at", "request_count", "message")


def unit(number: int) -> str:
    return f"星川县第{number}镇人民政府"


def pages() -> dict[str, Any]:
    """Three hundred reports on twelve list pages; every tenth with a file, one blocked, two not there."""
    bodies = [render(body(plan, 1), "plain") for plan in reports()[:20]]
    site: dict[str, Any] = {"/robots.txt": ROBOTS}
    per_page = REPORTS // LIST_PAGES
    for page in range(LIST_PAGES):
        numbers = range(page * per_page, (page + 1) * per_page)
        rows = "".join(row(f"/a/{number}.html", title(2021, unit(number))) for number in numbers)
        more = f'<a href="/zfxxgknb/?p={page + 1}">下一页</a>' if page + 1 < LIST_PAGES else ""
        site[f"/zfxxgknb/?p={page}"] = html(f"<ul>{rows}</ul>{more}")
    for number in range(REPORTS):
        heading = f"<h1>{title(2021, unit(number))}</h1>"
        file = f'<a href="/f/{number}.doc">附件</a>' if not number % 10 else ""
        text = f'{heading}<div class="TRS_Editor">{bodies[number % len(bodies)]}{file}</div>'
        site[f"/a/{number}.html"] = html(text)
        site |= (
            {f"/f/{number}.doc": Answer(FILE.body + bytes([number % 251]), headers=FILE.headers)}
            if file
            else {}
        )
    site["/a/7.html"] = html("<script>document.cookie='a=1'</script>", status=521)
    del site["/a/100.html"], site["/a/200.html"]
    return site


@pytest.fixture(scope="module")
def portal() -> Iterator[Site]:
    with Site(pages()) as site:
        yield site


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with Runs() as forks:
        yield forks


@pytest.fixture(scope="module")
def rows(portal: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "portals.csv"
    cells = ("big", "大", "990101", "county", f"{portal.url}/zfxxgknb/?p=0", "generic", "delay=0", "", "")
    lines = [",".join(registry.COLUMNS), ",".join((*cells, "active", "loopback"))]
    path.write_text("\n".join(lines), "utf-8")
    return path


def everything(data: Path, tables: Iterable[str] = COMPARED) -> dict[str, list[Any]]:
    """What the archive says, modulo times and run ids, and every blob with whatever else lies there."""
    found: dict[str, list[Any]] = dict(content(data, tables))
    archive = Archive.open(data)
    cursor = archive.db.conn.execute("select * from portal_runs order by portal_id")
    names = [column[0] for column in cursor.description]
    found["portal_runs"] = [
        {name: value for name, value in zip(names, values, strict=True) if name not in NOT_COMPARED}
        for values in cursor
    ]
    found["runs"] = archive.db.conn.execute("select command, outcome from runs").fetchall()
    found["blobs"] = sorted(path.name for path in (data / "blobs").glob("*/*"))
    archive.close()
    return found


def differences(found: dict[str, list[Any]], expected: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        table: [line for line in values if line not in expected[table]] or [f"{len(values)} rows"]
        for table, values in found.items()
        if values != expected[table]
    }


def wait_until(is_so: Callable[[], bool], at_most_s: float = 60) -> bool:
    deadline = time.monotonic() + at_most_s
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True


def settled(site: Site) -> int:
    """How many requests the server has seen, once it has answered those that were under way."""
    count = -1
    while count != len(site.log):
        count = len(site.log)
        time.sleep(0.02)
    return count


@pytest.mark.slow  # 22 runs of the program
def test_killed_at_twenty_moments_of_a_crawl(portal: Site, rows: Path, runs: Runs, tmp_path: Path) -> None:
    command = ("crawl", "--registry", rows, "--data")
    runs.start(*command, tmp_path / "undisturbed")
    assert runs.wait() == 0
    began, chance = len(portal.log), random.Random(20 * 300)
    moments = sorted(chance.sample(range(1, began - 5), KILLS))
    in_flight = set()
    for moment in moments:
        runs.start(*command, tmp_path / "killed")
        assert wait_until(lambda until=began + moment: len(portal.log) >= until)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.006))
        assert runs.kill() == -9
        in_flight.add(portal.log[settled(portal) - 1].path)
    runs.start(*command, tmp_path / "killed")
    assert runs.wait() == 0
    assert differences(*(everything(tmp_path / name, CRAWLED) for name in ("killed", "undisturbed"))) == {}
    full = Counter(seen.path for seen in portal.log[began:] if seen.status == 200)
    again = {path: count - 1 for path, count in full.items() if count > 1}
    assert set(again) <= in_flight  # what was under way when the process died has to be asked for again
    assert sum(again.values()) <= KILLS


def read_count(data: Path) -> int:
    connection = sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)
    (count,) = connection.execute("select count(*) from documents where state <> 'pending'").fetchone()
    connection.close()
    return int(count)


@pytest.mark.slow  # nine runs of the program over three hundred reports
def test_killed_while_reading_checking_and_publishing(
    portal: Site, rows: Path, runs: Runs, tmp_path: Path
) -> None:
    command, before = ("update", "--registry", rows, "--data"), len(portal.log)
    runs.start(*command, tmp_path / "undisturbed")
    assert runs.wait() == 0
    began, chance, killed = len(portal.log), random.Random(4), tmp_path / "killed"
    runs.start(*command, killed)
    assert wait_until(lambda: len(portal.log) >= 2 * began - before)
    total = read_count(tmp_path / "undisturbed")
    for moment in sorted(chance.sample(range(1, total), 4)):
        assert wait_until(lambda until=moment: read_count(killed) >= until)  # type: ignore[misc]
        assert runs.kill() == -9
        runs.start(*command, killed)
    assert runs.kill() == -9
    for stage in STAGES:
        runs.start(
            *command, killed, dies_in=stage, after_s=chance.uniform(0, 0.05) if stage != STAGES[-1] else 0
        )
        assert runs.wait() == -9, stage
    runs.start(*command, killed)
    assert runs.wait() == 0
    assert differences(everything(killed), everything(tmp_path / "undisturbed")) == {}
    full = Counter(seen.path for seen in portal.log[began:] if seen.status == 200)
    assert max(full.values()) == 1
