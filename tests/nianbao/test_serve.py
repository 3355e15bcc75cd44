"""The site over HTTP, as `nianbao serve` opens it on the demo's archive."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.nianbao.conftest import NIANBAO, DemoRun

PATIENCE_S = 20


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "log"


@pytest.fixture(scope="module")
def site(first_visit: DemoRun, log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [NIANBAO, "serve", "--data", str(first_visit.data), "--port", str(port)],
            stdout=file,
            stderr=subprocess.STDOUT,
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


def test_a_wrong_address_is_one_line_of_the_log(site: str, log: Path) -> None:
    with pytest.raises(HTTPError, match="404") as refusal:
        urlopen(f"{site}/archive/nothing")
    refusal.value.close()
    text = log.read_text("utf-8")
    assert "nothing" in text
    assert "Traceback" not in text
    assert "locals" not in text
