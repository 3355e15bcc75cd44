"""A real browser opens the home page and follows a report to its figures."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from archive import publish
from archive.store import Archive
from tests.publish.test_metadata import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def address(published: Archive) -> Iterator[str]:
    arguments = publish.datasette_arguments(published.root, 0)
    del arguments[arguments.index("--port") : arguments.index("--port") + 2]
    with serving(arguments) as where:
        yield where


def browse(url: str, profile: Path, *more: str) -> str:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *more, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def link(html: str, pattern: str) -> str:
    match = re.search(rf'href="({pattern})"', html)
    assert match, f"no link to {pattern}"
    return unescape(match[1])


@pytest.mark.slow
def test_from_the_home_page_to_a_figure_and_its_origin(address: str, tmp_path: Path) -> None:
    home = browse(f"{address}/", tmp_path, "--dump-dom")
    reports = browse(address + link(home, "/archive/reports"), tmp_path, "--dump-dom")
    report = browse(address + link(reports, '/archive/reports/[^"?]+'), tmp_path, "--dump-dom")
    assert "予以公开" in report
    origin = browse(
        address + link(report, '/archive/figures\\?report_id=[^"]+row=granted[^"]+'), tmp_path, "--dump-dom"
    )
    assert "1 条" in origin
    assert "www.qinghe.gov.cn" in origin


@pytest.mark.slow
def test_the_words_searched_for_are_marked_and_a_phone_shows_the_home_page(
    address: str, tmp_path: Path
) -> None:
    found = browse(f"{address}/archive/sections?_search=信访", tmp_path, "--dump-dom")
    assert "<mark>信访</mark>" in found
    picture = tmp_path / "home.png"
    browse(f"{address}/", tmp_path, "--window-size=400,900", f"--screenshot={picture}")
    assert picture.stat().st_size > 20_000
