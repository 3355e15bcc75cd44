"""Records as warcio reads them back, digests checked."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.warc import records
from archive.warc.exchange import Earlier, Exchange

AT = datetime(2024, 1, 2, 3, 4, 5)
HEAD = "HTTP/1.1 200 OK\r\nX-名: 值\r\n\r\n".encode()


def read(data: bytes) -> list[tuple[dict[str, str], bytes]]:
    """The fields and the payload of each record, once their digests hold."""
    found = []
    for record in ArchiveIterator(BytesIO(data), check_digests="raise"):
        payload = record.content_stream().read()
        found.append((dict(record.rec_headers.headers), payload))
    return found


@pytest.mark.parametrize("size", [0, 5, 1800, 70_000])
def test_an_exchange_of_any_size_is_read_back(size: int) -> None:
    body = bytes(n * n % 251 for n in range(size))
    request = b"POST /a HTTP/1.1\r\nHost: a\r\n\r\n" + body
    exchange = Exchange("http://a.gov.cn/a", AT, request, HEAD, body, ip_address="10.0.0.1")
    (answer, came), (asked, sent) = read(records.pack(records.pair(exchange, None, "<urn:uuid:1>")))
    assert (came, sent) == (body, body)
    assert (answer["WARC-Type"], asked["WARC-Type"]) == ("response", "request")
    assert asked["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert answer["WARC-Date"] == "2024-01-02T03:04:05.000000Z"
    for fields in (answer, asked):
        assert fields["WARC-Target-URI"] == "http://a.gov.cn/a"
        assert (fields["WARC-IP-Address"], fields["WARC-Warcinfo-ID"]) == ("10.0.0.1", "<urn:uuid:1>")


@pytest.mark.parametrize(("status", "profile"), [(304, records.NOT_MODIFIED), (200, records.IDENTICAL)])
def test_a_revisit_has_a_head_and_no_body(status: int, profile: str) -> None:
    head = b"HTTP/1.1 %d A\r\n\r\n" % status
    exchange = Exchange("http://a/", AT, b"GET / HTTP/1.1\r\n\r\n", head, b"" if status == 304 else b"body")
    earlier = Earlier("http://b/", "2023-01-01T00:00:00Z", "<urn:uuid:2>", "sha1:X")
    packed = records.pack(records.pair(exchange, earlier, "<urn:uuid:1>"))
    fields, payload = read(packed)[0]
    assert (fields["WARC-Profile"], fields["WARC-Payload-Digest"], payload) == (profile, "sha1:X", b"")
    assert (fields["WARC-Refers-To"], fields["WARC-Refers-To-Target-URI"]) == ("<urn:uuid:2>", "http://b/")


def test_who_wrote_a_file_is_told_without_what_is_not_known() -> None:
    record = records.warcinfo("a.warc.gz", {"software": "年报", "operator": ""})
    [(fields, told)] = read(records.pack((record,)))
    assert (fields["WARC-Filename"], fields["WARC-Record-ID"]) == ("a.warc.gz", record.id)
    assert told.decode() == "software: 年报\r\n"
