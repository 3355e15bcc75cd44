"""The row that a probe proposes for a saved portal of each family, and for each demo portal."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler import registry
from crawler.platforms import FAMILIES
from crawler.probing.findings import Findings
from crawler.probing.proposal import row as proposed
from nianbao.demo.server import DemoPortals
from tests.crawler.saved import EXCUSES, SavedSite, sites

TODAY = date(2026, 3, 5)
MOST_REQUESTS = 32  # robots.txt included


def without_note(found: Findings) -> dict[str, str] | None:
    cells = proposed(found, TODAY)
    return {key: value for key, value in cells.items() if key != "note"} if cells else None


def test_every_family_has_a_saved_portal_to_probe_or_a_reason() -> None:
    excused = tomllib.loads(EXCUSES.read_text("utf-8"))
    assert all(isinstance(reason, str) and reason for reason in excused.values())
    assert set(FAMILIES) == {site.family for site in sites()} | set(excused)


@pytest.mark.parametrize("begin", ["home", "section"])
@pytest.mark.parametrize("saved", sites(), ids=lambda saved: saved.id)
def test_a_saved_portal_of_each_family_gives_the_row_it_has(
    saved: SavedSite, begin: str, probed: Callable[[str], Findings], tmp_path: Path
) -> None:
    with saved.serve() as site:
        found = probed(site.url + ("/" if begin == "home" else saved.probe))
        wanted = {key: value.replace("{site}", site.url) for key, value in saved.row.items()}
        assert without_note(found) == wanted
        assert len(site.log) <= MOST_REQUESTS
    loads(tmp_path, found)


def loads(folder: Path, found: Findings) -> None:
    cells = proposed(found, TODAY)
    assert cells is not None
    path = folder / "row.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, registry.COLUMNS)
        writer.writeheader()
        writer.writerow(cells)
    assert registry.load(path)[0].start_url == cells["start_url"]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoPortals]:
    with DemoPortals() as portals:
        yield portals


@pytest.mark.parametrize("number", range(7))
def test_each_demo_portal_gives_the_row_it_has(
    demo: DemoPortals, number: int, probed: Callable[[str], Findings]
) -> None:
    has = demo.registry_rows()[number]
    found = probed(has["start_url"])
    cells = without_note(found)
    assert cells is not None
    same = ("name", "division_code", "level", "platform", "hosts", "status")
    assert {key: cells[key] for key in same} == {key: has[key] for key in same}
    assert urlsplit(cells["start_url"]).netloc == urlsplit(has["start_url"]).netloc
    # One report of 2019 names no year in its title; a probe reads titles only.
    assert cells["first_year"] == ("2020" if has["id"] == "demo-luting" else has["first_year"])
