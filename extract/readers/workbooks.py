"""Workbooks opened safely: what a hostile one could do to this process is found out before, or elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import python_calamine as calamine

from extract.errors import BoundExceeded, DamagedDocument, EncryptedDocument
from extract.readers import calamine_worker
from extract.readers.calamine_worker import BAD_WORKBOOK, ENCRYPTED, MAX_CELLS, TOO_LARGE, Sheet, TooLarge
from extract.readers.ooxml import MAX_PART, Package

WORKER_SECONDS = 20
_PART = re.compile(r"xl/.*\.(?:xml|rels)", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell that holds something; an empty element only has a format, and whole columns of those are common.
_CELL = re.compile(rb"<(?:\w{1,9}:)?c(?=[\s>])([^<>]*)(?<!/)>")
_ADDRESS = re.compile(rb"\br\s?=\s?[\"']([A-Za-z]{1,7})(\d{1,10})[\"']")


def load_ooxml(package: Package, data: bytes) -> list[Sheet]:
    """The sheets of an XLSX, in this process.

    Raises:
        BoundExceeded: where it would unpack, or spread its cells, beyond what is read.
        DamagedDocument: where it is no whole workbook.
    """
    _check_sizes(package)
    with _as_damage():
        return calamine_worker.load(data)


def load_apart(data: bytes) -> list[Sheet]:
    """The sheets of an XLS or XLSB, in a process of its own.

    Raises:
        BoundExceeded: where it needs more time or memory than there is for it.
        DamagedDocument: where it is no whole workbook.
        EncryptedDocument: where it needs a password.
    """
    worker = [sys.executable, "-I", "-W", "ignore", calamine_worker.__file__]
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(data)
        source.seek(0)
        try:
            done = subprocess.run(
                worker,
                stdin=source,
                stdout=output,
                stderr=subprocess.PIPE,
                timeout=WORKER_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BoundExceeded(f"the workbook takes more than {WORKER_SECONDS} seconds to read") from error
        _check_end(done.returncode, done.stderr.decode("utf-8", "replace").strip())
        output.seek(0)
        return [Sheet(*sheet) for sheet in json.load(output)]


def _check_end(status: int, message: str) -> None:
    if status == ENCRYPTED:
        raise EncryptedDocument("the workbook is encrypted")
    if status == TOO_LARGE:
        raise BoundExceeded(message or "the workbook takes too much memory")
    if status == BAD_WORKBOOK:
        raise DamagedDocument(f"no whole workbook: {message}")
    if status:
        raise DamagedDocument(f"the workbook is damaged; its reader ended with status {status}")


def _check_sizes(package: Package) -> None:
    """Unpack within bounds what calamine would unpack without; look how far the cells are spread."""
    room = MAX_PART
    for part in filter(_PART.fullmatch, package.names()):
        content = package.unpack(part)
        room -= len(content)
        if room < 0:
            raise BoundExceeded(f"the workbook unpacks to more than {MAX_PART} bytes")
        if _SHEET.fullmatch(part):
            _check_spread(part, content)


def _check_spread(part: str, content: bytes) -> None:
    columns, rows = [0], [0]
    for cell in _CELL.finditer(content):
        address = _ADDRESS.search(cell[1])
        if address:
            columns.append(_column(address[1]))
            rows.append(int(address[2]))
    if max(columns) * max(rows) > MAX_CELLS:
        raise BoundExceeded(f"{part} spans {max(rows)} x {max(columns)} cells; at most {MAX_CELLS} are read")


def _column(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


@contextmanager
def _as_damage() -> Iterator[None]:
    """Calamine's errors as ours."""
    try:
        yield
    except calamine.PasswordError as error:
        raise EncryptedDocument("the workbook is encrypted") from error
    except TooLarge as error:
        raise BoundExceeded(str(error)) from error
    except calamine.CalamineError as error:
        raise DamagedDocument(f"no whole workbook: {error}") from error
