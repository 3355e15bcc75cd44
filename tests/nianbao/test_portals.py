"""`nianbao portals`: probe, check and list as an operator uses them; retired rows stay and rest."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler import registry
from crawler.registry import rules
from nianbao.cli import main
from nianbao.commands.portals import STATUSES
from nianbao.demo.server import DemoPortals
from tests.crawler.conftest import ROBOTS, row, title
from tests.crawler.server import Answer, Site, html
from tests.nianbao.conftest import NIANBAO, nianbao

TEXT = "<h1>报告</h1>" + "<p>一、总体情况。</p>" * 60
REFUSAL = Answer(b"<html><script>var _$ts=1;</script></html>", 412)
Serve = Callable[[dict[str, Any]], Site]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:
        yield lambda pages: stack.enter_context(Site(pages | {"/robots.txt": ROBOTS}))


def quick(*arguments: str | Path) -> Result:
    """Run a command within this process, which is faster."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows_of(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, registry.COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_row(site: Site, **changes: str) -> dict[str, str]:
    return {
        "id": "one",
        "name": "某县人民政府",
        "division_code": "990101",
        "level": "county",
        "start_url": f"{site.url}/zfxxgknb/",
        "platform": "generic",
        "options": "delay=0",
        "status": "active",
        "note": "loopback",
        **changes,
    }


def test_a_probe_prints_the_row_alone_on_standard_output_and_it_can_be_crawled(tmp_path: Path) -> None:
    with DemoPortals() as demo:
        start = demo.registry_rows()[0]["start_url"]
        done = nianbao("portals", "probe", start, "--csv")
        assert done.returncode == 0
        (proposed,) = csv.DictReader(io.StringIO(done.stdout))
        assert done.stdout.splitlines()[0] == ",".join(registry.COLUMNS)
        assert len(done.stdout.splitlines()) == 2
        for seen in ("政府信息公开年报", "robots.txt", "utf-8", "青禾区财政局×5", "2019×1", "SiteIDCode"):
            assert seen in done.stderr
        path = tmp_path / "new.csv"
        path.write_text(done.stdout.replace(",trs,,", ",trs,delay=0,"), "utf-8")
        checked = quick("portals", "check", proposed["id"], "--registry", path)
    assert "临澜市青禾区人民政府2025年政府信息公开工作年度报告" in checked.stdout


def test_a_probe_writes_nothing(tmp_path: Path, serve: Serve) -> None:
    site = serve(
        {
            "/": html('<a href="/zfxxgknb/">政府信息公开年报</a>'),
            "/zfxxgknb/": html(row("/a.html", title(2023))),
        }
    )
    folders = {"TMPDIR": str(tmp_path / "tmp"), "NIANBAO_DATA": str(tmp_path / "var")}
    (tmp_path / "tmp").mkdir()
    command = [NIANBAO, "portals", "probe", site.url]
    subprocess.run(
        command, cwd=tmp_path, env=os.environ | folders, capture_output=True, check=False, timeout=60
    )
    assert [path for path in tmp_path.rglob("*") if path.name != "tmp"] == []
    assert "/zfxxgknb/" in site.paths()


@pytest.mark.parametrize(
    ("home", "said"),
    [(html("<a href='/news/'>要闻</a>" * 20), "没有找到年报栏目"), (REFUSAL, "challenge-412")],
)
def test_a_probe_that_finds_no_section_ends_with_1_and_proposes_nothing(
    serve: Serve, home: Answer, said: str
) -> None:
    done = quick("portals", "probe", serve({"/": home}).url, "--csv")
    assert done.exit_code == 1
    assert done.stdout == ",".join(registry.COLUMNS) + "\n"
    assert said in done.stderr


@pytest.mark.parametrize("url", ["ftp://www.tinghu.gov.cn/", "http://[", "http://:80/"])
def test_a_probe_of_no_web_address_is_bad_usage(url: str) -> None:
    done = quick("portals", "probe", url)
    assert done.exit_code == 2
    assert url in done.stderr


def test_a_probe_off_loopback_needs_a_contact() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "NIANBAO_CONTACT"}
    done = subprocess.run(
        [NIANBAO, "portals", "probe", "http://www.tinghu.gov.cn/"],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "NIANBAO_CONTACT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("crawl",), ("update",), ("portals", "check")])
def test_without_a_contact_nothing_begins_and_no_portal_is_at_fault(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.settings.NIANBAO_CONTACT", "")
    where = () if command[-1] == "check" else ("--data", str(tmp_path / "var"))
    done = quick(*command, "bj-chaoyang", *where)
    assert done.exit_code == 2
    assert "NIANBAO_CONTACT" in done.stderr
    assert not (tmp_path / "var").exists(), "an operator's slip is no run and no broken portal"


def test_a_row_that_is_there_already_is_named(serve: Serve, tmp_path: Path) -> None:
    site = serve(
        {"/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{row('/a.html', title(2023))}"), "/a.html": html(TEXT)}
    )
    path = rows_of(tmp_path / "r.csv", a_row(site))
    done = quick("portals", "probe", f"{site.url}/zfxxgknb/", "--registry", path)
    assert "登记表中已有此栏目：one（active）" in done.stdout


def test_check_shows_reports_years_publishers_pages_and_refusals(serve: Serve, tmp_path: Path) -> None:
    rows = row("/t20240101_410001.html", title(2023, "某县水利局")) + row(
        "/t20230101_410002.html", title(2022)
    )
    site = serve(
        {
            "/zfxxgknb/": html(f"<h1>政府信息公开年报</h1>{rows}"),
            "/t20240101_410001.html": html(TEXT),
            "/t20230101_410002.html": REFUSAL,
        }
    )
    done = quick("portals", "check", "one", "--registry", rows_of(tmp_path / "r.csv", a_row(site)))
    assert done.exit_code in (0, 1)
    for seen in (
        "某县水利局",
        "2023",
        title(2023, "某县水利局"),
        "/zfxxgknb/",
        "challenge-412",
        "robots.txt",
        "找到的年报 reports found\t2",
        "年度 years\t2023",
        "被拦 blocked\t1",
        "文章页\t被拦截\tchallenge-412 瑞数脚本验证（412）",
    ):
        assert seen in done.stdout


def test_a_retired_row_is_listed_with_its_reason_and_never_crawled(serve: Serve, tmp_path: Path) -> None:
    site = serve({"/zfxxgknb/": html(row("/a.html", title(2023)))})
    reason = "loopback；2026-03-01 停用：并入市级平台"
    gone = a_row(site, id="gone", status="retired", note=reason)
    path = rows_of(tmp_path / "r.csv", gone, a_row(site, id="stays"))
    assert reason in quick("portals", "list", "--registry", path).stdout
    for command in (["crawl", "gone"], ["update", "gone"], ["portals", "check", "gone"]):
        done = quick(*command, "--registry", path)
        assert done.exit_code == 2
        assert "已停用" in done.stderr
        assert reason in done.stderr.replace("\n", "")
    assert site.log == []


def test_a_registry_whose_rows_are_all_retired_has_nothing_to_crawl(serve: Serve, tmp_path: Path) -> None:
    site = serve({})
    path = rows_of(tmp_path / "r.csv", a_row(site, status="retired", note="loopback 2026-03-01 关停"))
    done = quick("crawl", "--registry", path, "--data", tmp_path / "var")
    assert done.exit_code == 2
    assert site.log == []


def test_the_statuses_to_choose_from_are_those_of_the_registry() -> None:
    assert STATUSES == rules.STATUSES


def test_three_thousand_rows_are_narrowed_by_text_status_and_family(serve: Serve, tmp_path: Path) -> None:
    site = serve({})
    rows = [
        a_row(site, id=f"p{number}", name=f"第{number}县", status="paused" if number % 3 else "active")
        for number in range(3000)
    ]
    path = rows_of(tmp_path / "r.csv", *rows, a_row(site, id="t1", name="唐县", platform="trs"))
    everything = quick("portals", "list", "--registry", path)
    assert "3001 / 3001" in everything.stderr
    assert "paused 2000" in everything.stderr
    named = quick("portals", "list", "第29", "--status", "active", "--registry", path)
    assert {line.split("\t")[0] for line in named.stdout.splitlines()[2:]} == {
        f"p{number}" for number in range(0, 3000, 3) if str(number).startswith("29")
    }
    assert "t1" in quick("portals", "list", "--platform", "trs", "--registry", path).stdout
