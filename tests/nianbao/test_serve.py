"""The site over HTTP, as `nianbao serve` opens it on the demo's archive."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.nianbao.conftest import NIANBAO, DemoRun

PATIENCE_S = 20


@pytest.fixture(scope="module")
def site(first_visit: DemoRun) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [NIANBAO, "serve", "--data", str(first_visit.data), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urlopen(address + "/-/versions.json"):
                return
        except URLError:
            assert time.monotonic() < end, "the site did not open"
            time.sleep(0.1)


def get(address: str, path: str) -> bytes:
    with urlopen(address + path) as answer:
        assert answer.status == 200
        body: bytes = answer.read()
        return body


def test_home_names_what_it_holds(site: str) -> None:
    page = get(site, "/").decode()
    assert "政府信息公开工作年度报告" in page
    assert '<html lang="zh' in page


def test_a_two_character_word_finds_what_a_scan_finds(site: str, first_visit: DemoRun) -> None:
    found = get(site, f"/archive/sections.csv?_search={quote('信访')}&_size=max&_bom=off").decode()
    ids = {int(row["id"]) for row in csv.DictReader(io.StringIO(found))}
    everything = first_visit.archive().db.conn.execute("select id, heading || text from sections")
    assert ids == {id_ for id_, text in everything if "信访" in text}
    assert ids


def test_a_csv_opens_in_excel(site: str) -> None:
    body = get(site, "/archive/publishers.csv?_size=max")
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert "青禾区人民政府" in {row["name"] for row in rows}


def test_a_report_leads_to_its_origin(site: str, first_visit: DemoRun) -> None:
    report, sha256, url = (
        first_visit.archive()
        .db.conn.execute("select id, document_sha256, url from reports order by id")
        .fetchone()
    )
    page = get(site, f"/archive/reports/{report}").decode()
    assert sha256 in page
    assert url in page


@pytest.mark.parametrize(
    "view", ["reports_wide", "indicators", "coverage", "revisions", "text_reuse", "portal_status"]
)
def test_every_view_of_the_contract_answers(site: str, view: str) -> None:
    assert get(site, f"/archive/{view}?_size=5")
