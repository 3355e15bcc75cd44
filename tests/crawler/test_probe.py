"""The probe: what row it proposes for each family, what it asks for, and what it says when it is not sure."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive import runs
from archive.store import Archive
from crawler import registry
from crawler.platforms import FAMILIES
from crawler.probing import identifier
from crawler.probing.doubts import doubts
from crawler.probing.findings import Findings, probe
from crawler.probing.place import Clue
from crawler.probing.proposal import row as proposed
from nianbao.demo.server import DemoPortals
from tests.crawler.conftest import row, title
from tests.crawler.saved import EXCUSES, SavedSite, sites
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
TODAY = date(2026, 3, 5)
MOST_REQUESTS = 32  # robots.txt included
TEXT = "<h1>报告</h1>" + "<p>一、总体情况。</p>" * 60


@pytest.fixture
def probed(tmp_path: Path) -> Callable[[str], Findings]:
    def run(url: str) -> Findings:
        archive = Archive.open(tmp_path / f"probe-{len(list(tmp_path.iterdir()))}")
        try:
            return probe(url, archive, runs.begin(archive, "probe").id)
        finally:
            archive.close()

    return run


def codes(found: Findings) -> list[str]:
    return [doubt.code for doubt in doubts(found)]


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


LIST = "".join(row(f"/nb/{year}.html", title(year)) for year in range(2019, 2024))
ARTICLES = {f"/nb/{year}.html": html(TEXT) for year in range(2008, 2025)}
HOME = html('<title>某县人民政府</title><a href="/zfxxgknb/">政府信息公开年报</a>')


def test_a_site_without_a_section_gets_no_row(serve: Serve, probed: Callable[[str], Findings]) -> None:
    found = probed(serve({"/": html('<a href="/news/">要闻</a>')}).url)
    assert proposed(found, TODAY) is None
    assert codes(found) == ["no-section"]


@pytest.mark.parametrize("status", [412, 521, 403])
def test_a_challenge_is_told_with_its_reason_and_nothing_is_proposed(
    serve: Serve, probed: Callable[[str], Findings], status: int
) -> None:
    site = serve({"/": Answer(b"<html><script>var _$ts=1;</script></html>", status)})
    found = probed(site.url)
    assert proposed(found, TODAY) is None
    (doubt,) = doubts(found)
    assert doubt.code == "blocked"
    assert str(status) in doubt.zh
    assert str(status) in doubt.en


def test_what_robots_txt_forbids_is_not_asked_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /zfxxgknb/\nCrawl-delay: 0.2\n")
    site = serve({"/robots.txt": robots, "/": HOME, "/zfxxgknb/": html(LIST)})
    found = probed(site.url)
    assert "/zfxxgknb/" not in site.paths()
    assert proposed(found, TODAY) is None
    assert codes(found)[0] == "robots"
    assert [one.crawl_delay for one in found.evidence.robots] == [0.2]
    sent = [seen for seen in site.log if seen.path != "/robots.txt"]
    assert all(late.began - early.ended >= 0.19 for early, late in pairwise(sent))


def test_several_sections_are_named_and_a_crawl_begins_above_them(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    other = "".join(row(f"/nb/{year}.html", title(year, "某镇")) for year in range(2008, 2012))
    menu = '<a href="zfxxgknb/">政府信息公开年报</a><a href="bmxxgknb/">部门信息公开年报</a>'
    pages = {
        "/": html('<a href="/zwgk/zfxxgk/">政府信息公开</a>'),
        "/zwgk/zfxxgk/": html(menu),
        "/zwgk/zfxxgk/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}"),
        "/zwgk/zfxxgk/bmxxgknb/": html(f"<h1>部门信息公开年报</h1>{other}"),
    }
    site = serve(pages | ARTICLES)
    found = probed(site.url)
    assert "several-sections" in codes(found)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert cells["start_url"] == f"{site.url}/zwgk/zfxxgk/"
    assert cells["first_year"] == "2008"


def test_reports_on_another_host_are_counted_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    foreign = "".join(row(f"http://www.shangji.gov.cn/{year}.html", title(year)) for year in (2016, 2017))
    site = serve({"/": HOME, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{LIST}{foreign}"), **ARTICLES})
    found = probed(site.url)
    assert found.foreign_hosts == ("shangji.gov.cn",)
    (doubt,) = [doubt for doubt in doubts(found) if doubt.code == "foreign-hosts"]
    assert "shangji.gov.cn（2）" in doubt.zh


def test_a_section_whose_list_is_made_by_scripts_is_unverified_and_told(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    shell = html(
        '<title>政府信息公开年报</title><div id="app"></div><script src="/app.js"></script>' + " " * 400
    )
    found = probed(serve({"/": HOME, "/zfxxgknb/": shell}).url)
    assert "needs-browser" in codes(found)
    cells = proposed(found, TODAY)
    assert cells is not None
    assert (cells["status"], cells["first_year"]) == ("unverified", "")


def test_one_page_an_unknown_publisher_and_an_unknown_place_are_doubts(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    rows = "".join(
        row(f"/nb/t{year}0120_410000.html", f"{year}年政府信息公开工作年度报告") for year in (2022, 2023)
    )
    site = serve({"/": HOME, "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{rows}"), **ARTICLES})
    assert {"one-page", "publisher", "division"} <= set(codes(probed(site.url)))


def test_a_long_list_and_a_wide_tree_stay_within_the_purse(
    serve: Serve, probed: Callable[[str], Findings]
) -> None:
    units = "".join(f'<a href="u{number}/">某{number}局</a>' for number in range(60))
    pages: dict[str, Any] = {
        f"/zfxxgknb/index_{page}.html": html(
            row(f"/nb/{page}.html", title(2023, f"某{page}局"))
            + f'<a href="index_{page + 1}.html">下一页</a>'
        )
        for page in range(1, 40)
    }
    pages |= {f"/zfxxgknb/u{number}/": html(row(f"/nb/u{number}.html", title(2023))) for number in range(60)}
    pages["/zfxxgknb/"] = html(f'<h1>政府信息公开年报</h1>{units}{LIST}<a href="index_1.html">下一页</a>')
    site = serve({"/": HOME, **pages, **ARTICLES})
    found = probed(site.url)
    assert len(site.log) <= MOST_REQUESTS
    assert "not-all-read" in codes(found)


def test_a_site_that_does_not_answer_is_no_site_without_a_section(
    probed: Callable[[str], Findings],
) -> None:
    with Site({}) as gone:
        url = gone.url
    found = probed(url)
    assert proposed(found, TODAY) is None
    assert codes(found) == ["unreachable"]


@pytest.mark.parametrize(
    ("host", "code", "expected"),
    [
        ("www.tinghu.gov.cn", "320902", "js-tinghu"),
        ("www.bjmy.gov.cn", "110118", "bj-my"),
        ("scjgj.cq.gov.cn", "500000", "cq-scjgj"),
        ("ht.sanya.gov.cn", "460202", "hi-sanya-ht"),
        ("xxgk.jccq.gov.cn", "140502", "sx-jccq"),
        ("122.137.242.24:8080", "220283", "jl-122-137-242-24"),
        ("www.tinghu.gov.cn", "", "tinghu"),
        ("taken.gov.cn", "", "taken-2"),
    ],
)
def test_an_id_is_the_province_and_the_words_of_the_host(host: str, code: str, expected: str) -> None:
    assert identifier.proposed(host, code, {"taken"}) == expected


@pytest.mark.parametrize(
    ("name", "code", "text", "expected"),
    [
        ("盐城市亭湖区人民政府", "", "", ("320902", "county", Clue.NAME)),
        ("亭湖新闻", "3209020001", "", ("320902", "county", Clue.ID_CODE)),
        ("朝阳区人民政府", "", "主办：北京市朝阳区人民政府", ("110105", "county", Clue.NAME)),
        ("某新闻网", "", "盐城市亭湖区大庆路1号　亭湖区", ("320902", "county", Clue.TEXT)),
        ("上海市", "", "", ("310000", "province", Clue.NAME)),
        ("某新闻网", "", "欢迎", ("", "county", Clue.NONE)),
    ],
)
def test_the_division_is_told_by_code_name_or_text(
    serve: Serve,
    probed: Callable[[str], Findings],
    name: str,
    code: str,
    text: str,
    expected: tuple[str, str, Clue],
) -> None:
    meta = f'<meta name="SiteName" content="{name}"><meta name="SiteIDCode" content="{code}">'
    found = probed(serve({"/": html(f"{meta}<p>{text}</p>{TEXT}")}).url)
    assert (found.place.code, found.place.level, found.place.clue) == expected


def test_a_code_that_the_name_contradicts_is_a_doubt(serve: Serve, probed: Callable[[str], Findings]) -> None:
    meta = (
        '<meta name="SiteName" content="盐城市亭湖区人民政府"><meta name="SiteIDCode" content="1101050001">'
    )
    found = probed(
        serve({"/": HOME, "/zfxxgknb/": html(f"{meta}<h1>政府信息公开年报</h1>{LIST}"), **ARTICLES}).url
    )
    assert any(doubt.code == "division" and "亭湖区" in doubt.zh for doubt in doubts(found))
