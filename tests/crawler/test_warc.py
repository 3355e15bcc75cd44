"""Which exchanges WARC holds, and that the archive's pointers lead to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from archive.warc import pointers
from archive.warc.reading import Header, header_at
from crawler import settings
from nianbao.evidence import broken_pointers
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html
from tests.crawler.warcs import Record, answers, checked, files, records
from tests.crawler.wires import Wires

Serve = Callable[[dict[str, Any]], Site]
REPORT = "<h1>年度报告</h1><p>一、总体情况。</p>" + "<p>正文。</p>" * 60
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def pages(**reports: Any) -> dict[str, Any]:
    """A list of reports by the name of their page, and the pages."""
    listed = "".join(row(f"/{name}.html", title(2023, f"第{name}局")) for name in reports)
    return {"/zfxxgknb/": html(listed)} | {f"/{name}.html": answer for name, answer in reports.items()}


def sound(crawled: Crawl) -> bool:
    """Whether `nianbao verify` finds every pointer right."""
    archive = Archive.open(crawled.data)
    faults = list(broken_pointers(archive))
    archive.close()
    assert faults == []
    return True


def pointed(crawled: Crawl, path: str) -> Header:
    """The record that the newest capture of a path points to."""
    name, offset = crawled.rows(
        "select warc_file, warc_offset from captures where url like ? order by id desc", f"%{path}"
    )[0]
    return header_at(crawled.data / pointers.FOLDER / name, offset)


def test_every_exchange_has_a_request_and_an_answer(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages(a=html(REPORT), b=html("无", status=404)))
    crawled(portal(site))
    kept = records(crawled.data)
    assert kept[0].kind == "warcinfo"
    assert sorted(r.path for r in kept if r.kind == "response") == sorted(site.paths())
    by_id = {r.fields["WARC-Record-ID"]: r for r in kept}
    for request in (r for r in kept if r.kind == "request"):
        answer = by_id[request.fields["WARC-Concurrent-To"]]
        assert (answer.path, answer.kind) == (request.path, "response")
        assert answer.fields["WARC-IP-Address"] == "127.0.0.1"
        assert answer.fields["WARC-Date"] == request.fields["WARC-Date"]
    assert {seen.path: seen.status for seen in site.log} == {
        r.path: r.status for r in kept if r.kind == "response"
    }
    assert sound(crawled)
    assert crawled.rows("select count(*) from captures where warc_file is null") == [(0,)]


def test_a_file_says_who_wrote_it_for_whom_and_from_where(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "NIANBAO_CONTACT", "mailto:a@b.example")
    monkeypatch.setattr(settings, "NIANBAO_VANTAGE", "北京")
    crawled(portal(serve(pages(a=html(REPORT)))))
    info = records(crawled.data)[0].block.decode()
    for line in (
        "robots: obey",
        "operator: mailto:a@b.example",
        "vantage: 北京",
        f"isPartOf: {crawled.run_id}",
    ):
        assert f"{line}\r\n" in info
    assert "software: nianbao/" in info
    assert "description: test 测试" in info


def test_every_hop_of_a_redirect_is_kept_and_the_capture_points_to_the_last(
    serve: Serve, crawled: Crawl
) -> None:
    hop = Answer(b"moved", 301, {"Location": "/there.html"}, has_validators=False)
    site = serve(pages(a=hop) | {"/there.html": html(REPORT)})
    crawled(portal(site))
    (first,), (last,) = answers(crawled.data, "/a.html"), answers(crawled.data, "/there.html")
    assert (first.status, first.body, last.status) == (301, b"moved", 200)
    assert pointed(crawled, "/a.html").url == f"{site.url}/there.html"
    assert sound(crawled)


def test_every_attempt_is_kept_and_the_capture_points_to_the_last(serve: Serve, crawled: Crawl) -> None:
    busy = html("忙", status=503, has_validators=False)
    crawled(portal(serve(pages(a=[busy, busy, html(REPORT)]))))
    attempts = answers(crawled.data, "/a.html")
    assert [(r.kind, r.status) for r in attempts] == [("response", 503), ("response", 503), ("response", 200)]
    assert pointed(crawled, "/a.html").record_id == attempts[-1].fields["WARC-Record-ID"]
    assert sound(crawled)


def test_a_redirect_to_another_host_leaves_the_redirect_as_evidence(serve: Serve, crawled: Crawl) -> None:
    away = Answer(b"", 302, {"Location": "http://mirror.test/a"}, has_validators=False)
    crawled(portal(serve(pages(a=away, b=html(REPORT)))))
    assert pointed(crawled, "/a.html").url.endswith("/a.html")
    assert answers(crawled.data, "/a.html")[0].status == 302
    assert sound(crawled)


def test_an_unchanged_page_is_a_revisit_of_the_first_record(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages(a=html(REPORT)))
    for _ in range(3):
        crawled(portal(site))
    first, *later = answers(crawled.data, "/a.html")
    assert first.kind == "response"
    assert [r.kind for r in later] == ["revisit", "revisit"]
    for again in later:
        assert again.status == 304
        assert again.fields["WARC-Profile"] == NOT_MODIFIED
        assert_refers(again, first)
    assert sound(crawled)
    digests = crawled.rows("select count(distinct payload_digest) from captures where url like '%/a.html'")
    assert digests == [(1,)]


def test_a_payload_seen_at_another_url_is_a_revisit(serve: Serve, crawled: Crawl) -> None:
    same = html(REPORT, has_validators=False)
    crawled(portal(serve(pages(a=same))))
    crawled(portal(serve(pages(b=same)), id="other"))
    (first,), (again,) = answers(crawled.data, "/a.html"), answers(crawled.data, "/b.html")
    assert (again.kind, again.status, again.body) == ("revisit", 200, b"")
    assert again.fields["WARC-Profile"] == IDENTICAL
    assert_refers(again, first)
    assert sound(crawled)


def test_nothing_refers_to_a_record_that_was_moved_away(serve: Serve, crawled: Crawl) -> None:
    site = serve(pages(a=html(REPORT, has_validators=False)))
    crawled(portal(site))
    files(crawled.data)[0].unlink()
    crawled(portal(site))
    (answer,) = answers(crawled.data, "/a.html")
    assert answer.kind == "response"


def test_what_our_own_limit_cut_is_marked(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DOWNLOAD_MAXSIZE", 50_000)
    crawled(portal(serve(pages(a=html("长" * 60_000), b=html(REPORT)))))
    (cut,) = answers(crawled.data, "/a.html")
    assert cut.fields["WARC-Truncated"] == "length"
    assert cut.status == 200
    assert crawled.captured()["/a.html"] == ("article", "failed", "too-large")
    assert pointed(crawled, "/a.html").is_truncated
    assert sound(crawled)


def test_an_answer_that_grows_beyond_the_limit_is_kept_as_far_as_it_came(
    crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DOWNLOAD_MAXSIZE", 100_000)
    listed = html(row("/a.html", title(2023))).body
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    answered = {"/zfxxgknb/": head + listed, "/a.html": head + b"x" * 400_000}
    with Wires(answered) as wires:
        crawled(portal(wires))  # type: ignore[arg-type]
    (cut,) = answers(crawled.data, "/a.html")
    assert cut.fields["WARC-Truncated"] == "length"
    assert cut.head == head
    assert 100_000 < len(cut.body) < 400_000
    assert set(cut.body) == set(b"x")


def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(serve: Serve, crawled: Crawl) -> None:
    crawled(portal(serve(pages(a=html(REPORT, declared_length=99_999), b=html(REPORT)))))
    attempts = answers(crawled.data, "/a.html")
    assert [r.fields["WARC-Truncated"] for r in attempts] == ["disconnect"] * 3
    assert {r.body for r in attempts} == {html(REPORT).body}
    assert answers(crawled.data, "/b.html")[0].kind == "response"  # and no revisit of half a page
    assert sound(crawled)


def test_an_answer_that_takes_too_long_is_kept_as_far_as_it_came(
    crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 0.4)
    monkeypatch.setattr(settings, "RETRY_TIMES", 0)
    listed = html(row("/a.html", title(2023))).body
    begun = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\nContent-Type: text/html\r\n\r\n%b"
    answered = {"/zfxxgknb/": begun % (len(listed), listed), "/a.html": begun % (99_999, b"half")}
    with Wires(answered, hold_s=0.8) as wires:
        crawled(portal(wires))  # type: ignore[arg-type]
    (cut,) = answers(crawled.data, "/a.html")
    assert cut.fields["WARC-Truncated"] == "time"
    assert cut.body == b"half"


def test_a_file_that_is_full_gives_way_to_the_next(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "NIANBAO_WARC_LIMIT", 2_000)
    reports = {f"r{number}": html(REPORT + str(number)) for number in range(6)}
    crawled(portal(serve(pages(**reports))))
    made = files(crawled.data)
    assert [path.name for path in made] == [
        f"{crawled.run_id}-test-{serial:05d}.warc.gz" for serial in range(1, len(made) + 1)
    ]
    assert len(made) > 2
    assert sum(r.kind == "warcinfo" for r in records(crawled.data)) == len(made)
    assert sound(crawled)


def test_each_portal_has_files_of_its_own(serve: Serve, crawled: Crawl) -> None:
    one, two = serve(pages(a=html(REPORT))), serve(pages(b=html(REPORT)))
    crawled(portal(one, id="one"), portal(two, id="one-00001"))
    assert {path.name.removeprefix(crawled.run_id) for path in files(crawled.data)} == {
        "-one-00001.warc.gz",
        "-one-00001-00001.warc.gz",
    }
    assert sound(crawled)


def test_a_resumed_run_goes_on_with_its_file_and_writes_nothing_that_it_recalls(
    serve: Serve, crawled: Crawl
) -> None:
    site = serve(pages(a=html(REPORT)))
    crawled(portal(site))
    before = len(records(crawled.data))
    crawled(portal(site), resume=True)
    (path,) = files(crawled.data)
    checked(path)
    assert len(records(crawled.data)) == before


def test_it_can_be_switched_off(serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "NIANBAO_WARC", False)
    outcome = crawled(portal(serve(pages(a=html(REPORT)))))["test"]
    assert outcome.articles == 1
    assert not (crawled.data / pointers.FOLDER).exists()
    assert crawled.rows("select count(*) from captures where warc_file is not null") == [(0,)]


def test_an_archive_begun_without_warc_has_no_revisits_of_what_it_does_not_hold(
    serve: Serve, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(pages(a=html(REPORT)))
    with monkeypatch.context() as off:
        off.setattr(settings, "NIANBAO_WARC", False)
        crawled(portal(site))
    crawled(portal(site))
    (answer,) = answers(crawled.data, "/a.html")
    assert (answer.kind, answer.status) == ("response", 304)
    assert sound(crawled)


def test_a_file_of_which_a_byte_was_changed_is_told(serve: Serve, crawled: Crawl, tmp_path: Path) -> None:
    crawled(portal(serve(pages(a=html(REPORT)))))
    archive = Archive.open(crawled.data)
    archive.db.conn.execute("update captures set url = url || 'x' where url like '%/a.html'")
    (fault,) = broken_pointers(archive)
    assert "/a.htmlx, found http" in fault
    archive.db.conn.execute("update captures set payload_digest = 'sha1:A', url = rtrim(url, 'x')")
    assert all("expected payload sha1:A" in line for line in broken_pointers(archive))
    (path,) = files(crawled.data)
    path.write_bytes(path.read_bytes()[:1000])
    assert any("expected a WARC record, found" in line for line in broken_pointers(archive))
    path.unlink()
    assert list(broken_pointers(archive)) == [
        f"warc {path.name}: expected the file of 3 captures, found none"
    ]
    archive.close()


def assert_refers(again: Record, first: Record) -> None:
    """That a revisit names its original in every way the standard has."""
    assert again.fields["WARC-Refers-To"] == first.fields["WARC-Record-ID"]
    assert again.fields["WARC-Refers-To-Target-URI"] == first.fields["WARC-Target-URI"]
    assert again.fields["WARC-Refers-To-Date"] == first.fields["WARC-Date"]
    assert again.fields["WARC-Payload-Digest"] == first.fields["WARC-Payload-Digest"]
