"""The registry: what a row may hold, and what is said of one that is wrong."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive import divisions
from archive.store import Archive
from crawler import registry
from crawler.hosts import host, is_address
from crawler.platforms import FAMILIES

GOOD = {
    "id": "js-tinghu",
    "name": "盐城市亭湖区政府信息公开年报",
    "division_code": "320902",
    "level": "county",
    "start_url": "https://www.tinghu.gov.cn/col/col32368/index.html",
    "platform": "jcms",
    "options": "delay=3;window=1",
    "hosts": "xxgk.tinghu.gov.cn files.tinghu.gov.cn",
    "first_year": "2009",
    "status": "active",
    "note": "",
}


def write(path: Path, *rows: dict[str, str], header: tuple[str, ...] = registry.COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_good_row_becomes_a_portal(tmp_path: Path) -> None:
    (portal,) = registry.load(write(tmp_path / "r.csv", GOOD))
    assert portal.options == {"delay": "3", "window": "1"}
    assert portal.hosts == ("xxgk.tinghu.gov.cn", "files.tinghu.gov.cn")
    assert portal.first_year == 2009
    assert not portal.is_loopback


@pytest.mark.parametrize(
    ("change", "column", "expected"),
    [
        ({"id": "Tinghu"}, "id", "lower-case"),
        ({"id": "x" * 41}, "id", "at most 40"),
        ({"name": " "}, "name", "the name"),
        ({"division_code": "32"}, "division_code", "six digits"),
        ({"division_code": "990101"}, "division_code", "divisions.csv"),
        ({"level": "district"}, "level", "one of national, province"),
        ({"start_url": "www.tinghu.gov.cn"}, "start_url", "absolute http"),
        ({"start_url": "ftp://www.tinghu.gov.cn/"}, "start_url", "absolute http"),
        ({"start_url": "http://[::1/"}, "start_url", "absolute http"),
        ({"start_url": "http://www.tinghu.com/"}, "start_url", "under gov.cn"),
        ({"start_url": "http://www.gov.cn.tinghu.net/"}, "start_url", "under gov.cn"),
        ({"start_url": "http://122.137.242.24:8080/"}, "start_url", "under gov.cn"),
        ({"start_url": "http://122.137.242.24/", "note": "见公告"}, "start_url", "names this host"),
        ({"start_url": "http://127.0.0.1:8000/"}, "start_url", "loopback"),
        ({"start_url": "http://localhost/"}, "start_url", "loopback"),
        ({"platform": "dedecms"}, "platform", f"one of {', '.join(FAMILIES)}"),
        (
            {"options": "windows=2"},
            "options",
            "options of platform jcms: delay, max_pages, max_requests, night",
        ),
        ({"options": "next_text=后页"}, "options", "options of platform jcms"),
        ({"options": "window=1;window=2"}, "options", "each option once"),
        ({"options": "window=99"}, "options", "window=a number"),
        ({"options": "window"}, "options", "window=a number"),
        ({"options": "delay=1"}, "options", "at least 2"),
        ({"options": "delay=0", "note": "not on loopback"}, "options", "at least 2"),
        ({"options": "delay=fast"}, "options", "at least 2"),
        ({"options": "delay=nan"}, "options", "at least 2"),
        ({"options": "max_pages=0"}, "options", "from 1 to 1000"),
        ({"options": "section_url=/nb/"}, "options", "section_url=the URL"),
        ({"options": "section_url=http://www.tinghu.com/nb/"}, "options", "under gov.cn"),
        ({"options": "section_url=http://zwgk.tinghu.gov.cn/nb/"}, "options", "on the host of start_url"),
        (
            {"options": "section_url=http://www.tinghu.gov.cn/", "start_url": "http://[::1/"},
            "start_url",
            "http",
        ),
        ({"hosts": "[::1"}, "hosts", "under gov.cn"),
        ({"hosts": "cdn.example.com"}, "hosts", "under gov.cn"),
        ({"first_year": "08"}, "first_year", "report year"),
        ({"status": "new"}, "status", "one of active, unverified, paused, retired"),
        ({"status": "retired", "note": "搬了"}, "note", "date (YYYY-MM-DD) and reason"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_expected_and_found(
    tmp_path: Path, change: dict[str, str], column: str, expected: str
) -> None:
    path = write(tmp_path / "r.csv", GOOD | {"id": "js-other"}, GOOD | change)
    with pytest.raises(registry.RegistryError) as caught:
        registry.load(path)
    (error,) = caught.value.errors
    assert (error.row, error.column) == (3, column)
    assert expected in error.expected
    assert error.found in "".join(change.values())
    assert str(path) in str(caught.value)
    assert f"row 3, column {column}: expected" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "row", "expected", "found"),
    [
        ("\n盐城市".encode("gbk"), 2, "UTF-8", "d1 ce b3 c7"),
        ("\n".encode("utf-16"), 1, "UTF-8", "ff fe"),
        (b"\n" + b"x" * 200_000, 2, "CSV", "field larger than field limit"),
    ],
    ids=("as Excel saves it in China", "UTF-16", "a cell that never ends"),
)
def test_a_file_that_is_no_table_in_utf_8_is_told(
    tmp_path: Path, data: bytes, row: int, expected: str, found: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes((b"" if data.startswith(b"\xff") else ",".join(registry.COLUMNS).encode()) + data)
    with pytest.raises(registry.RegistryError) as caught:
        registry.load(path)
    (error,) = caught.value.errors
    assert error.row == row
    assert expected in error.expected
    assert error.found.startswith(found)


def test_every_error_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", GOOD | {"status": "new", "level": ""}, GOOD, GOOD)
    with pytest.raises(registry.RegistryError) as caught:
        registry.load(path)
    assert [(error.row, error.column) for error in caught.value.errors] == [
        (2, "level"),
        (2, "status"),
        (3, "id"),
        (4, "id"),
    ]
    assert "an id that row 2 does not have" in caught.value.errors[-1].expected


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (registry.COLUMNS[:-1], "note"),
        ((*registry.COLUMNS, "comment"), "comment"),
        ((*registry.COLUMNS, "note"), "note"),
    ],
)
def test_an_unknown_missing_or_doubled_column_is_an_error(
    tmp_path: Path, header: tuple[str, ...], column: str
) -> None:
    with pytest.raises(registry.RegistryError) as caught:
        registry.load(write(tmp_path / "r.csv", GOOD | {"comment": ""}, header=header))
    assert [(error.row, error.column) for error in caught.value.errors] == [(1, column)]


@pytest.mark.parametrize("line", ["js-short,盐城", ",".join("x" * 12)])
def test_a_row_with_too_few_or_too_many_cells_is_an_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(",".join(registry.COLUMNS) + "\n" + line + "\n", "utf-8")
    with pytest.raises(registry.RegistryError, match="11 cells"):
        registry.load(path)


def test_a_loopback_row_may_be_fast_and_lie_in_an_invented_division(tmp_path: Path) -> None:
    row = GOOD | {
        "start_url": "http://127.0.0.1:8000/",
        "hosts": "localhost:8001",
        "options": "delay=0",
        "division_code": "990101",
        "note": "demo on loopback",
    }
    (portal,) = registry.load(write(tmp_path / "r.csv", row))
    assert portal.is_loopback


def test_a_host_outside_gov_cn_is_accepted_where_the_note_names_it(tmp_path: Path) -> None:
    row = GOOD | {"start_url": "http://122.137.242.24:8080/", "note": "122.137.242.24：市信息公开网的裸 IP"}
    assert registry.load(write(tmp_path / "r.csv", row))


def test_a_section_may_lie_on_any_host_of_the_row(tmp_path: Path) -> None:
    for url in ("http://tinghu.gov.cn/nb/", "https://xxgk.tinghu.gov.cn/nb/"):
        assert registry.load(write(tmp_path / "r.csv", GOOD | {"options": f"section_url={url}"}))


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert registry.load(path)[0].id == GOOD["id"]


def test_the_packaged_registry_claims_nothing_that_nobody_has_seen() -> None:
    portals = registry.load()
    assert len(portals) >= 30
    assert {portal.platform for portal in portals} <= set(FAMILIES)
    assert {portal.status for portal in portals} == {"unverified"}
    assert all("尚未实地抓取核实" in portal.note for portal in portals)
    assert {portal.id for portal in portals} >= SEEDS
    assert len({portal.start_url for portal in portals}) == len(portals)


def test_the_division_of_a_packaged_row_has_the_level_that_the_row_says() -> None:
    for portal in registry.load():
        division = divisions.by_code(portal.division_code)
        assert division is not None
        assert division.level == portal.level, portal.id


SEEDS = {"bj-chaoyang", "bj-miyun", "cq-yubei"}  # of reports whose address is not among the links
SHAPES = {  # of an article's address -> the families whose articles have it
    r"/20\d{4}/t20\d{6}_\d+\.s?html?$": {"trs", "trsapi", "trsinline"},
    r"/art/20\d\d/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$": {"jcms", "jpaas"},
    r"/20\d{4}/[0-9a-f]{32}\.shtml$": {"ucap", "ucapsearch", "loaddata"},
    r"/info/\d+/\d+\.htm$": {"vsb"},
    r"/content/post_\d+\.html$": {"gkmlpt"},
    r"/xxgkAnnualReport\.jsp\?": {"jcmsxxgk"},
}


@pytest.fixture(scope="module")
def seen() -> dict[str, list[str]]:
    """The links that were collected, by host."""
    corpus = Path(__file__).parents[3] / "shared" / "corpus" / "urls.jsonl"
    if not corpus.exists():
        pytest.skip("the collected links are not here")
    links: dict[str, list[str]] = {}
    for line in corpus.read_text("utf-8").splitlines():
        url = json.loads(line)["url"]
        links.setdefault(host(url), []).append(url)
    return links


def _is_above(start: str, url: str) -> bool:
    """Whether a list lies above an article, names its column as 大汉 does, or is the article."""
    home, here = urlsplit(start), urlsplit(url)
    column = re.search(r"/col/col(\d+)/", home.path)
    if column:
        return f"/art_{column[1]}_" in here.path
    is_same = home.path == here.path and sorted(home.query.split("&")) == sorted(here.query.split("&"))
    return is_same or (home.path.endswith("/") and here.path.startswith(home.path))


def test_a_packaged_row_begins_at_or_above_a_link_that_was_seen(seen: dict[str, list[str]]) -> None:
    rows = registry.load()
    invented = {
        p.id for p in rows if not any(_is_above(p.start_url, url) for url in seen.get(host(p.start_url), ()))
    }
    assert invented == SEEDS
    assert any(is_address(host(p.start_url).partition(":")[0]) for p in rows)


def test_a_packaged_row_has_the_family_whose_articles_were_seen(seen: dict[str, list[str]]) -> None:
    for portal in registry.load():
        below = [url for url in seen.get(host(portal.start_url), ()) if _is_above(portal.start_url, url)]
        told = [families for shape, families in SHAPES.items() for url in below if re.search(shape, url)]
        assert all(portal.platform in families for families in told), portal.id


def test_rows_are_written_to_the_archive_again_and_again(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "var")
    (portal,) = registry.load(write(tmp_path / "r.csv", GOOD))
    registry.sync(archive, [portal])
    renamed = GOOD | {"name": "新名", "status": "paused"}
    registry.sync(archive, registry.load(write(tmp_path / "r.csv", renamed)))
    rows = archive.db.conn.execute("select id, name, status, division_code from portals").fetchall()
    assert rows == [("js-tinghu", "新名", "paused", None)]
    archive.close()
