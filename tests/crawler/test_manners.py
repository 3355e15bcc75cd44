"""What ends a site's part of a run, what bounds it, and that nobody can lower the floor by accident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import publish
from archive.models import Capture, CaptureKind, Disposition, Portal
from archive.store import Archive
from crawler.admission import Admission, Standing, Stops
from crawler.exceptions import Withheld
from crawler.night import CHINA, Night
from crawler.retrying import retry_after
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html
from tests.crawler.test_conduct import REPORT, reports
from tests.crawler.test_scrapy_commands import registry_of, scrapy

Serve = Callable[[dict[str, Any]], Site]
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def china(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 5, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"0", 0),
        (b" 120 ", 120),
        (b"Mon, 05 Jan 2026 12:02:00 GMT", 120),
        (b"Mon, 05 Jan 2026 11:00:00 GMT", 0),
        (b"9" * 40, 999_999_999),
        (b"-5", None),
        (b"soon", None),
        (b"Mon, 05 Jan 2026 12:02:00 +" + b"9" * 20, None),
        ("１２".encode(), None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header, lambda: NOW) == seconds


@pytest.mark.parametrize(
    ("moment", "is_night"),
    [
        (china(22), True),
        (china(23, 59), True),
        (china(0), True),
        (china(6, 59), True),
        (china(7), False),
        (china(12), False),
        (china(21, 59), False),
        (datetime(2026, 1, 5, 15, tzinfo=UTC), True),  # 23:00 in China
    ],
)
def test_the_night_is_from_ten_to_seven_in_china(moment: datetime, is_night: bool) -> None:
    assert Night().holds(moment) is is_night


def capture(disposition: Disposition, reason: str | None = None) -> Capture:
    return Capture(
        "r", "p", "http://a.gov.cn/1", "2026-01-05T00:00:00Z", CaptureKind.ARTICLE, disposition, reason
    )


BLOCKED, GOOD = capture(Disposition.BLOCKED, "challenge-521"), capture(Disposition.OK)
DOWN = capture(Disposition.UNREACHABLE, "timeout after 3 attempts")


@pytest.mark.parametrize(
    ("captures", "reason"),
    [
        ([BLOCKED] * 3, "challenged"),
        ([BLOCKED, BLOCKED, GOOD, BLOCKED, BLOCKED, GOOD], None),
        ([BLOCKED, GOOD] * 4 + [BLOCKED], "challenged"),
        ([capture(Disposition.BLOCKED, "login-page")] * 9, None),
        ([capture(Disposition.MISSING, "not-found-404")] * 9, None),
        ([DOWN] * 5, "not-answering"),
        ([DOWN] * 4 + [GOOD, DOWN], None),
        ([capture(Disposition.FAILED, "http-500 after 3 attempts")] * 5, "not-answering"),
    ],
)
def test_a_site_is_left_alone_after_repeated_challenges_or_silence(
    captures: list[Capture], reason: str | None
) -> None:
    standing = Standing()
    assert [standing.take(each) for each in captures][-1] == reason


def test_one_that_is_left_alone_is_left_alone_by_all_crawls_of_the_run() -> None:
    first, second, next_run = (Admission(run, 9) for run in ("one", "one", "two"))
    for number in range(3):
        first.note(replace(BLOCKED, url=f"http://a.gov.cn/{number}"))
    with pytest.raises(Withheld, match="challenged"):
        second.check("http://b.a.gov.cn/")
    next_run.check("http://b.a.gov.cn/")


def blocked_list(count: int) -> dict[str, Any]:
    pages = {f"/b/{number}.html": html("拒", status=403) for number in range(count)}
    listed = "".join(row(path, title(2010 + number)) for number, path in enumerate(pages))
    return {"/zfxxgknb/": html(f"<ul>{listed}</ul>"), **pages}


def test_after_three_challenges_the_rest_is_left_to_the_next_run(serve: Serve, crawled: Crawl) -> None:
    site = serve(blocked_list(10))
    outcome = crawled(portal(site))["test"]
    came = [what for path, (_, what, _) in crawled.captured().items() if path.startswith("/b/")]
    assert sum(path.startswith("/b/") for path in site.paths()) == 3
    assert sorted(came) == ["blocked"] * 3 + ["deferred"] * 7
    assert (outcome.status, outcome.deferred) == ("failed", 7)
    assert "challenged" in outcome.codes


def test_a_run_that_was_killed_after_the_challenges_asks_for_nothing_more(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(blocked_list(10))
    crawled(portal(site))
    asked = len(site.log)
    monkeypatch.setattr("crawler.admission.STOPS", Stops())  # as in a new process
    archive = Archive.open(crawled.data)
    with archive.db.atomic():  # killed before any of these was recorded
        archive.db.conn.execute("delete from captures where disposition = 'deferred'")
    archive.close()
    assert "deferred" not in {came for _, came, _ in crawled.captured().values()}
    outcome = crawled(portal(site), resume=True)["test"]
    assert len(site.log) == asked
    assert (outcome.status, outcome.deferred) == ("failed", 7)


def covered(crawled: Crawl, row_of_it: Portal) -> list[tuple[int]]:
    """What the coverage view says was left to the next run."""
    archive = Archive.open(crawled.data)
    publish.publish(archive)
    archive.close()
    return crawled.rows("select deferred_count from coverage where portal_id = ?", row_of_it.id)


def test_at_the_ceiling_the_rest_is_left_to_the_next_run_which_takes_it(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(12))
    row_of_it = portal(site, options={"delay": "0", "max_requests": "8"}, first_year=2023)
    first = crawled(row_of_it)["test"]
    assert len(site.log) == 8
    assert (first.status, first.deferred) == ("partial", 6)
    assert "request-ceiling" in first.codes
    assert covered(crawled, row_of_it) == [(6,)]
    reasons = crawled.rows("select reason, count(*) from captures where disposition = 'deferred'")
    assert reasons == [("request-ceiling", 6)]
    second = crawled(row_of_it)["test"]
    assert (second.articles, second.deferred) == (6, 0)
    assert len(site.log) == 8 + 8  # robots.txt, the list, the six that were left; not those it has
    assert crawled.rows("select count(distinct document_sha256) from captures") == [(12,)]
    assert covered(crawled, row_of_it) == [(0,)]


def test_a_killed_run_does_not_begin_its_count_anew(serve: Serve, crawled: Crawl) -> None:
    site = serve(reports(12))
    row_of_it = portal(site, options={"delay": "0", "max_requests": "8"})
    crawled(row_of_it)
    crawled(row_of_it, resume=True)
    assert len(site.log) == 8


def test_outside_the_night_nothing_is_asked_and_all_is_left(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(reports(3))
    at = china(21, 59)
    monkeypatch.setattr("crawler.night.china_now", lambda: at)
    outcome = crawled(portal(site), night=True)["test"]
    assert (site.log, outcome.status, outcome.codes) == ([], "partial", ("night-window",))
    at = china(22)
    assert crawled(portal(site), night=True)["test"].status == "complete"


def test_a_night_that_ends_in_the_middle_of_a_crawl_ends_it(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(reports(6))
    monkeypatch.setattr("crawler.night.china_now", lambda: china(7 if len(site.log) >= 4 else 6))
    outcome = crawled(portal(site, options={"delay": "0", "night": "1"}))["test"]
    assert (len(site.log), outcome.status, outcome.articles, outcome.deferred) == (4, "partial", 2, 4)


def test_a_robots_txt_of_another_host_is_read_where_ours_refers_to_it(serve: Serve, crawled: Crawl) -> None:
    elsewhere = serve({"/robots.txt": Answer(b"User-agent: *\nDisallow: /a/\n")})
    refers = Answer(b"", 302, {"Location": elsewhere.url + "/robots.txt"}, has_validators=False)
    site = serve({**reports(2), "/robots.txt": refers})
    assert crawled(portal(site))["test"].robots == 2
    assert elsewhere.paths() == ["/robots.txt"]
    refers = Answer(b"", 302, {"Location": elsewhere.url + "/index.html"}, has_validators=False)
    site.pages["/robots.txt"] = refers
    assert crawled(portal(site))["test"].articles == 2
    assert elsewhere.paths() == ["/robots.txt"]


def test_a_file_may_take_longer_than_a_page(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 0.3)
    site = serve(
        {
            "/zfxxgknb/": html(row("/a.html", title(2023))),
            "/a.html": html(f'{REPORT}<a href="/a.pdf">附件</a>'),
            "/a.pdf": Answer(b"%PDF-1.7 slow", wait_s=0.8),
        }
    )
    assert crawled(portal(site))["test"].attachments == 1


def test_a_crawl_delay_of_an_hour_leaves_the_site_to_a_person(serve: Serve, crawled: Crawl) -> None:
    site = serve({**reports(2), "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 3600\n")})
    outcome = crawled(portal(site))["test"]
    assert site.paths() == ["/robots.txt"]
    assert crawled.captured()["/zfxxgknb/"][1:] == ("deferred", "crawl-delay")
    assert outcome.status != "complete"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0.5"),
        ("ROBOTSTXT_OBEY", "False"),
        ("CONCURRENT_REQUESTS", "16"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0"),
        ("AUTOTHROTTLE_ENABLED", "True"),
        ("DOWNLOAD_DELAY_JITTER", "0.9"),
        ("COOKIES_ENABLED", "True"),
        ("RETRY_TIMES", "50"),
        ("USER_AGENT", "Mozilla/5.0"),
        ("NIANBAO_MAX_REQUESTS", "0"),
        ("DOWNLOADER_MIDDLEWARES", '{"crawler.robots.Robots": 5}'),
        ("DOWNLOAD_HANDLERS", '{"http": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"}'),
        ("DOWNLOAD_HANDLERS", '{"http": "no.such.Handler"}'),
    ],
)
def test_a_setting_below_the_floor_is_refused_off_loopback(
    crawled: Crawl, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr("crawler.settings.NIANBAO_CONTACT", "mailto:a@b.test")
    monkeypatch.setattr("crawler.settings.USER_AGENT", "nianbao/0.1 (+mailto:a@b.test)")
    monkeypatch.setattr(f"crawler.settings.{name}", value)
    with Site({}) as site:
        start = site.url.replace("127.0.0.1", "portal.test") + "/"
        outcome = crawled(portal(site, start_url=start, options={}, note="real"))["test"]
    assert outcome.status == "failed"
    assert f"{name}: expected" in (outcome.reason or "")
    assert value.startswith("{") or f"found {value!r}" in (outcome.reason or "")
    assert crawled.rows("select count(*) from captures") == [(0,)]


def test_scrapy_s_own_command_line_cannot_lower_the_floor(tmp_path: Path) -> None:
    with Site({}) as site:
        path = registry_of(site, tmp_path / "portals.csv")
        text = path.read_text("utf-8").replace("127.0.0.1", "www.portal.gov.cn").replace("delay=0.05", "")
        path.write_text(text.replace("990101", "110105").replace("loopback", "real"), "utf-8")
        done = scrapy(
            *("crawl", "demo", "-s", "DOWNLOAD_DELAY=0.1", "-s", "ROBOTSTXT_OBEY=0"),
            NIANBAO_REGISTRY=str(path),
            NIANBAO_DATA=str(tmp_path / "var"),
            NIANBAO_CONTACT="mailto:a@b.test",
        )
    assert done.returncode == 1
    assert "DOWNLOAD_DELAY: expected at least 2 (seconds), found '0.1'" in done.stderr
    assert "ROBOTSTXT_OBEY: expected True" in done.stderr
    assert site.log == []


def test_a_portal_on_this_machine_may_have_any_settings(serve: Serve, crawled: Crawl) -> None:
    assert crawled(portal(serve(reports(1))))["test"].status == "complete"


def test_nobody_listening_for_https_is_asked_over_http_and_it_is_told(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(reports(2))
    with Site({}) as gone:
        secure = gone.url.replace("http:", "https:")
    hosts = (site.url.removeprefix("http://"),)
    monkeypatch.setattr(
        "crawler.fallback.plain_url",
        lambda url: site.url + url.removeprefix(secure) if url.startswith(secure) else None,
    )
    outcome = crawled(portal(site, start_url=secure + "/zfxxgknb/", hosts=hosts))["test"]
    assert (outcome.status, outcome.articles) == ("complete", 2)
    assert crawled.issues() == ["http-fallback"]
    urls = crawled.rows("select url, final_url from captures where kind = 'list'")
    assert urls == [(secure + "/zfxxgknb/", site.url + "/zfxxgknb/")]
