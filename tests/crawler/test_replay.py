"""pywb, a program of other people, plays the archive's WARC files back byte for byte (`make replay`)."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.conftest import Crawl, portal
from tests.crawler.server import Answer, Site, html
from tests.crawler.test_warc import REPORT, pages
from tests.crawler.warcs import answers, files

Serve = Callable[[dict[str, Any]], Site]
_OWN = Path(__file__).parents[2] / ".venv" / "replay" / "bin"
WAYBACK = shutil.which("wayback", path=str(_OWN)) or shutil.which("wayback")
REASON = "pywb is not installed; `make replay` installs it"


@pytest.mark.slow  # starts pywb, which takes three seconds
@pytest.mark.skipif(WAYBACK is None, reason=REASON)
def test_pywb_plays_back_pages_revisits_and_redirects(serve: Serve, crawled: Crawl, tmp_path: Path) -> None:
    moved = Answer(b"moved", 301, {"Location": "/there.html"}, has_validators=False)
    changing = html(REPORT + "甲")
    same = html(REPORT + "同", has_validators=False)
    site = serve(pages(a=changing, b=same, c=same, d=moved) | {"/there.html": html(REPORT + "去")})
    crawled(portal(site))
    time.sleep(1.1)  # the index of a wayback machine counts in seconds
    crawled(portal(site))
    kinds = [(r.kind, r.status) for path in ("/a.html", "/c.html") for r in answers(crawled.data, path)]
    assert kinds == [("response", 200), ("revisit", 304), ("revisit", 200), ("revisit", 200)]
    with replayed(crawled.data, tmp_path) as fetch:
        for path, body in (("/a.html", changing.body), ("/b.html", same.body), ("/c.html", same.body)):
            for record in answers(crawled.data, path):
                status, headers, replay = fetch(record.fields["WARC-Date"], site.url + path)
                # pywb answers 304 where the server did, though the revisit names the record with the page.
                assert (status, replay) == ((200, body) if record.status == 200 else (304, b""))
                assert headers["Content-Type"] == "text/html; charset=utf-8"
        status, headers, _ = fetch("2026", f"{site.url}/d.html")
        assert status == 301
        assert headers["Location"].endswith("/there.html")
        assert fetch("2026", f"{site.url}/none.html")[0] == 404


Fetch = Callable[[str, str], tuple[int, dict[str, str], bytes]]


@contextmanager
def replayed(data: Path, folder: Path) -> Iterator[Fetch]:
    """A wayback machine on loopback with the WARC files of an archive; gives a fetch by moment and URL."""
    assert WAYBACK is not None
    manager = str(Path(WAYBACK).with_name("wb-manager"))
    _run(folder, manager, "init", "nianbao")
    _run(folder, manager, "add", "nianbao", *map(str, files(data)))
    port = _free_port()
    command = [WAYBACK, "--bind", "127.0.0.1", "--port", str(port)]
    with (folder / "wayback.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _await(port, server)
        yield lambda moment, url: _fetch(port, f"/nianbao/{_digits(moment)}id_/{url}")
    finally:
        server.terminate()
        server.wait(10)


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("expected pywb to listen, found that it does not")


def _fetch(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def _digits(moment: str) -> str:
    """A WARC-Date as the timestamp of a replay URL."""
    return "".join(filter(str.isdigit, moment))[:14]
