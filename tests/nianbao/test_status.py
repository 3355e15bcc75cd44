"""`nianbao status`: what an operator sees after a portal broke, and what a script reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.nianbao.conftest import DemoRun, nianbao
from tests.nianbao.test_health import GONE, LIST, Operator, pages
from tests.nianbao.test_health import serve as serve  # noqa: PLC0414


def test_the_broken_portal_comes_first_with_since_when_and_why(tmp_path: Path, serve: Any) -> None:
    well, broken = serve(pages(2022, 2023)), serve(pages(2021, 2022, 2023))
    operator = Operator(tmp_path, aowei=well, zhaoming=broken)
    operator.update()
    broken.pages[LIST] = GONE
    operator.update()
    printed = nianbao("status", "--data", operator.data).stdout.splitlines()
    assert printed[2] == "1 个门户出了故障（见下）\tbroken portals: 1"
    lines = [line.split("\t") for line in printed if line.startswith(("aowei", "zhaoming"))]
    assert [(line[0], line[1]) for line in lines] == [("zhaoming", "故障"), ("aowei", "正常")]
    assert "一份年报也没有找到" in lines[0][-1]

    said = json.loads(nianbao("status", "--json", "--data", operator.data).stdout)
    first = said["portals"][0]
    (started,) = operator.rows("select max(started_at) from portal_runs where portal_id = 'zhaoming'")
    assert (first["portal_id"], first["health"], first["reason"]) == ("zhaoming", "broken", "yield-zero")
    assert (first["broken_since"], first["last_good_found_count"]) == (started[0], 3)
    assert [wait["code"] for wait in said["waiting"]] == ["broken-portals"]
    assert [run["outcome"] for run in said["runs"]] == ["partial", "complete"]
    assert {year["year"] for year in said["years"]} == {2021, 2022, 2023}


def test_a_portal_that_only_crawled_is_judged_before_anything_is_published(
    tmp_path: Path, serve: Any
) -> None:
    operator = Operator(tmp_path, qinghe=serve({}))
    crawl = nianbao("crawl", "--registry", tmp_path / "portals.csv", "--data", operator.data)
    assert crawl.returncode == 1
    said = json.loads(nianbao("status", "--json", "--data", operator.data).stdout)
    assert [(row["portal_id"], row["health"]) for row in said["portals"]] == [("qinghe", "broken")]


def test_the_demo_waits_for_nobody(first_visit: DemoRun) -> None:
    said = json.loads(nianbao("status", "--json", "--data", first_visit.data).stdout)
    assert said["waiting"] == []
    assert {row["health"] for row in said["portals"]} == {"well", "partial"}
