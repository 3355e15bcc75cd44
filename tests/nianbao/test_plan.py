"""What is due by the season, and crawls that keep to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive import portal_runs, runs
from archive.schema import tables
from archive.store import Archive
from crawler import registry
from crawler.calendar import WEEK, china_today
from nianbao.cli import main
from nianbao.planning import plan
from nianbao.season import MONTH, LastRun, Why, next_due, why
from tests.crawler.conftest import ROBOTS, row, title
from tests.crawler.server import Site, html
from tests.nianbao.conftest import NIANBAO, nianbao

_COLUMNS = tables()["portal_runs"].column_names


def on(day: str, last: str, **how: bool) -> Why | None:
    return why(LastRun(date.fromisoformat(last), **how), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        ("2027-01-05", "2027-01-12", Why.WEEKLY),
        ("2027-01-05", "2027-01-11", None),
        ("2027-02-03", "2027-02-10", Why.WEEKLY),
        ("2027-02-04", "2027-02-11", None),  # the departments' season is over
        ("2027-02-11", "2027-02-28", None),
        ("2027-02-11", "2027-03-01", Why.WEEKLY),  # the governments' season begins
        ("2027-04-03", "2027-04-10", Why.WEEKLY),
        ("2027-04-04", "2027-04-11", None),
        ("2027-04-11", "2027-05-08", None),
        ("2027-04-11", "2027-05-09", Why.MONTHLY),
        ("2027-07-30", "2027-07-31", None),
        ("2027-07-30", "2027-08-01", Why.AUGUST),
        ("2027-08-01", "2027-08-20", None),
        ("2026-12-20", "2027-01-05", Why.WEEKLY),
    ],
)
def test_weekly_while_reports_are_published_and_monthly_otherwise(
    last: str, today: str, expected: Why | None
) -> None:
    assert on(today, last) is expected


def test_what_was_cut_short_failed_or_left_pages_is_due_sooner() -> None:
    assert why(None, date(2027, 6, 1)) is Why.FIRST
    assert on("2027-06-01", "2027-06-01", is_finished=False) is Why.UNFINISHED
    assert on("2027-06-02", "2027-06-01", has_deferred=True) is Why.DEFERRED
    assert on("2027-06-07", "2027-06-01", has_failed=True) is None
    assert on("2027-06-08", "2027-06-01", has_failed=True) is Why.RETRY


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_next_date_is_the_first_that_is_due_and_never_more_than_a_month_away(last: date) -> None:
    day, reason = next_due(LastRun(last), last)
    assert timedelta(days=1) <= day - last <= MONTH
    assert why(LastRun(last), day) is reason
    assert why(LastRun(last), day - timedelta(days=1)) is None
    assert day - last >= WEEK or reason is Why.AUGUST


@pytest.fixture
def site() -> Iterator[Site]:
    report = html("<h1>年度报告</h1>" + "<p>一、总体情况。</p>" * 60)
    listed = html("".join(row(f"/a/{number}.html", title(2021, f"第{number}局")) for number in range(3)))
    articles = {f"/a/{number}.html": report for number in range(3)}
    with Site({"/robots.txt": ROBOTS, "/zfxxgknb/": listed, **articles}) as server:
        yield server


@pytest.fixture
def rows(site: Site, tmp_path: Path) -> Path:
    path = tmp_path / "portals.csv"
    cells = [
        (
            name,
            name,
            "990101",
            "county",
            f"{site.url}/zfxxgknb/",
            "generic",
            f"delay={delay}",
            "",
            "",
            status,
            note,
        )
        for name, delay, status, note in (
            ("one", "0.1", "active", "loopback"),
            ("two", "0", "retired", "loopback 2026-01-01 moved"),
        )
    ]
    path.write_text("\n".join(map(",".join, [registry.COLUMNS, *cells])), "utf-8")
    return path


def planned(rows: Path, data: Path, *more: str) -> list[dict[str, object]]:
    done = nianbao("plan", "--json", "--registry", rows, "--data", data, *more)
    assert done.returncode == 0, done.stderr
    entries: list[dict[str, object]] = json.loads(done.stdout)
    return entries


def test_the_plan_of_an_archive_before_and_after_its_first_crawl(
    rows: Path, tmp_path: Path, site: Site
) -> None:
    data, today = tmp_path / "var", china_today()
    [first] = planned(rows, data)
    assert first == {
        "portal": "one",
        "last_run_on": None,
        "due_on": f"{today}",
        "is_due": True,
        "reason": "first",
        "requests": None,
        "seconds": None,
    }
    assert not data.exists()
    assert site.log == []
    assert nianbao("crawl", "--due", "--registry", rows, "--data", data).returncode == 0
    asked = len(site.log)
    [then] = planned(rows, data)
    assert (then["last_run_on"], then["is_due"]) == (f"{today}", False)
    assert then["due_on"] > f"{today}"  # type: ignore[operator]
    again = nianbao("update", "--due", "--registry", rows, "--data", data)
    assert (again.returncode, len(site.log)) == (0, asked)
    assert "没有到期的门户" in again.stderr


def test_a_schedule_names_its_registry_in_the_environment(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_REGISTRY", str(rows))
    done = CliRunner().invoke(main, ["plan", "--json", "--data", str(tmp_path / "var")])
    assert [entry["portal"] for entry in json.loads(done.stdout)] == ["one"]


def test_a_portal_that_nobody_has_looked_at_is_planned_by_name_alone(tmp_path: Path) -> None:
    """The rows of the bundled registry are all unverified."""
    data = ["--data", str(tmp_path / "var")]
    named = CliRunner().invoke(main, ["plan", "--json", "bj-chaoyang", *data])
    assert [entry["portal"] for entry in json.loads(named.stdout)] == ["bj-chaoyang"]
    for command in ("plan", "update", "crawl"):
        done = CliRunner().invoke(main, [command, *data])
        assert (done.exit_code, "nianbao portals check" in done.stderr) == (2, True)


def test_the_plan_counts_what_the_calendar_will_ask_for(rows: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    nianbao("crawl", "--registry", rows, "--data", data)
    later = china_today() + MONTH
    [entry] = planned(rows, data, "--on", f"{later}")
    assert (entry["is_due"], entry["requests"], entry["seconds"]) == (True, 5, 0.5)  # robots, list, reports
    table = nianbao("plan", "--on", f"{later}", "--registry", rows, "--data", data)
    assert f"{later} 到期 due 1：请求约 requests 5，至少需时 at least 0:00:00" in table.stdout


@pytest.mark.parametrize(
    ("outcome", "deferred", "blocked", "after_days", "expected"),
    [
        ("partial", 40, 0, 1, Why.DEFERRED),  # a night or a ceiling ended it
        ("partial", 40, 3, 1, None),  # the site refused us: it is left alone for a week
        ("partial", 40, 3, 7, Why.RETRY),
        ("failed", 0, 0, 7, Why.RETRY),
        ("partial", 0, 1, 7, None),
    ],
)
def test_a_site_that_refuses_us_is_not_asked_again_the_next_day(
    rows: Path,
    tmp_path: Path,
    outcome: str,
    deferred: int,
    blocked: int,
    after_days: int,
    expected: Why | None,
) -> None:
    archive, day = Archive.open(tmp_path / "var"), date(2027, 6, 1)
    portals = registry.load(rows)
    registry.sync(archive, portals)
    run = runs.begin(archive, "update")
    counts = dict.fromkeys((column for column in _COLUMNS if column.endswith("_count")), 0)
    told = {"run_id": run.id, "portal_id": "one", "outcome": outcome, "finish_reason": "finished"}
    times = {"started_at": "2027-06-01T14:00:00Z", "finished_at": "2027-06-01T15:00:00Z"}
    found = counts | {"deferred_count": deferred, "blocked_count": blocked, "is_yield_normal": 1}
    portal_runs.record(archive, dict.fromkeys(_COLUMNS) | told | times | found)
    [entry] = plan(archive, portals[:1], day + timedelta(days=after_days))
    archive.close()
    assert (entry.why if entry.is_due else None) is expected


def test_an_interrupted_crawl_is_due_and_taken_up(rows: Path, tmp_path: Path, site: Site) -> None:
    data = tmp_path / "var"
    command = [NIANBAO, "update", "--due", "--registry", str(rows), "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (data / "archive.db").exists() or len(site.log) < 3:
        assert process.poll() is None
    process.kill()
    process.wait()
    archive = Archive.open(data)
    stored = archive.db.conn.execute("select count(*) from captures").fetchone()
    archive.close()
    assert planned(rows, data)[0]["reason"] == ("unfinished" if stored[0] else "first")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert sorted(set(site.paths())) == ["/a/0.html", "/a/1.html", "/a/2.html", "/robots.txt", "/zfxxgknb/"]
    assert len(site.log) <= 6


@pytest.mark.parametrize(
    "command",
    [
        ("crawl",),
        ("update",),
        ("update", "--due"),
        ("extract",),
        ("check",),
        ("import", "README.md"),
        ("demo", "--no-serve"),
    ],
)
def test_a_second_writer_is_refused_and_told_why(
    command: tuple[str, ...], rows: Path, tmp_path: Path, site: Site
) -> None:
    archive = Archive.open(tmp_path / "var")
    more = ("--registry", rows) if command[0] in ("crawl", "update") else ()
    with runs.lock(archive):
        done = CliRunner().invoke(main, list(map(str, (*command, *more, "--data", archive.root))))
    archive.close()
    assert done.exit_code == 1
    assert "Error: 另一个进程正在写入" in done.stderr
    assert "· another process is writing to" in done.stderr
    assert site.log == []


def test_all_of_it_may_be_asked_for_again(rows: Path, tmp_path: Path, site: Site) -> None:
    for expected, more in ((5, ()), (7, ()), (12, ("--revisit", "always"))):
        done = nianbao("crawl", "--registry", rows, "--data", tmp_path / "var", *more)
        assert (done.returncode, len(site.log)) == (0, expected)
