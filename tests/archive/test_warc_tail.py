"""A file that ends in the middle of a record is cut back to the last whole one, wherever it was torn."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive import captures, runs
from archive.models import Capture, CaptureKind, Disposition
from archive.store import Archive
from archive.warc import tail
from archive.warc.exchange import Exchange, Pointer
from archive.warc.reading import RecordUnreadable, header_at
from archive.warc.writer import WarcWriter

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
members = st.lists(st.binary(max_size=200), max_size=6)


def exchange(number: int) -> Exchange:
    url = f"http://a.gov.cn/{number}"
    body = f"page {number} ".encode() * 50
    return Exchange(url, datetime(2026, 1, 2, 3, 4, 5, 678), b"GET / HTTP/1.1\r\n\r\n", HEAD, body)


def kinds(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [record.rec_type for record in ArchiveIterator(file)]


@given(members, st.binary(max_size=300), st.integers(0, 300))
def test_what_follows_the_last_whole_member_is_found(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], last: bytes, lost: int
) -> None:
    path = tmp_path_factory.mktemp("tail") / "file"
    whole, torn = b"".join(map(gzip.compress, bodies)), gzip.compress(last)
    path.write_bytes(whole + torn[: max(len(torn) - 1 - lost, 0)])
    assert tail.cut(path) == len(whole)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("rest", [b"\0" * 5000, b"\x1f\x8b\x08 and nothing", b"text", b""])
def test_bytes_that_are_no_member_are_cut(tmp_path: Path, rest: bytes) -> None:
    path, whole = tmp_path / "file", gzip.compress(b"a" * 3_000_000)
    path.write_bytes(whole + rest)
    assert tail.cut(path, start=0) == len(whole)
    assert path.stat().st_size == len(whole)


def test_a_member_with_a_wrong_checksum_is_not_whole(tmp_path: Path) -> None:
    path, member = tmp_path / "file", bytearray(gzip.compress(b"page"))
    member[-6] ^= 1
    path.write_bytes(gzip.compress(b"before") + member)
    assert tail.whole_length(path) == len(gzip.compress(b"before"))


def test_a_file_torn_at_any_byte_is_taken_up_at_its_last_whole_record(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    run = runs.begin(archive, "crawl").id
    writer = WarcWriter(archive, run, "p", {})
    places = [writer.write(exchange(number)).offset for number in range(3)]
    writer.close()
    (path,) = (tmp_path / "warc").iterdir()
    content = path.read_bytes()
    for length in range(len(content) - 300, len(content), 7):
        path.write_bytes(content[:length])
        again = WarcWriter(archive, run, "p", {})
        pointer = again.write(exchange(9))
        again.close()
        found = kinds(path)
        assert found[:5] == ["warcinfo", *["response", "request"] * 2]
        assert found[-3:] == ["warcinfo", "response", "request"]
        assert header_at(path, pointer.offset).url == "http://a.gov.cn/9"
        assert header_at(path, places[1]).url == "http://a.gov.cn/1"
    archive.close()


def test_a_pointer_to_bytes_that_a_power_failure_took_is_dropped(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    run = runs.begin(archive, "crawl").id
    writer = WarcWriter(archive, run, "p", {})
    first, second = writer.write(exchange(1)), writer.write(exchange(2))
    writer.close()
    for number, pointer in enumerate((first, second)):
        captures.record(archive, _captured(run, number, pointer))
    (path,) = (tmp_path / "warc").iterdir()
    path.write_bytes(path.read_bytes()[: second.offset - 1])
    WarcWriter(archive, run, "p", {}).close()
    rows = archive.db.conn.execute("select warc_offset, payload_digest is null from captures order by id")
    assert rows.fetchall() == [(first.offset, 0), (None, 1)]
    archive.close()


def test_taking_up_a_run_mends_the_files_of_portals_that_it_may_not_reach(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    run = runs.begin(archive, "crawl").id
    writer = WarcWriter(archive, run, "p", {})
    writer.write(exchange(1))
    writer.close()
    (path,) = (tmp_path / "warc").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:99])
    assert runs.begin(archive, "crawl").id == run
    assert path.read_bytes() == whole
    archive.close()


def test_a_file_cut_to_nothing_begins_again(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    WarcWriter(archive, "r", "p", {}).close()
    (path,) = (tmp_path / "warc").iterdir()
    path.write_bytes(b"\x1f")
    WarcWriter(archive, "r", "p", {}).close()
    assert kinds(path) == ["warcinfo"]
    archive.close()


def test_a_place_in_the_middle_of_a_record_is_no_record(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    writer = WarcWriter(archive, "r", "p", {})
    pointer = writer.write(exchange(1))
    writer.close()
    path = tmp_path / "warc" / pointer.file
    for offset in (pointer.offset + 5, path.stat().st_size, path.stat().st_size + 99):
        with pytest.raises(RecordUnreadable, match=f"{offset}: expected a WARC record"):
            header_at(path, offset)
    with pytest.raises(RecordUnreadable, match="expected a WARC file, found none"):
        header_at(tmp_path / "none", 0)
    archive.close()


def test_dates_have_their_microseconds(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    writer = WarcWriter(archive, "r", "p", {})
    pointer = writer.write(exchange(1))
    writer.close()
    assert header_at(tmp_path / "warc" / pointer.file, pointer.offset).date == "2026-01-02T03:04:05.000678Z"
    archive.close()


def _captured(run: str, number: int, pointer: Pointer) -> Capture:
    return Capture(
        run,
        None,
        f"http://a.gov.cn/{number}",
        captures.now(),
        CaptureKind.LIST,
        Disposition.OK,
        warc_file=pointer.file,
        warc_offset=pointer.offset,
        payload_digest=exchange(number).payload_digest,
    )
