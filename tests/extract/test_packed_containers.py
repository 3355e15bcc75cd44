"""RAR and 7z whose members are packed, and hostile ones: names that lead outside, secrets, bombs."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import extract
from archive.models import Hints
from extract import containers
from tests.extract.rar_files import rar4, rar4_with_secret_names, rar5
from tests.extract.readers.reading import broken_copies
from tests.extract.test_containers import PAGE

needs_unar = pytest.mark.skipif(shutil.which("unar") is None, reason="unar is not installed")
RARS = pytest.mark.parametrize("make", [rar4, rar5])


def taken(data: bytes) -> tuple[list[str], list[str]]:
    """The names of the members that were given, and the codes of the refusals."""
    unpacked = extract.members(data)
    assert unpacked is not None
    return [member.name for member in unpacked.members], [issue.code for issue in unpacked.issues]


@needs_unar
@RARS
def test_a_packed_rar_is_read(make: Callable[..., bytes]) -> None:
    reading = extract.read(make({"report.html": PAGE, "note.txt": b"see the report"}))
    assert (reading.reader, reading.year) == ("rar/1", 2022)
    assert {o.cell: o.value for o in reading.observations}["disclosure/normative_documents/in_force"] == 12


@needs_unar
@RARS
def test_a_rar_that_lies_about_a_size_gives_no_member(make: Callable[..., bytes]) -> None:
    assert taken(make({"a.html": PAGE}, size=10)) == ([], ["damaged-member"])
    assert taken(make({"a.html": PAGE}, size=2**31)) == ([], ["bound-hit"])


@needs_unar
@RARS
def test_an_encrypted_rar_says_so(make: Callable[..., bytes]) -> None:
    secret = make({"a.html": PAGE}, is_encrypted=True)
    assert taken(secret) == ([], ["encrypted"])
    assert [issue.code for issue in extract.read(secret).issues] == ["encrypted"]


@needs_unar
def test_a_rar_with_secret_names_says_so() -> None:
    assert [issue.code for issue in extract.read(rar4_with_secret_names()).issues] == ["encrypted"]
    assert taken(rar4_with_secret_names())[0] == []


@needs_unar
@RARS
def test_names_that_lead_outside_write_nothing(
    make: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "a" / "b"
    scratch.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    names = ["../../outside.html", "/outside.html", "report.html"]
    assert "report.html" in taken(make(dict.fromkeys(names, PAGE)))[0]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Path("/outside.html").exists()


@needs_unar
@RARS
def test_members_that_take_too_long_are_left(
    make: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "UNPACK_SECONDS", -1)
    assert taken(make({"a.html": PAGE})) == ([], ["bound-hit"])


@needs_unar
@RARS
def test_a_packed_rar_cut_short_or_broken_ends_in_an_answer(make: Callable[..., bytes]) -> None:
    for broken in broken_copies(make({"report.html": PAGE}), seed=3, changed=20):
        reading = extract.read(broken, Hints(filename="a.rar"))
        assert reading.issues
        assert not any(issue.code == "reader-failed" for issue in reading.issues), reading.issues


# --- 7z ---------------------------------------------------------------------------------------------------

SEVEN_ZIP = next(filter(None, map(shutil.which, ("7zz", "7z", "7za"))), None)
needs_seven_zip = pytest.mark.skipif(SEVEN_ZIP is None, reason="7-Zip is not installed")


def seven_zip(folder: Path, members: Mapping[str, bytes], *options: str) -> bytes:
    for name, data in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    command = [SEVEN_ZIP or "", "a", *options, "made.7z", *members]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "made.7z").read_bytes()


def renamed(data: bytes, old: str, new: str) -> bytes:
    """A 7z file, its directory not packed, with another name of the same length in it."""
    offset, size, _ = struct.unpack_from("<QQI", data, 12)
    names = data[32 + offset : 32 + offset + size].replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    start = struct.pack("<QQI", offset, size, zlib.crc32(names))
    head = data[:8] + struct.pack("<I", zlib.crc32(start)) + start
    return head + data[32 : 32 + offset] + names


@needs_unar
@needs_seven_zip
@pytest.mark.parametrize("method", ["lzma", "lzma2", "ppmd", "bzip2", "deflate", "copy"])
def test_a_packed_7z_is_read(method: str, tmp_path: Path) -> None:
    reading = extract.read(seven_zip(tmp_path, {"年报.html": PAGE, "说明.txt": b"x"}, f"-m0={method}"))
    assert (reading.reader, reading.year) == ("7z/2", 2022)
    assert len(reading.observations) > 3


@needs_unar
@needs_seven_zip
def test_a_member_of_a_7z_that_is_too_large_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBER_BYTES", 10_000)
    monkeypatch.setattr(containers, "MAX_TOTAL_BYTES", 20_000)
    packed = seven_zip(tmp_path, {"bomb.txt": b"0" * 1_000_000, "report.html": PAGE})
    assert taken(packed) == (["report.html"], ["bound-hit"])


@needs_unar
@needs_seven_zip
@pytest.mark.parametrize("options", [("-psecret",), ("-psecret", "-mhe=on")], ids=["members", "names"])
def test_an_encrypted_7z_says_so(options: tuple[str, ...], tmp_path: Path) -> None:
    reading = extract.read(seven_zip(tmp_path, {"report.html": PAGE}, *options))
    assert [issue.code for issue in reading.issues] == ["encrypted"]
    assert str(tempfile.gettempdir()) not in reading.issues[0].message


@needs_unar
@needs_seven_zip
@pytest.mark.parametrize("name", ["../../xy.html", "/aaaa/xy.html"])
def test_a_name_in_a_7z_that_leads_outside_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = {"aa/aaa/x.html": PAGE, "report.html": PAGE}
    made = tmp_path / "made"
    made.mkdir()
    packed = renamed(seven_zip(made, inner, "-mhc=off"), "aa/aaa/x.html", name)
    scratch = tmp_path / "a" / "b" / "c"
    scratch.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert taken(packed) == (["report.html"], ["damaged-member"])
    assert [path for path in (tmp_path / "a").rglob("*") if path.is_file()] == []
