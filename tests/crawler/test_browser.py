"""Lists that only a browser shows: drawn by a real Chromium, with the manners of every other crawl."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from crawler import chromium
from crawler.platforms import detect
from crawler.rendering import MAX_REQUESTS
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
SHELL = """<!doctype html><html><head><meta charset="utf-8"><title>政府信息公开年报</title>
<link rel="stylesheet" href="/app.css"></head>
<body><div id="app"></div><img src="/logo.png"><script src="/app.js"></script></body></html>"""
SCRIPT = """
fetch('/api/list?page=1').then(answer => answer.json()).then(list => {
  document.getElementById('app').innerHTML = '<ul>' + list.rows.map(row =>
    `<li><a href="${row.url}" title="${row.title}">${row.title}</a><span>${row.day}</span></li>`).join('')
    + '</ul>' + (list.next ? `<a href="${list.next}">下一页</a>` : '');
});
"""

needs_chromium = pytest.mark.skipif(
    chromium.lacking() is not None, reason=f"no browser here: {chromium.lacking()}"
)


def script(text: str, charset: str = "utf-8") -> Answer:
    return Answer(text.encode(charset), headers={"Content-Type": "text/javascript"})


def listed(*years: int, following: str = "") -> Answer:
    rows = [{"url": f"/a{year}.html", "title": title(year), "day": f"{year + 1}-01-20"} for year in years]
    body = json.dumps({"rows": rows, "next": following}).encode()
    return Answer(body, headers={"Content-Type": "application/json"})


def shell(text: str = SHELL) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/html"})


def pages(**more: Answer) -> dict[str, Answer]:
    return {
        "/nb/": shell(),
        "/app.js": script(SCRIPT),
        "/api/list?page=1": listed(2022, 2023),
        "/a2022.html": html(TEXT + "2022"),
        "/a2023.html": html(TEXT + "2023"),
    } | more


@pytest.mark.browser
@needs_chromium
def test_a_list_that_scripts_write_is_drawn_and_walked(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages())
    outcome = crawled(portal(site, "/nb/", platform="browser"))["test"]
    assert (outcome.status, outcome.articles) == ("complete", 2)
    assert crawled.captured()["/nb/"] == ("list", "ok", "rendered")
    assert crawled.captured()["/api/list?page=1"] == ("list", "ok", None)
    assert sorted(site.paths()) == [
        "/a2022.html", "/a2023.html", "/api/list?page=1", "/app.js", "/nb/", "/robots.txt",
    ]  # fmt: skip


@pytest.mark.browser
@needs_chromium
def test_the_capture_holds_the_page_as_drawn_and_points_to_the_bytes_as_they_came(
    serve: Serve, crawled: Crawl
) -> None:
    crawled(portal(serve(pages()), "/nb/", platform="browser"))
    columns = "body_sha256, etag, media_type, payload_digest"
    ((digest, etag, media_type, sent),) = crawled.rows(
        f"select {columns} from captures where url like '%/nb/'"
    )
    drawn = (crawled.data / "blobs" / digest[:2] / digest).read_bytes().decode()
    assert title(2023) in drawn
    assert "<li>" in drawn
    assert (etag, media_type) == (None, "text/html; charset=utf-8")
    assert sent == "sha1:" + base64.b32encode(hashlib.sha1(SHELL.encode()).digest()).decode()


@pytest.mark.browser
@pytest.mark.slow  # two crawls, each with a Chromium of its own
@needs_chromium
def test_a_second_visit_asks_for_the_shell_anew_and_sees_a_new_report(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages())
    crawled(portal(site, "/nb/", platform="browser"))
    asked = len(site.log)
    site.pages |= {"/api/list?page=1": listed(2022, 2023, 2024), "/a2024.html": html(TEXT + "2024")}
    assert crawled(portal(site, "/nb/", platform="browser"))["test"].new == 1
    again = {seen.path: seen for seen in site.log[asked:]}
    assert not again["/nb/"].is_conditional
    assert again["/app.js"].status == 304


@pytest.mark.browser
@needs_chromium
def test_each_script_is_asked_for_once_and_none_sooner_than_the_pause(serve: Serve, crawled: Crawl) -> None:
    more = {
        "/nb/?page=2": shell(SHELL.replace("app.js", "app2.js")),
        "/api/list?page=1": listed(2022, 2023, following="?page=2"),
        "/app2.js": script(SCRIPT.replace("page=1", "page=2")),
        "/api/list?page=2": listed(2021),
        "/a2021.html": html(TEXT + "2021"),
    }
    site = serve(pages(**more))
    outcome = crawled(portal(site, "/nb/", platform="browser", options={"delay": "0.2"}))["test"]
    assert outcome.articles == 3
    assert len(site.paths()) == len(set(site.paths()))
    ordered = sorted(site.log, key=lambda seen: seen.began)
    assert all(after.began - before.ended >= 0.15 for before, after in pairwise(ordered))


@pytest.mark.browser
@needs_chromium
def test_scripts_reach_no_other_host_and_nothing_that_robots_txt_forbids(
    serve: Serve, crawled: Crawl
) -> None:
    elsewhere = serve({"/x.js": script(""), "/api": listed()})
    calls = f"fetch('{elsewhere.url}/api'); fetch('/private/list'); new WebSocket('ws://127.0.0.1:9/');"
    foreign = f'<script src="{elsewhere.url}/x.js"></script></body>'
    more = {"/app.js": script(calls + SCRIPT), "/nb/": shell(SHELL.replace("</body>", foreign))}
    site = serve(pages(**more))
    outcome = crawled(portal(site, "/nb/", platform="browser"))["test"]
    assert outcome.articles == 2
    assert elsewhere.log == []
    assert "foreign-host" in crawled.issues()
    assert "/private/list" not in site.paths()
    assert crawled.captured()["/private/list"][1] == "robots"


@pytest.mark.browser
@needs_chromium
def test_a_host_that_the_row_names_may_answer_scripts(serve: Serve, crawled: Crawl) -> None:
    answer = listed(2022, 2023)
    api = serve({"/api": Answer(answer.body, headers={**answer.headers, "Access-Control-Allow-Origin": "*"})})
    more = {"/app.js": script(SCRIPT.replace("/api/list?page=1", f"{api.url}/api"))}
    hosts = (api.url.removeprefix("http://"),)
    site = serve(pages(**more))
    assert crawled(portal(site, "/nb/", platform="browser", hosts=hosts))["test"].articles == 2
    assert api.paths() == ["/robots.txt", "/api"]


@pytest.mark.browser
@needs_chromium
def test_a_script_may_post_and_each_post_is_a_capture(serve: Serve, crawled: Crawl) -> None:
    form = "new URLSearchParams({channel: '18', page: '1'})"
    post = f"fetch('/api/list', {{method: 'POST', body: {form}}})"
    data = "fetch('/api/count', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"
    called = SCRIPT.replace("fetch('/api/list?page=1')", post)
    named = "/api/list?__wb_method=POST&channel=18&page=1"
    site = serve(pages(**{"/app.js": script(f"{data};{called}"), named: listed(2023)}))
    assert crawled(portal(site, "/nb/", platform="browser"))["test"].articles == 1
    assert crawled.captured()[named][:2] == ("list", "ok")
    assert "/api/count?__wb_method=POST&__wb_post_data=e30=" in crawled.captured()


@pytest.mark.browser
@needs_chromium
def test_a_page_that_asks_for_ever_is_taken_as_it_is(serve: Serve, crawled: Crawl) -> None:
    polling = "let n = 0; setInterval(() => fetch('/api/poll?n=' + (n += 1)).catch(() => 0), 20);"

    class Polled(dict[str, Any]):
        def get(self, path: str, default: Any = None) -> Any:
            return listed() if path.startswith("/api/poll") else super().get(path, default)

    site = serve(pages(**{"/app.js": script(polling + SCRIPT)}))
    site.pages = Polled(site.pages)
    assert crawled(portal(site, "/nb/", platform="browser"))["test"].articles == 2
    assert len(site.log) < MAX_REQUESTS + 10


@pytest.mark.browser
@needs_chromium
def test_articles_that_are_shells_too_are_drawn_where_the_row_says_so(serve: Serve, crawled: Crawl) -> None:
    article = SHELL.replace("app.js", "article.js")
    written = f"document.getElementById('app').innerHTML = `{TEXT}`"
    site = serve(pages(**{"/a2023.html": shell(article), "/article.js": script(written)}))
    options = {"delay": "0", "articles": "rendered"}
    crawled(portal(site, "/nb/", platform="browser", options=options))
    assert crawled.captured()["/a2023.html"] == ("article", "ok", "rendered")
    ((digest,),) = crawled.rows("select document_sha256 from captures where url like '%/a2023.html'")
    assert "一、总体情况" in (crawled.data / "blobs" / digest[:2] / digest).read_bytes().decode()


@pytest.mark.browser
@needs_chromium
def test_a_challenge_is_never_run(serve: Serve, crawled: Crawl) -> None:
    challenge = "<script>document.cookie='__jsl_clearance=1';fetch('/solved');location.reload()</script>"
    site = serve({"/nb/": Answer(challenge.encode(), 521, headers={"Content-Type": "text/html"})})
    crawled(portal(site, "/nb/", platform="browser"))
    assert crawled.captured()["/nb/"][1] == "blocked"
    assert "/solved" not in site.paths()


@pytest.mark.browser
@needs_chromium
def test_gbk_pages_and_scripts_are_drawn_in_chinese(serve: Serve, crawled: Crawl) -> None:
    page = SHELL.replace("utf-8", "gb2312").encode("gb18030")
    line = row("/a2023.html", title(2023, "䶮县水利局"))
    written = f"document.getElementById('app').innerHTML = `<ul>{line}</ul>`"
    more = {
        "/nb/": Answer(page, headers={"Content-Type": "text/html"}),
        "/app.js": script(written, "gb18030"),
    }
    crawled(portal(serve(pages(**more)), "/nb/", platform="browser"))
    sql = "select link_title from captures where kind = 'article'"
    assert crawled.rows(sql) == [(title(2023, "䶮县水利局"),)]


@pytest.mark.browser
@needs_chromium
def test_the_drawn_page_is_read_as_the_family_that_the_row_names(serve: Serve, crawled: Crawl) -> None:
    pager = "document.getElementById('app').innerHTML += '<p>createPageHTML(2, 0, \"index\", \"html\")</p>'"
    second = html(row("/a2021.html", title(2021)))
    site = serve(
        pages(
            **{
                "/app.js": script(f"{pager};{SCRIPT.replace('innerHTML =', 'innerHTML +=')}"),
                "/nb/index_1.html": second,
                "/a2021.html": html(TEXT + "2021"),
            }
        )
    )
    options = {"delay": "0", "family": "trs"}
    assert crawled(portal(site, "/nb/", platform="browser", options=options))["test"].articles == 3


@pytest.mark.parametrize("missing", ["program", "extra"])
def test_without_a_browser_the_portal_ends_with_that_reason_and_asks_for_nothing(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "program":
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.setattr(chromium, "find_spec", lambda _: object())
    else:
        monkeypatch.setattr(chromium, "find_spec", lambda _: None)
    site = serve(pages())
    outcome = crawled(portal(site, "/nb/", platform="browser"))["test"]
    assert (outcome.status, outcome.codes) == ("failed", ("needs-browser",))
    assert crawled.issues() == ["needs-browser"]
    assert site.log == []


def test_a_crawl_of_another_family_loads_no_browser(serve: Serve, crawled: Crawl) -> None:
    code = (
        "import sys, crawler.run, crawler.rendering, crawler.platforms.browser;"
        "sys.exit(any(name.startswith(('playwright', 'scrapy_playwright')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_shell_is_recognised_and_one_whose_api_is_known_is_not() -> None:
    assert detect(SHELL) == "browser"
    assert detect(SHELL.replace("<img", "<ul><li><a href='/a'>甲</a></li></ul><img")) == "generic"
