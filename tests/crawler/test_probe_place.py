"""How a probe tells a site's division and makes up an id."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crawler.probing import identifier
from crawler.probing.doubts import doubts
from crawler.probing.findings import Findings
from crawler.probing.place import Clue
from crawler.probing.proposal import row as proposed
from tests.crawler.conftest import row, title
from tests.crawler.server import Site, html

Serve = Callable[[dict[str, Any]], Site]
TEXT = "<h1>报告</h1>" + "<p>一、总体情况。</p>" * 60


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
        ("某新闻网", "3209999901", "欢迎", ("320900", "city", Clue.ABOVE_ID_CODE)),
        ("盐城市亭湖区人民政府", "3209999901", "", ("320902", "county", Clue.NAME)),
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


@pytest.mark.parametrize("domain", ["[::1", "http://", "％", "www.qinghe.gov.cn:80x", "\x00", "x" * 5000])
def test_a_site_s_tags_may_hold_anything(
    serve: Serve, probed: Callable[[str], Findings], domain: str
) -> None:
    names = ("SiteDomain", "SiteName", "SiteIDCode")
    tags = "".join(f"<meta name='{name}' content='{domain}'>" for name in names)
    reports = {f"/{year}.html": html(TEXT) for year in (2021, 2022, 2023)}
    listed = "".join(row(path, title(int(path[1:5]))) for path in reports)
    site = serve({"/zfxxgknb/": html(f"{tags}<h1>政府信息公开年报</h1>{listed}"), **reports})
    found = probed(f"{site.url}/zfxxgknb/")
    cells = proposed(found, date(2026, 3, 5))
    assert cells is not None
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,39}", cells["id"])
    assert doubts(found)
