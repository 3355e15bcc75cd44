"""What both commands that crawl take alike: the night, and the year from which on reports are wanted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.night import CHINA
from nianbao.cli import main
from tests.crawler.conftest import row, title
from tests.crawler.server import Site, html
from tests.crawler.test_scrapy_commands import registry_of

TEXT = "<p>一、总体情况。</p>" * 60


@pytest.mark.parametrize("command", ["crawl", "update"])
def test_by_day_nothing_is_asked_and_all_is_left_to_the_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with Site({"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": html(TEXT)}) as site:
        rows, data = registry_of(site, tmp_path / "portals.csv"), tmp_path / "var"
        asked = []
        for hour in (12, 23):
            now = datetime(2026, 1, 5, hour, tzinfo=CHINA)
            monkeypatch.setattr("crawler.night.china_now", lambda now=now: now)
            arguments = (command, "--night", "--registry", str(rows), "--data", str(data))
            done = CliRunner().invoke(main, arguments, catch_exceptions=False)
            assert done.exit_code == 0, done.output
            asked.append(site.paths())
    assert asked == [[], ["/robots.txt", "/zfxxgknb/", "/a.html"]]


@pytest.mark.parametrize("command", ["crawl", "update"])
@pytest.mark.parametrize("year", ["20222", "99", "abc"])
def test_a_year_that_is_none_is_refused_and_no_crawl_without_a_report(command: str, year: str) -> None:
    done = CliRunner().invoke(main, (command, "--since", year))
    assert done.exit_code == 2
    assert "--since" in done.output
    assert year in done.output
