"""How the servers behave: validators, visits, ports, the log."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin

import pytest

from archive.models import CaptureKind
from nianbao.demo import DemoPortals, manifest
from tests.demo.browse import Answer, fetch, find_section, list_pages, list_rows

REGISTRY_COLUMNS = (
    "id",
    "name",
    "division_code",
    "level",
    "start_url",
    "platform",
    "options",
    "hosts",
    "first_year",
    "status",
    "note",
)


def _everything(portals: DemoPortals) -> Iterator[tuple[str, Answer]]:
    """Portal id with each of its pages, as a reader would come by them."""
    for row in portals.registry_rows():
        root = urljoin(row["start_url"], "/")
        section = find_section(root)
        urls = [root, urljoin(root, "/robots.txt"), *list_pages(row["platform"], section)]
        urls += list_rows(row["platform"], section)
        for report in manifest().reports:
            urls += [urljoin(root, r.path) for r in report.renditions if report.portal_id == row["id"]]
        for url in dict.fromkeys(urls):
            yield row["id"], fetch(url)


def test_everything_is_served_in_under_five_seconds(first: DemoPortals) -> None:
    started = time.monotonic()
    assert sum(1 for _ in _everything(first)) > 150
    assert time.monotonic() - started < 5


def test_every_answer_but_a_redirect_is_conditional(first: DemoPortals) -> None:
    for _, answer in _everything(first):
        if answer.status == 301:
            assert "ETag" not in answer.headers
            continue
        by_tag = fetch(answer.url, {"If-None-Match": answer.headers["ETag"]})
        assert (by_tag.status, by_tag.body) == (304, b"")
        since = {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert fetch(answer.url, since).status == 304


def test_a_stale_validator_gets_the_page_again(first: DemoPortals) -> None:
    url = first.registry_rows()[0]["start_url"]
    fresh = fetch(url)
    assert fetch(url, {"If-None-Match": '"other"'}).body == fresh.body
    assert fetch(url, {"If-Modified-Since": "Mon, 01 Jan 2018 00:00:00 GMT"}).body == fresh.body
    assert fetch(url, {"If-Modified-Since": "yesterday"}).status == 200
    both = {"If-None-Match": '"other"', "If-Modified-Since": fresh.headers["Last-Modified"]}
    assert fetch(url, both).status == 200


def test_visits_differ_only_in_the_changed_and_the_new_report(
    first: DemoPortals, second: DemoPortals
) -> None:
    before = {(portal, _path(answer)): answer for portal, answer in _everything(first)}
    after = {(portal, _path(answer)): answer for portal, answer in _everything(second)}
    changed = {key for key, answer in after.items() if key not in before or answer.body != before[key].body}
    revised = next(report for report in manifest().reports if report.revised_figures)
    new = next(report for report in manifest().reports if report.versions == (0, 1))
    lists = {("demo-songlan", f"/songlan/gknb/{name}.shtml") for name in ("list", "list_2", "list_3")}
    pages = {(report.portal_id, report.renditions[0].path) for report in (revised, new)}
    assert changed == lists | pages
    assert set(after) - set(before) == {("demo-songlan", "/songlan/gknb/list_3.shtml")}
    assert before[new.portal_id, new.renditions[0].path].status == 404
    for key in changed & set(before):
        assert after[key].headers["ETag"] != before[key].headers["ETag"]
        since = {"If-Modified-Since": before[key].headers["Last-Modified"]}
        assert fetch(after[key].url, since).status == 200


def _path(answer: Answer) -> str:
    return "/" + answer.url.split("/", 3)[3]


def test_the_revision_changes_what_the_manifest_says() -> None:
    revised = next(report for report in manifest().reports if report.revised_figures)
    assert revised.versions == (1, 2)
    assert revised.revised_figures is not None
    moved = {key for key, figure in revised.figures.items() if revised.revised_figures[key] != figure}
    rows = ("new_received", "granted", "total_handled")
    assert moved == {("applications", row, column) for row in rows for column in ("natural_person", "total")}


def test_nothing_is_random_between_visits(first: DemoPortals) -> None:
    with DemoPortals() as again:
        for (_, one), (_, other) in zip(_everything(first), _everything(again), strict=True):
            assert (one.status, one.body) == (other.status, other.body)


def test_the_log_tells_who_asked_for_what_and_how(first: DemoPortals) -> None:
    url = urljoin(first.registry_rows()[3]["start_url"], "/robots.txt")
    before = len(first.requests)
    answer = fetch(url)
    fetch(url, {"If-None-Match": answer.headers["ETag"]})
    plain, conditional = first.requests[before:]
    assert (plain.portal_id, plain.method, plain.path) == ("demo-yunqi", "GET", "/robots.txt")
    assert (plain.is_conditional, plain.status) == (False, 200)
    assert (conditional.is_conditional, conditional.status) == (True, 304)
    assert all(one.time <= other.time for one, other in pairwise(first.requests[before:]))


def test_dataproxy_answers_get_and_post_alike_and_any_window(first: DemoPortals) -> None:
    section = first.registry_rows()[3]["start_url"]
    proxy = urljoin(section, "/module/web/jpage/dataproxy.jsp")
    fields = {"columnid": "1229214366", "unitid": "6793088", "webid": "2745", "perpage": "5"}
    window = {"startrecord": "3", "endrecord": "4"}
    posted = fetch(proxy, form=fields | window)
    query = "&".join(f"{name}={value}" for name, value in (fields | window).items())
    assert posted.body == fetch(f"{proxy}?{query}").body
    assert posted.text.count("<record>") == 2
    mixed = fetch(f"{proxy}?startrecord=3&endrecord=4&perpage=5", form=fields)
    assert mixed.body == posted.body
    assert "<record>" not in fetch(proxy, form=fields | window | {"unitid": "1"}).text


def test_post_is_refused_elsewhere(first: DemoPortals) -> None:
    assert fetch(first.registry_rows()[0]["start_url"], form={"a": "b"}).status == 405


def test_downloads_come_with_the_headers_of_their_family(first: DemoPortals) -> None:
    starts = {row["id"]: row["start_url"] for row in first.registry_rows()}
    types = {}
    for report in manifest().reports_on(1):
        for rendition in report.renditions:
            if rendition.kind is CaptureKind.ATTACHMENT:
                answer = fetch(urljoin(starts[report.portal_id], rendition.path))
                has_name = "Content-Disposition" in answer.headers
                types[report.portal_id] = (answer.headers["Content-Type"].split("/")[1][:12], has_name)
    assert types["demo-yunqi"] == types["demo-xingchuan"] == ("octet-stream", True)
    assert types["demo-qinghe"] == types["demo-songlan"] == ("vnd.openxmlf", False)


def test_registry_rows_have_the_contract_columns(first: DemoPortals) -> None:
    rows = first.registry_rows()
    assert [row["platform"] for row in rows] == ["trs", "trs", "trs", "jcms", "ucap", "vsb", "generic"]
    for row, port in zip(rows, first.ports, strict=True):
        assert tuple(row) == REGISTRY_COLUMNS
        assert f"127.0.0.1:{port}/" in row["start_url"]
        assert "loopback" in row["note"]
        assert row["options"] == "delay=0.01;revisit=always"


def test_a_taken_port_is_named_and_nothing_stays_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        portals = DemoPortals(ports=[0, 0, 0, 0, 0, 0, port])
        with pytest.raises(OSError, match=f"port {port} .*demo-luxu"):
            portals.start()
        assert portals.ports == ()


def test_bad_arguments_get_clear_errors() -> None:
    with pytest.raises(ValueError, match="expected 7, one a portal, found 2"):
        DemoPortals(ports=[1, 2])
    with pytest.raises(ValueError, match="found 0"):
        DemoPortals(visit=0)
    with pytest.raises(RuntimeError, match="not running"):
        DemoPortals().registry_rows()


def test_given_ports_are_used_again_after_a_stop() -> None:
    with DemoPortals() as portals:
        ports = portals.ports
    with DemoPortals(ports=ports) as again:
        assert again.ports == ports
        assert fetch(again.registry_rows()[0]["start_url"]).status == 200


def test_a_client_that_goes_away_leaves_no_trace_on_standard_error(
    first: DemoPortals, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", first.ports[0])) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")
    assert fetch(first.registry_rows()[0]["start_url"]).status == 200
    time.sleep(0.1)
    assert capfd.readouterr().err == ""
