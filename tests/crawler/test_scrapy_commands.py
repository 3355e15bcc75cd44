"""The same spiders under Scrapy's own commands."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import runs
from archive.store import Archive
from crawler import registry, settings
from tests.crawler.conftest import row, title
from tests.crawler.server import Site, html

ROOT = Path(__file__).parents[2]
Serve = Callable[[dict[str, Any]], Site]


def scrapy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def registry_of(site: Site, path: Path, status: str = "active") -> Path:
    place = ("demo", "演示", "990101", "county", f"{site.url}/zfxxgknb/")
    cells = (*place, "generic", "delay=0.05", "", "", status, "loopback")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(registry.COLUMNS)
        writer.writerow(cells)
    return path


def test_scrapy_list_names_every_portal() -> None:
    listed = scrapy("list")
    assert sorted(listed.stdout.split()) == sorted(portal.id for portal in registry.load())


def test_scrapy_crawl_runs_one_portal_into_the_archive_and_a_second_time_too(
    serve: Serve, tmp_path: Path
) -> None:
    site = serve(
        {"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": html("<p>一、总体情况</p>" * 60)}
    )
    rows, data = str(registry_of(site, tmp_path / "portals.csv")), tmp_path / "var"
    for came in ("ok", "not-modified"):
        done = scrapy("crawl", "demo", "-a", "revisit=always", NIANBAO_REGISTRY=rows, NIANBAO_DATA=str(data))
        assert done.returncode == 0, done.stderr
        assert "Error caught" not in done.stderr
        archive = Archive.open(data)
        judged = archive.db.conn.execute("select outcome, found_count from portal_runs order by run_id desc")
        assert judged.fetchone() == ("complete", 1)
        last = archive.db.conn.execute(
            "select runs.outcome, c.disposition from captures c join runs on runs.id = c.run_id"
            " where kind = 'article' order by c.id desc limit 1"
        ).fetchone()
        archive.close()
        assert last == ("complete", came)


def test_a_portal_that_failed_ends_scrapy_with_status_1(serve: Serve, tmp_path: Path) -> None:
    site = serve({"/zfxxgknb/": html("<p>没有年报</p>" * 60)})
    rows, data = str(registry_of(site, tmp_path / "portals.csv")), tmp_path / "var"
    done = scrapy("crawl", "demo", NIANBAO_REGISTRY=rows, NIANBAO_DATA=str(data))
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    archive = Archive.open(data)
    [(run_id, outcome, summary)] = archive.db.conn.execute("select id, outcome, summary from runs").fetchall()
    archive.close()
    assert outcome == "failed"
    written = json.loads(summary)  # in the form of `nianbao crawl`
    assert written == json.loads((data / "runs" / f"{run_id}.json").read_text("utf-8"))
    assert written["needs_person"] == [written["reason"]]
    assert written["needs_person"][0].startswith("demo: failed (")
    assert written["counts"]["captures"] == 2
    assert [(portal["portal_id"], portal["outcome"]) for portal in written["portals"]] == [("demo", "failed")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch",), "no portal 'nosuch' in the registry"),
        (("demo", "-a", "since=abc"), "-a since: expected a year from 2003 to 2039, found 'abc'"),
        (("demo", "-a", "since=20222"), "-a since: expected a year from 2003 to 2039, found '20222'"),
        (("demo", "-a", "revisit=never"), "-a revisit: expected calendar or always, found 'never'"),
        (("demo", "-a", "sinc=2022"), "-a sinc: expected one of since, revisit"),
    ],
)
def test_what_scrapy_cannot_do_is_said_in_a_line_and_asks_for_nothing(
    serve: Serve, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    site = serve({})
    rows, data = str(registry_of(site, tmp_path / "portals.csv")), str(tmp_path / "var")
    done = scrapy("crawl", *arguments, NIANBAO_REGISTRY=rows, NIANBAO_DATA=data)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert site.log == []


def test_a_registry_that_is_not_there_is_said_in_a_line() -> None:
    done = scrapy("list", NIANBAO_REGISTRY="/nowhere/portals.csv")
    assert done.returncode == 1
    assert "/nowhere/portals.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_registry_ends_scrapy_before_the_first_request(serve: Serve, tmp_path: Path) -> None:
    site = serve({})
    rows = registry_of(site, tmp_path / "portals.csv", status="neu")
    done = scrapy("crawl", "demo", NIANBAO_REGISTRY=str(rows), NIANBAO_DATA=str(tmp_path / "var"))
    assert done.returncode != 0
    assert "row 2, column status" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.log == []


def test_no_port_is_opened_and_nobody_s_rules_are_ignored() -> None:
    assert not settings.REMOTE_CONTROL_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert settings.ROBOTSTXT_OBEY
    assert settings.DOWNLOAD_DELAY >= 2
    assert settings.DOWNLOAD_DELAY_JITTER == 0
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == settings.CONCURRENT_REQUESTS == 1


def test_a_crawl_beside_another_is_refused_before_the_first_request(serve: Serve, tmp_path: Path) -> None:
    site = serve({})
    rows, data = str(registry_of(site, tmp_path / "portals.csv")), tmp_path / "var"
    archive = Archive.open(data)
    with runs.lock(archive):
        done = scrapy("crawl", "demo", NIANBAO_REGISTRY=rows, NIANBAO_DATA=str(data))
    archive.close()
    assert done.returncode == 1
    assert f"another process is writing to {data}" in done.stderr
    assert "AttributeError" not in done.stderr
    assert site.log == []
