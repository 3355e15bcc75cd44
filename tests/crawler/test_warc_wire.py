"""What goes into WARC is what went over the wire, byte for byte."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Headers

from crawler import wire
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.warcs import answers, records
from tests.crawler.wires import Wires

PAGE = ("<html><head><meta charset='gb18030'></head><body><h1>年度报告</h1>" + "<p>正文。</p>" * 80).encode(
    "gb18030"
)
LIST = f"<html><body><ul>{row('/a.html', title(2023))}</ul></body></html>".encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: text/html\r\n\r\n%b"
ODD_HEAD = (
    b"HTTP/1.1 200 Gut so\r\nsErVeR: odd/1\r\nSet-Cookie: a=1\r\nX-Empty:\r\nSet-Cookie: b=2\r\n"
    + "Content-Disposition: inline; filename=年报.html\r\n".encode("gbk")
    + b"Content-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
)
PACKED = gzip.compress(PAGE, mtime=0)
Taken = Callable[[bytes], Wires]


@pytest.fixture
def crawl_of(crawled: Crawl) -> Taken:
    """Crawl a list whose one report is answered by the given bytes."""

    def crawl(answer: bytes) -> Wires:
        with Wires({"/zfxxgknb/": OK % (len(LIST), LIST), "/a.html": answer}) as wires:
            crawled(portal(wires))  # type: ignore[arg-type]
        return wires

    return crawl


def stored(crawled: Crawl) -> tuple[str, str]:
    """The digest of the stored body of the report, and that of its payload."""
    ((sha256, digest),) = crawled.rows(
        "select body_sha256, payload_digest from captures where url like '%/a.html'"
    )
    return sha256, digest


def test_head_and_body_of_an_answer_stay_as_they_were_sent(crawl_of: Taken, crawled: Crawl) -> None:
    crawl_of(ODD_HEAD + PAGE)
    (answer,) = answers(crawled.data, "/a.html")
    assert answer.block == ODD_HEAD + PAGE


def test_a_request_is_kept_as_the_server_got_it(crawl_of: Taken, crawled: Crawl) -> None:
    wires = crawl_of(ODD_HEAD + PAGE)
    sent = {record.path: record.block for record in records(crawled.data) if record.kind == "request"}
    assert sent == wires.received
    assert set(sent) == {"/robots.txt", "/zfxxgknb/", "/a.html"}


def test_a_packed_body_stays_packed_beside_the_unpacked_blob(crawl_of: Taken, crawled: Crawl) -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    )
    crawl_of(head % len(PACKED) + PACKED)
    (answer,) = answers(crawled.data, "/a.html")
    assert answer.body == PACKED
    assert b"Content-Encoding: gzip\r\n" in answer.head
    sha256, digest = stored(crawled)
    assert sha256 == hashlib.sha256(PAGE).hexdigest()
    assert digest == answer.fields["WARC-Payload-Digest"]


def test_chunks_are_joined_and_the_header_that_no_longer_holds_is_renamed(
    crawl_of: Taken, crawled: Crawl
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    crawl_of(head + b"10\r\n" + PAGE[:16] + b"\r\n%x\r\n" % len(PAGE[16:]) + PAGE[16:] + b"\r\n0\r\n\r\n")
    (answer,) = answers(crawled.data, "/a.html")
    assert answer.head == head.replace(b"Transfer-", b"X-Archive-Orig-Transfer-")
    assert answer.body == PAGE


def test_an_interim_answer_gives_way_to_the_final_one(crawl_of: Taken, crawled: Crawl) -> None:
    crawl_of(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK % (len(PAGE), PAGE))
    (answer,) = answers(crawled.data, "/a.html")
    assert answer.block == OK % (len(PAGE), PAGE)


def test_what_was_posted_is_in_the_request(tmp_path: Path) -> None:
    request = Request("http://a.gov.cn/search?x=1#top", method="POST", body="page=2&词", headers={"A": "b"})
    sent = wire.request_bytes(request)
    assert sent.startswith(b"POST /search?x=1 HTTP/1.1\r\nContent-Length: 10\r\n")
    assert b"\r\nHost: a.gov.cn\r\n" in sent
    assert sent.endswith("\r\n\r\npage=2&词".encode())


def test_the_head_of_another_handler_s_answer_is_made_of_what_it_told() -> None:
    headers = Headers({"Content-Type": "text/html", "Set-Cookie": ["a=1", "b=2"]})
    assert wire.take_head(headers) is None
    assert wire.head_of(404, headers) == (
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"
    )
    assert wire.head_of(521, Headers()) == b"HTTP/1.1 521 \r\n\r\n"
