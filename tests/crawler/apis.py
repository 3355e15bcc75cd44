"""Portals on loopback whose lists an API answers, one for each mechanism; a test writes what it answers.

A list has `PAGES` pages of two reports each.  `Ask.named` tells from a logged path what an API was asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.ask import Ask
from tests.crawler.conftest import ROBOTS, title
from tests.crawler.server import Answer, Site, html

PAGES = 3
HEX = "8f4e2d0c6b1a49358f4e2d0c6b1a4935"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60

Rows = list[tuple[str, str, str]]  # URL, title, date
Write = Callable[[Rows, int, int], Any]


def rows_of(number: int) -> Rows:
    """The two reports of one page."""
    return [
        (f"/r/{number}-{unit}.html", title(2026 - number, f"第{unit}街道办事处"), f"{2027 - number}-01-20")
        for unit in (1, 2)
    ]


def answer(document: Any) -> Answer:
    return Answer(
        document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json;charset=utf-8"},
    )


def _keyed(keys: tuple[str, str, str]) -> Callable[[Rows], list[dict[str, str]]]:
    return lambda rows: [dict(zip(keys, row, strict=True)) for row in rows]


def _jpaas(rows: Rows, number: int, pages: int) -> Any:
    items = "".join(f"<li><a href='{url}'>{name}</a><b>{day}</b></li>" for url, name, day in rows)
    arguments = "{'webId':'3185','tagId':'当前栏目列表'}"
    counts = f'count="{pages * 2}" rows="2" pageNo="{number}"'
    pager = f'<div {counts} unitUrl="{UNIT}" queryData="{arguments}"></div>'
    return {"success": True, "data": {"html": f"<ul>{items}</ul>{pager}"}}


@dataclass(frozen=True)
class Mechanism:
    """One family's API: the shell that leads to it, its path, the field that counts pages, how it answers."""

    platform: str
    start: str
    shell: str
    api: str
    number: Callable[[Mapping[str, str]], int]
    write: Write
    method: str = "GET"

    def __str__(self) -> str:
        return self.platform


def _field(name: str) -> Callable[[Mapping[str, str]], int]:
    return lambda values: int(values[name])


MECHANISMS = (
    Mechanism(
        "trsapi",
        "/zfxxgknb/",
        '<script>trsapi.listModel({ listArgs:{ channelid:SiteInfo.searchId(200210), classsql:"chnlid=1813" },'
        " pagebar:{ prepage:2, recordCount:'6' } });</script>",
        "/fjdzapp/search",
        _field("page"),
        lambda rows, number, pages: {
            "data": _keyed(("chnldocurl", "doctitle", "docreltime"))(rows), "pageCount": pages
        },
        "POST",
    ),
    Mechanism(
        "loaddata",
        "/gknb/list.shtml",
        f'<script>var channel_id = "{HEX}"; $.post("/szinf/xxgk/interfacesWebZcwj/loadData")</script>',
        "/szinf/xxgk/interfacesWebZcwj/loadData",
        _field("pageIndex"),
        lambda rows, number, pages: {
            "data": {
                "list": _keyed(("URL", "TITLE", "PUBLISHED_TIME_FORMAT"))(rows), "totalPage": pages
            }
        },
        "POST",
    ),
    Mechanism(
        "ucapsearch",
        "/c108471/gknb.shtml",
        f'<script>$.getJSON("/common/search/{HEX}?_isAgg=true&_isJson=true&page=1", draw)</script>',
        f"/common/search/{HEX}",
        _field("page"),
        lambda rows, number, pages: {
            "data": {"results": _keyed(("url", "title", "publishedTimeStr"))(rows), "total": pages * 15}
        },
    ),
    Mechanism(
        "gkmlpt",
        "/hjj/gkmlpt/index",
        "<div id='app'></div><script>window._CONFIG = { SID: '755941', TREE: "
        '[{"id":20765,"name":"政府信息公开年报","jump_url":""}] };</script>',
        "/hjj/gkmlpt/api/all/20765",
        _field("page"),
        lambda rows, number, pages: {
            "articles": _keyed(("url", "title", "date"))(rows), "total": pages * 100
        },
    ),
    Mechanism(
        "jpaas",
        "/col/col1229063389/gknb/",
        f"""<script url="{UNIT}" queryData="{{'webId':'3185','tagId':'当前栏目列表'}}"></script>""",
        UNIT,
        lambda values: json.loads(values.get("paramJson", '{"pageNo":1}'))["pageNo"],
        _jpaas,
    ),
)  # fmt: skip


@dataclass
class Script:
    """What an API answers: told pages, and answers of single pages in place of the true ones."""

    pages: int = PAGES
    rows: Callable[[int], Rows] = field(default=lambda number: rows_of(number) if number <= PAGES else [])
    instead: Mapping[int, Answer] = field(default_factory=dict)


class ApiSite(Site):
    """A portal of one mechanism."""

    def __init__(self, mechanism: Mechanism, script: Script) -> None:
        shell = html(f"<h1>政府信息公开年报</h1><p>{'加载中，请稍候。' * 20}</p>{mechanism.shell}")
        super().__init__({"/robots.txt": ROBOTS, mechanism.start: shell})
        self.mechanism, self.script = mechanism, script

    def answer(self, path: str) -> Answer:
        ask = Ask.named(path)
        if ask.url.partition("?")[0] == self.mechanism.api and ask.method == self.mechanism.method:
            number = self.mechanism.number(ask.values)
            told = self.mechanism.write(self.script.rows(number), number, self.script.pages)
            return self.script.instead.get(number) or answer(told)
        return html(f"{TEXT}<p>{path}</p>") if path.startswith("/r/") else super().answer(path)

    def asked(self, since: int = 0) -> list[int]:
        """The pages that the API was asked for."""
        asks = [Ask.named(path) for path in self.paths(since) if path.startswith(self.mechanism.api)]
        return [self.mechanism.number(ask.values) for ask in asks]
