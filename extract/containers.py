"""Containers: ZIP, RAR and 7z files whose members are documents of one report.

Members come in the order of their names, decoded as GB18030 where the container does not say UTF-8.
Nothing is ever written under a member's name; what is encrypted, nested or too large is refused with an
issue and the other members are still given.  RAR and 7z need the program unar.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import rarfile

from archive.models import Hints, Issue, Reading, Severity
from extract.errors import BoundExceeded, DamagedDocument, EncryptedDocument, ProgramMissing, ReadError
from extract.readers.ocr import budget
from extract.readers.sniffing import RAR, SEVEN_ZIP, ZIP, sniff

UNREAD = "unread"  # the reader of a Reading that no reader made
MAX_MEMBERS = 60
MAX_LISTED = 5_000  # in the directory of a ZIP: a list of all takes a kilobyte of memory for each
MAX_MEMBER_BYTES = 40 * 2**20
MAX_TOTAL_BYTES = 160 * 2**20
UNPACK_SECONDS = 25
_WANTS_PASSWORD = "requires a password"  # what lsar says
_ZIP_LISTED = b"PK\x01\x02"  # the signature of a directory entry
_DAMAGE = (zipfile.BadZipFile, zlib.error, rarfile.Error, EOFError, OSError, ValueError, NotImplementedError)


class Member(NamedTuple):
    """One document in a container."""

    name: str
    data: bytes


class Unpacked(NamedTuple):
    """The members that can be read, and an issue for each that was refused."""

    media_type: str
    members: tuple[Member, ...]
    issues: tuple[Issue, ...]

    @property
    def reader(self) -> str:
        """The name and version of the unpacking: ``zip/1``."""
        return LABELS[self.media_type]


class _Entry(NamedTuple):
    """What the directory says of a member, and how to read at most so many bytes of it."""

    name: str
    size: int
    is_encrypted: bool
    read: Callable[[int], bytes]


def unpack(data: bytes, media_type: str) -> Unpacked:
    """Unpack a container within bounds.

    Raises:
        BoundExceeded: where its directory lists more members than any report has.
        DamagedDocument: where its directory cannot be read.
        EncryptedDocument: where its directory is encrypted.
        ProgramMissing: where it needs unar and there is none.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        try:
            entries = sorted(CONTAINERS[media_type](data, Path(folder)), key=lambda entry: entry.name)
        except ReadError:
            raise
        except _DAMAGE as error:
            raise DamagedDocument(f"not a whole {media_type} container: {error}") from error
        return _take(media_type, entries)


def _take(media_type: str, entries: list[_Entry]) -> Unpacked:
    refused: tuple[str, str] | None
    members: list[Member] = []
    issues: list[Issue] = []
    room = MAX_TOTAL_BYTES
    deadline = time.monotonic() + UNPACK_SECONDS  # a solid archive is unpacked from its start for each member
    for entry in entries[:MAX_MEMBERS]:
        if time.monotonic() > deadline:
            refused, data = ("bound-hit", f"expected all within {UNPACK_SECONDS} s"), b""
        else:
            refused, data = _read(entry, min(room, MAX_MEMBER_BYTES))
        if refused:
            issues.append(_refusal(entry.name, *refused))
        else:
            members.append(Member(entry.name, data))
            room -= len(data)
    if len(entries) > MAX_MEMBERS:
        issues.append(
            _refusal("", "bound-hit", f"expected at most {MAX_MEMBERS} members, found {len(entries)}")
        )
    return Unpacked(media_type, tuple(members), tuple(issues))


def _read(entry: _Entry, room: int) -> tuple[tuple[str, str] | None, bytes]:
    if entry.is_encrypted:
        return (EncryptedDocument.code, "expected a member that can be read, found an encrypted one"), b""
    if entry.size > room:
        return ("bound-hit", f"expected at most {room} bytes, found {entry.size}"), b""
    try:
        data = entry.read(room + 1)
    except (*_DAMAGE, RuntimeError) as error:
        return ("damaged-member", f"expected whole bytes, found: {error}"), b""
    if len(data) > room:
        return ("bound-hit", f"expected at most {room} bytes, found more than its directory says"), b""
    if sniff(data, filename=entry.name) in CONTAINERS:
        return ("nested-container", "expected a document, found a container in a container"), b""
    return None, data


def _refusal(name: str, code: str, message: str) -> Issue:
    return Issue(code, Severity.WARNING, f"压缩包成员未读取 / member not read: {name}: {message}")


def _zip_entries(data: bytes, _: Path) -> Iterator[_Entry]:
    listed = data.count(_ZIP_LISTED)
    if listed > MAX_LISTED:
        raise BoundExceeded(f"expected at most {MAX_LISTED} members in a ZIP, found {listed}")
    archive = zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gb18030")
    for info in archive.infolist():
        if not info.is_dir():
            encrypted = bool(info.flag_bits & 1)
            yield _Entry(info.filename, info.file_size, encrypted, partial(_some, archive, info))


def _rar_entries(data: bytes, _: Path) -> Iterator[_Entry]:
    _need_unar()
    archive = rarfile.RarFile(io.BytesIO(data))
    if archive.needs_password() and not archive.infolist():
        raise EncryptedDocument("the RAR file does not even name its members without a password")
    for info in archive.infolist():
        if info.is_file():
            encrypted = info.needs_password()
            yield _Entry(info.filename, info.file_size, encrypted, partial(_some, archive, info))


def _seven_zip_entries(data: bytes, folder: Path) -> Iterator[_Entry]:
    """List with lsar, and unpack with unar only what the directory says to be small enough."""
    _need_unar()
    packed, unpacked = folder / "container.7z", folder / "members"
    packed.write_bytes(data)
    listing = json.loads(_run("lsar", "-nr", "-j", str(packed)))["lsarContents"]
    files = [entry for entry in listing if not entry.get("XADIsDirectory")]
    wanted = list(_within_bounds(files))
    if wanted:
        indexes = [str(entry["XADIndex"]) for entry in wanted]
        options = ("-q", "-nr", "-D", "-e", "gb18030", "-o", str(unpacked), "-i")
        _run("unar", *options, str(packed), *indexes)
    for entry in files:
        name = str(entry["XADFileName"])
        path = unpacked / name
        is_inside = path.is_file() and path.resolve().is_relative_to(unpacked.resolve())
        found = path.read_bytes() if is_inside and not path.is_symlink() else None
        size, is_encrypted = entry.get("XADFileSize", MAX_TOTAL_BYTES), bool(entry.get("XADIsEncrypted"))
        yield _Entry(name, size, is_encrypted, partial(_present, found))


def _within_bounds(files: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The files that may be unpacked, as many as the bound of all together allows."""
    room = MAX_TOTAL_BYTES
    for entry in sorted(files, key=lambda entry: str(entry["XADFileName"]))[:MAX_MEMBERS]:
        size = entry.get("XADFileSize", MAX_TOTAL_BYTES)
        if size <= min(room, MAX_MEMBER_BYTES) and not entry.get("XADIsEncrypted"):
            room -= size
            yield entry


def _present(data: bytes | None, count: int) -> bytes:
    if data is None:
        raise DamagedDocument("unar did not unpack it")
    return data[:count]


def _some(archive: Any, info: object, count: int) -> bytes:
    """At most so many bytes of a member of a ZIP or RAR file, whose libraries share their interface."""
    with archive.open(info) as stream:
        data: bytes = stream.read(count)
        return data


def _need_unar() -> None:
    from shutil import which

    if which("unar") is None:
        raise ProgramMissing("unar", "RAR and 7z files")


def _run(*command: str) -> str:
    program = command[0]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=UNPACK_SECONDS,
            check=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        if _WANTS_PASSWORD in str(error.stderr):
            raise EncryptedDocument(
                "the container does not even name its members without a password"
            ) from error
        raise DamagedDocument(f"{program} could not read it: it ended with {error.returncode}") from error
    except subprocess.TimeoutExpired as error:
        raise BoundExceeded(f"{program} took more than {UNPACK_SECONDS} s") from error
    except UnicodeDecodeError as error:
        raise DamagedDocument(f"{program} could not read it: {error}") from error
    return done.stdout


CONTAINERS: Mapping[str, Callable[[bytes, Path], Iterator[_Entry]]] = {
    ZIP: _zip_entries,
    RAR: _rar_entries,
    SEVEN_ZIP: _seven_zip_entries,
}
LABELS = {ZIP: "zip/1", RAR: "rar/1", SEVEN_ZIP: "7z/2"}


def read_members(
    data: bytes, media_type: str, hints: Hints, read: Callable[[bytes, Hints], Reading]
) -> Reading:
    """Read a container as one document: the best-read member speaks for it, the others are named."""
    unpacked = unpack(data, media_type)
    with budget.sharing():
        readings = [
            (m, read(m.data, replace(hints, media_type=None, filename=m.name))) for m in unpacked.members
        ]
    sha256 = hashlib.sha256(data).hexdigest()
    if not readings:
        refusals = "; ".join(issue.message for issue in unpacked.issues)
        is_secret = {issue.code for issue in unpacked.issues} == {EncryptedDocument.code}
        refused = EncryptedDocument if is_secret else DamagedDocument
        raise refused(f"the container holds no member that can be read. {refusals}")
    member, best = max(readings, key=lambda pair: len(pair[1].observations))
    others = ", ".join(other.name for other, _ in readings if other is not member) or "–"
    message = f"压缩包内采用 {member.name} / read from this member of the container; others: {others}"
    chosen = Issue("container-member", Severity.INFO, message)
    return replace(
        best,
        sha256=sha256,
        media_type=media_type,
        reader=best.reader if best.reader == UNREAD else LABELS[media_type],
        issues=(*unpacked.issues, chosen, *best.issues),
    )
