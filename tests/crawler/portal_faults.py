"""Faults of a whole portal: lists that go round, sections that are gone, refusals at the door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.crawler.conftest import row, title
from tests.crawler.fault_server import RESET, Answers, Asked, Pause, Script, answer
from tests.crawler.faults import REPORT

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class PortalFault:
    """One fault and what the operator is told: the outcome, issues, and at most how many requests it cost.

    ``reports`` is how many must have come all the same; ``options`` are those of the row.
    """

    name: str
    pages: Mapping[str, Answers]
    status: str
    issues: tuple[str, ...] = ()
    reports: int = 0
    most: int = 12
    start: str = "/zfxxgknb/"
    options: Mapping[str, str] = field(default_factory=dict)
    platform: str = "generic"


def _page(text: str, title: str = "年报") -> Script:
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return answer(f"<html>{head}<body>{text}</body></html>")


def _pager(asked: Asked) -> Script:
    """A list whose next page is always one more."""
    number = int((_NUMBER.findall(asked.path) or ["0"])[-1])
    return _page(f'{row(f"/m{number}.html", "工作动态")}<a href="/zfxxgknb/?p={number + 1}">下一页</a>')


def _session(asked: Asked) -> Script:
    """A list that hands every visitor's every visit a new session."""
    serial = abs(hash(asked.began))
    return _page(
        f'{row("/a.html", title(2023))}<a href="/zfxxgknb/;jsessionid={serial}">政府信息公开年报</a>'
    )


_ONE = {"/a.html": answer(REPORT)}
_LISTED = row("/a.html", title(2023))
_CIRCLE = {
    f"/zfxxgknb/?p={n}": _page(f'{_LISTED}<a href="/zfxxgknb/?p={n % 3 + 1}">下一页</a>') for n in (1, 2, 3)
}
_ENDLESS = {f"/zfxxgknb/?p={n}": _pager for n in range(200)}
_JSL = answer("<script>document.cookie='__jsl_clearance=1;path=/';location.reload()</script>", 521)
_STATIC = _page("<h1>政府信息公开年报</h1><div id='list'></div>" + "<p>加载中</p>" * 80)
_DOWN = answer("<p>500</p>", 500)
_MENU = '<a href="/zfxxgknb/">政府信息公开年报</a>'
_BOTH = {"/": _page(_MENU)}


def _paged(second: Script) -> Mapping[str, Answers]:
    """A list of three pages, and what comes as its second."""
    first = _page(f"{_LISTED}<script>createPageHTML(3, 0, 'index', 'html')</script>")
    return {**_ONE, "/zfxxgknb/": first, "/zfxxgknb/index_1.html": second}


def _called(media_type: str) -> Mapping[str, Answers]:
    """A list with a header that says it is something else."""
    body = f"<html><body>{_LISTED}</body></html>"
    return {**_ONE, "/zfxxgknb/": answer(body, 200, {"Content-Type": media_type})}


_COLUMNS = "".join(f'<a href="/c{n}/">第{n}栏</a>' for n in range(30))
_STUB = answer("<html><head><title>年报</title></head><body>" + " " * 300 + "</body></html>")

PORTAL_FAULTS: tuple[PortalFault, ...] = (
    PortalFault("pagination-circle", {**_ONE, **_CIRCLE, "/zfxxgknb/": _CIRCLE["/zfxxgknb/?p=3"]}, "partial",
                ("pagination-loop",), 1),
    PortalFault("pagination-without-end", {**_ENDLESS, "/zfxxgknb/": _pager}, "failed", ("too-many-pages",),
                most=8, options={"max_pages": "5"}),
    PortalFault("ceiling-in-the-middle", {**_ENDLESS, "/zfxxgknb/": _pager}, "partial", most=6,
                options={"max_requests": "6"}),
    PortalFault("section-vanished", {"/": _page('<a href="/news/">要闻</a>', "某区政府")}, "failed",
                ("section-not-found",), start="/"),
    PortalFault("section-is-404", _BOTH, "failed", start="/"),
    PortalFault("section-redirects-to-the-home-page",
                {"/": _page(_MENU + _COLUMNS, "某区政府"), "/zfxxgknb/": answer("", 302, {"Location": "/"})},
                "failed", ("section-removed",), start="/"),
    PortalFault("section-of-thirteen-bytes", {"/zfxxgknb/": answer("<html></html>")}, "failed",
                ("start-page-unusable",)),
    PortalFault("deep-page-is-a-stub", _paged(_STUB), "partial", ("stub-page",), 1, platform="trs"),
    PortalFault("second-page-is-down", _paged(_DOWN), "partial", (), 1, platform="trs"),
    PortalFault("second-page-is-a-challenge", _paged(_JSL), "partial", (), 1, platform="trs"),
    PortalFault("list-called-a-download", _called("application/octet-stream"), "complete", (), 1),
    PortalFault("list-called-plain-text", _called("text/plain"), "complete", (), 1),
    PortalFault("list-called-a-picture", _called("image/jpeg"), "complete", (), 1),
    PortalFault("list-of-no-type", _called(""), "complete", (), 1),
    PortalFault("markup-changed", {"/zfxxgknb/": _STATIC}, "failed", ("empty-list",)),
    PortalFault("list-is-down", {**_BOTH, "/zfxxgknb/": _DOWN}, "failed", start="/"),
    PortalFault("start-page-is-404", {}, "failed", ("start-page-unusable",), start="/"),
    PortalFault("start-page-resets", {"/": (RESET,)}, "failed", ("start-page-unusable",), start="/"),
    PortalFault("challenge-at-the-door", {"/zfxxgknb/": _JSL}, "failed", ("start-page-unusable",)),
    PortalFault("robots-denies-all", {"/robots.txt": answer(b"User-agent: *\nDisallow: /\n")}, "failed",
                ("start-page-unusable",), most=1),
    PortalFault("hijacked", {"/": _page("<a href='/x'>登录即送</a>" * 99, "百家乐 在线投注")}, "failed",
                ("hijacked", "start-page-unusable"), start="/"),
    PortalFault("session-in-every-url", {"/zfxxgknb/": _session, **_ONE}, "complete", (), 1),
    PortalFault("slow-but-whole", {"/zfxxgknb/": (Pause(0.3), *_page(_LISTED)), **_ONE}, "complete", (), 1),
)  # fmt: skip
