"""The manners, proven by the log of a real server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive import runs
from archive.models import Portal
from archive.store import Archive
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html

Serve = Callable[[dict[str, Any]], Site]
ROOT = Path(__file__).parents[2]
REPORT = "<h1>年度报告</h1><p>一、总体情况。</p>" + "<p>正文。</p>" * 60


def reports(count: int, **options: Any) -> dict[str, Any]:
    listed = "".join(row(f"/a/{number}.html", title(2023, f"第{number}局")) for number in range(count))
    pages = {f"/a/{number}.html": html(REPORT + str(number), **options) for number in range(count)}
    return {"/zfxxgknb/": html(f"<ul>{listed}</ul>"), **pages}


def test_robots_txt_is_read_first_and_what_it_forbids_is_never_asked_for(
    serve: Serve, crawled: Crawl
) -> None:
    site = serve({"/zfxxgknb/": html(row("/private/1.html", title(2023)) + row("/a/2.html", title(2022)))})
    outcome = crawled(portal(site))["test"]
    assert site.paths()[0] == "/robots.txt"
    assert "/private/1.html" not in site.paths()
    assert crawled.captured()["/private/1.html"] == ("article", "robots", "robots-disallow")
    assert outcome.robots == 1


def test_robots_txt_is_kept_as_a_capture(serve: Serve, crawled: Crawl) -> None:
    crawled(portal(serve(reports(1))))
    assert crawled.captured()["/robots.txt"] == ("robots", "ok", None)


def test_every_request_names_the_program(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(1))
    crawled(portal(site))
    assert {seen.headers["User-Agent"].partition("/")[0] for seen in site.log} == {"nianbao"}


def test_the_user_agent_names_the_operator_s_contact() -> None:
    code = "from crawler import settings; print(settings.USER_AGENT)"
    environment = os.environ | {"NIANBAO_CONTACT": "mailto:a@b.example"}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "nianbao/0.1 (+mailto:a@b.example)\n"


def test_no_portal_off_loopback_is_asked_for_anything_without_a_contact(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.settings.NIANBAO_CONTACT", "")
    site = serve(reports(1))
    outcome = crawled(portal(site, note="a real portal"))["test"]
    assert outcome.status == "failed"
    assert "NIANBAO_CONTACT" in (outcome.reason or "")
    assert site.log == []


def test_one_request_at_a_time_and_never_sooner_than_the_delay(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(5, wait_s=0.03))
    crawled(portal(site, options={"delay": "0.1"}))
    times = sorted((seen.began, seen.ended) for seen in site.log)
    assert len(times) == 7
    for (began, ended), (next_began, _) in pairwise(times):
        assert next_began >= ended
        assert next_began - began >= 0.095


def test_the_delay_is_two_seconds_where_the_row_gives_none(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(0))
    crawled(portal(site, options={}))
    first, second = (seen.began for seen in site.log)
    assert second - first >= 1.95


def test_a_crawl_delay_is_obeyed(serve: Serve, crawled: Crawl) -> None:
    robots = Answer(b"User-agent: nianbao\nCrawl-delay: 0.3\n\nUser-agent: *\nDisallow: /\n")
    site = serve({**reports(2), "/robots.txt": robots})
    crawled(portal(site))
    began = sorted(seen.began for seen in site.log)
    assert len(began) == 4
    assert min(later - earlier for earlier, later in pairwise(began)) >= 0.29


def test_rows_that_share_a_host_take_turns_and_others_run_side_by_side(serve: Serve, crawled: Crawl) -> None:
    shared, other = serve(reports(6, wait_s=0.05)), serve(reports(6, wait_s=0.05))
    crawled(
        portal(shared, id="one"),
        portal(shared, id="two"),
        portal(other, id="three"),
    )
    times = sorted((seen.began, seen.ended) for seen in shared.log)
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(times))
    others = [(seen.began, seen.ended) for seen in other.log]
    assert any(a < d and c < b for a, b in times for c, d in others)


def test_the_second_crawl_asks_for_everything_conditionally(serve: Serve, crawled: Crawl) -> None:
    pages = reports(3) | {
        "/zfxxgknb/": html(
            "".join(row(f"/a/{n}.html", title(2023, f"第{n}局")) for n in range(3))
            + row("/gone.html", title(2020))
            + row("/blocked.html", title(2021))
        ),
        "/gone.html": html("<p>页面不存在</p>", status=404),
        "/blocked.html": html("<script>document.cookie='a=1'</script>", status=521),
    }
    site = serve(pages)
    first = crawled(portal(site))["test"]
    before, asked = crawled.captured(), len(site.log)
    second = crawled(portal(site))["test"]
    again = site.log[asked:]
    assert sorted(site.paths(asked)) == sorted(site.paths()[:asked])
    assert all(seen.is_conditional and seen.status == 304 for seen in again)
    after = crawled.captured()
    assert after["/a/0.html"] == ("article", "not-modified", None)
    assert after["/gone.html"] == before["/gone.html"] == ("article", "missing", "not-found-404")
    assert after["/blocked.html"] == before["/blocked.html"] == ("article", "blocked", "challenge-521")
    assert (first.new_documents, second.new_documents) == (3, 0)
    assert (second.articles, second.not_modified) == (first.articles, 4)


def test_a_page_that_changed_is_a_new_document_beside_the_old(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(2))
    crawled(portal(site))
    site.pages["/a/1.html"] = html(REPORT + "更正")
    assert crawled(portal(site))["test"].new_documents == 1
    assert crawled.rows("select count(*) from documents") == [(3,)]


def test_a_challenge_is_stored_as_evidence_and_never_as_a_document(serve: Serve, crawled: Crawl) -> None:
    challenge = html("<script>document.cookie='__jsl_clearance=1';location.reload()</script>")
    site = serve({"/zfxxgknb/": html(row("/a.html", title(2023))), "/a.html": challenge})
    outcome = crawled(portal(site))["test"]
    assert outcome.status == "failed"
    assert "1 blocked" in (outcome.reason or "")
    stored = crawled.rows("select body_sha256, document_sha256 from captures where url like '%/a.html'")
    assert stored[0][0] is not None
    assert stored[0][1] is None
    assert site.paths().count("/a.html") == 1


@pytest.mark.parametrize(
    ("answer", "disposition", "reason", "asked"),
    [
        (html("忙", status=503), "failed", "unavailable-503 after 3 attempts", 3),
        (html("慢些", status=429), "blocked", "rate-limited-429 after 3 attempts", 3),
        (html("拒", status=403), "blocked", "forbidden-403", 1),
        (html(REPORT, declared_length=99_999), "failed", "truncated after 3 attempts", 3),
        (html("", status=302), "failed", "http-302", 1),
        (Answer(b"", 302, {"Location": "/a.html?x=1"}), "failed", "redirect-loop", 6),
        (Answer(b"", 301, {"Location": "http://mirror.test/a"}), "failed", "redirect-to-foreign-host", 1),
    ],
)
def test_a_failure_is_recorded_once_with_its_reason(
    serve: Serve, crawled: Crawl, answer: Answer, disposition: str, reason: str, asked: int
) -> None:
    listed = html(row("/a.html", title(2023)) + row("/b.html", title(2022)))
    loops = {
        f"/a.html?x={number}": Answer(b"", 302, {"Location": f"/a.html?x={number + 1}"})
        for number in range(9)
    }
    site = serve({"/zfxxgknb/": listed, "/a.html": answer, "/b.html": html(REPORT), **loops})
    outcome = crawled(portal(site))["test"]
    kind, came, why = crawled.captured()["/a.html"]
    assert (kind, came) == ("article", disposition)
    assert (why or "").startswith(reason)
    assert sum(path.startswith("/a.html") for path in site.paths()) == asked
    assert crawled.rows("select count(*) from captures where url like '%/a.html%'") == [(1,)]
    assert outcome.status == "partial"
    assert outcome.articles == 1


def test_a_host_that_does_not_answer_is_unreachable_and_not_absent(crawled: Crawl) -> None:
    with Site({}) as site:
        row_of_it = portal(site)
    outcome = crawled(row_of_it)["test"]
    assert outcome.status == "failed"
    assert crawled.captured()["/zfxxgknb/"][1:] == ("unreachable", "connection-refused after 3 attempts")


def test_a_retried_page_that_comes_after_all_is_stored(serve: Serve, crawled: Crawl) -> None:
    pages = reports(1)
    pages["/a/0.html"] = [html("忙", status=503, has_validators=False), html(REPORT)]
    outcome = crawled(portal(serve(pages)))["test"]
    assert outcome.status == "complete"
    assert crawled.captured()["/a/0.html"] == ("article", "ok", None)


def test_a_retry_waits_as_long_as_the_server_asks(serve: Serve, crawled: Crawl) -> None:
    pages = reports(1)
    busy = Answer(b"busy", 503, {"Retry-After": "1"}, has_validators=False)
    pages["/a/0.html"] = [busy, html(REPORT)]
    site = serve(pages)
    crawled(portal(site))
    first, second = (seen.began for seen in site.log if seen.path == "/a/0.html")
    assert second - first >= 0.95


def test_a_file_above_the_limit_is_not_taken(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.settings.DOWNLOAD_MAXSIZE", 50_000)
    pages = reports(2)
    pages["/a/1.html"] = html("长" * 60_000)
    crawled(portal(serve(pages)))
    assert crawled.captured()["/a/1.html"] == ("article", "failed", "too-large")


_SCRIPT = """
import sys
from pathlib import Path
from archive import runs
from archive.models import Portal
from archive.store import Archive
from crawler.run import crawl
portal = Portal("test", "测试", "990101", "county", sys.argv[3], "generic", {"delay": "0.02"}, (), None,
                "active", "loopback")
crawl([portal], data=Path(sys.argv[1]), run_id=sys.argv[2])
"""


@pytest.mark.parametrize("pages_before", [3, 9])
def test_a_killed_crawl_goes_on_where_it_was(serve: Serve, crawled: Crawl, pages_before: int) -> None:
    site = serve(reports(14))
    start: Portal = portal(site)
    crawled.data.mkdir()
    archive = Archive.open(crawled.data)
    run = runs.begin(archive, "crawl")
    archive.close()
    command = [sys.executable, "-c", _SCRIPT, str(crawled.data), run.id, start.start_url]
    process = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 20
    while len(site.log) < pages_before and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert pages_before <= len(site.log) < 16
    outcome = crawled(start, resume=True)["test"]
    assert crawled.run_id == run.id
    assert (outcome.status, outcome.articles, outcome.new_documents) == ("complete", 14, 14)
    twice = [path for path in set(site.paths()) if site.paths().count(path) > 1]
    assert len(twice) <= 1  # at most the one that was in flight
    assert crawled.rows("select count(*), count(distinct url) from captures") == [(16, 16)]
