"""ZIP, RAR and 7z: members read as documents of one report; hostile containers refused, the rest read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

import extract
from archive.models import Hints
from extract import containers

PAGE = """<html><body><h1>青禾区民政局2022年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>
<table><tr><td colspan="4">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>3</td><td>1</td><td>12</td></tr>
</table></body></html>""".encode()


def zipped(members: Mapping[str, bytes], *, gbk: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    raw = held.getvalue()
    if gbk:  # an old Chinese archiver: the bytes of the name are GBK and nothing says so
        for name in members:
            utf8, plain = name.encode(), name.encode("gbk")
            padded = plain + b" " * (len(utf8) - len(plain))
            raw = raw.replace(utf8, padded)
        raw = raw.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    return raw


def rar(name: str, data: bytes) -> bytes:
    """A RAR 4 file with one stored member (RARLAB's technical note, archive format 2.9 to 4)."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body

    plain = name.encode("ascii")
    header = struct.pack(
        "<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x5A21_0000, 20, 0x30, len(plain), 0x20
    )
    file = block(0x74, 0x8000, header + plain)
    return b"Rar!\x1a\x07\x00" + block(0x73, 0, b"\0" * 6) + file + data + block(0x7B, 0x4000, b"")


def test_the_best_read_member_speaks_for_a_zip() -> None:
    reading = extract.read(zipped({"说明.txt": "请见年报。".encode(), "年报.html": PAGE}))
    assert reading.year == 2022
    assert {o.cell: o.value for o in reading.observations}["disclosure/normative_documents/in_force"] == 12
    assert (reading.media_type, reading.reader) == ("application/zip", "zip/1")
    [chosen] = [issue.message for issue in reading.issues if issue.code == "container-member"]
    assert "年报.html" in chosen
    assert "说明.txt" in chosen


def test_names_in_gbk_are_read_right() -> None:
    unpacked = extract.members(zipped({"年报.html": PAGE}, gbk=True))
    assert unpacked is not None
    assert [member.name.strip() for member in unpacked.members] == ["年报.html"]


def test_a_stored_rar_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/unar")  # a stored member needs no program
    reading = extract.read(rar("report.html", PAGE))
    assert reading.reader == "rar/1"
    assert reading.year == 2022


def test_without_unar_a_rar_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    reading = extract.read(rar("report.html", PAGE))
    assert reading.reader == extract.UNREAD
    assert "unar" in reading.issues[0].message


def test_an_encrypted_member_is_refused_and_the_rest_read() -> None:
    raw = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}))
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1
    unpacked = extract.members(bytes(raw))
    assert unpacked is not None
    assert [member.name for member in unpacked.members] == ["b.html"]
    assert [issue.code for issue in unpacked.issues] == ["encrypted"]


def test_a_container_in_a_container_is_refused() -> None:
    unpacked = extract.members(zipped({"inner.zip": zipped({"a.html": PAGE}), "a.html": PAGE}))
    assert unpacked is not None
    assert [member.name for member in unpacked.members] == ["a.html"]
    assert [issue.code for issue in unpacked.issues] == ["nested-container"]


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBER_BYTES", 1000)
    unpacked = extract.members(zipped({"bomb.txt": b"0" * 100_000, "a.txt": b"small"}))
    assert unpacked is not None
    assert [member.name for member in unpacked.members] == ["a.txt"]
    assert [issue.code for issue in unpacked.issues] == ["bound-hit"]


def test_a_directory_that_lies_about_a_size_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBER_BYTES", 1000)
    raw = bytearray(zipped({"bomb.txt": b"0" * 100_000}))
    central = raw.index(b"PK\x01\x02")
    raw[central + 24 : central + 28] = struct.pack("<I", 10)
    unpacked = extract.members(bytes(raw))
    assert unpacked is not None
    assert unpacked.members == () or len(unpacked.members[0].data) <= 1000


def test_too_many_members_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBERS", 2)
    unpacked = extract.members(zipped({f"{n}.txt": b"text" for n in range(5)}))
    assert unpacked is not None
    assert len(unpacked.members) == 2
    assert [issue.code for issue in unpacked.issues] == ["bound-hit"]


def test_a_zip_that_lists_thousands_is_refused_before_they_are_listed() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(containers.MAX_LISTED + 1):
            archive.writestr(f"{number}.txt", b"")
    reading = extract.read(held.getvalue())
    assert (reading.reader, [issue.code for issue in reading.issues]) == (
        extract.UNREAD,
        ["document-not-read"],
    )
    assert str(containers.MAX_LISTED) in reading.issues[0].message


@pytest.mark.parametrize(
    "make", [lambda: zipped({"a.html": PAGE}), lambda: rar("a.html", PAGE)], ids=["zip", "rar"]
)
def test_cut_short_anywhere_it_ends_in_an_answer(make: Callable[[], bytes]) -> None:
    whole = make()
    for twentieth in range(1, 20):
        reading = extract.read(whole[: len(whole) * twentieth // 20], Hints(filename="a"))
        assert not any(issue.code == "reader-failed" for issue in reading.issues), reading.issues


def test_other_data_is_no_container() -> None:
    assert extract.members(PAGE) is None
