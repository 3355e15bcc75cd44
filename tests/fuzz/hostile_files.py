"""The hostile files of the acceptance: bombs, circles, files cut short, and noise behind the right magic."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.extract.readers.doc_files import Run, doc
from tests.extract.readers.ofd_documents import as_ofd
from tests.extract.readers.office_documents import as_docx, as_xlsx, random_figures
from tests.extract.readers.pdf_documents import Sheet, pdf
from tests.extract.readers.scan_printer import as_pdf
from tests.extract.test_containers import rar, zipped

MAGIC = {
    "pdf": b"%PDF-1.7\n",
    "docx": b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
    "zip": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rar": b"Rar!\x1a\x07\x00",
    "rar5": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "ofd": b"PK\x03\x04\x14\x00\x00\x00OFD.xml",
    "rtf": b"{\\rtf1",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "tif": b"II*\x00",
    "gif": b"GIF89a",
    "html": b"<!DOCTYPE html><html>",
}
_NOISE = 60_000  # bytes


def whole() -> dict[str, bytes]:
    """A sound file of each format that can be written without other programs."""
    figures = random_figures("2021", 9)
    page = Sheet().lines(72, ["某区某局2023年政府信息公开工作年度报告"] * 20)
    return {
        "docx": as_docx("2021", figures),
        "xlsx": as_xlsx("2021", figures),
        "ofd": as_ofd("2021", figures),
        "doc": doc([Run("某区某局2023年政府信息公开工作年度报告\r"), *(Run("正文。\r") for _ in range(200))]),
        "pdf": pdf(page, page),
        "zip": zipped({"年报.docx": as_docx("2021", figures)}),
        "rar": rar("report.docx", as_docx("2021", figures)),
    }


def cut_short() -> Iterator[tuple[str, bytes]]:
    """Each of them cut at every twentieth of its length."""
    for suffix, data in whole().items():
        for twentieth in range(20):
            yield f"cut-{twentieth * 5:02}.{suffix}", data[: len(data) * twentieth // 20]


def noise() -> Iterator[tuple[str, bytes]]:
    """Random bytes behind the magic of each format."""
    for suffix, magic in MAGIC.items():
        yield f"noise.{suffix}", magic + Random(suffix).randbytes(_NOISE)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Files that would unpack or count or run round without end."""
    yield "bomb.zip", _zip_bomb("年报.txt")
    yield "bomb.docx", _zip_bomb("word/document.xml")
    yield "bomb.xlsx", _zip_bomb("xl/workbook.xml")
    yield "bomb.ofd", _zip_bomb("OFD.xml")
    yield "nested.zip", zipped({f"{n}.zip": _zip_bomb("a.txt") for n in range(3)})
    yield "outside.zip", zipped({"../../outside.html": b"<p>x</p>", "/outside.html": b"<p>x</p>"})
    yield "circle.doc", _circle()
    yield "pages.pdf", pdf(*[Sheet().text(72, 100, "x")] * 10_000)


def scans() -> Iterator[tuple[str, bytes]]:
    """Pictures of pages without end: a scan of a hundred pages, and forty sheets of forty million pixels."""
    import cv2
    import numpy as np
    from PIL import Image

    page: Any = np.full((1754, 1240), 255, np.uint8)
    for at in range(100, 1700, 50):
        cv2.line(page, (100, at), (1150, at), 0, 2)
        for column in range(10):
            cv2.putText(
                page, str(at * column), (110 + column * 105, at + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2
            )
    for column in range(11):
        cv2.line(page, (100 + column * 105, 100), (100 + column * 105, 1650), 0, 2)
    yield "hundred.pdf", as_pdf([page] * 100, 150)
    sheet, held = Image.new("1", (6600, 6000), 1), io.BytesIO()
    sheet.save(held, "TIFF", compression="group4", save_all=True, append_images=[sheet] * 39)
    yield "sheets.tif", held.getvalue()


def _zip_bomb(name: str, megabytes: int = 300) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w") as member:
            for _ in range(megabytes):
                member.write(b" " * 2**20)
    return held.getvalue()


def _circle() -> bytes:
    """An OLE2 directory whose entries are their own brothers and children ([MS-CFB], 2.6.1)."""
    data = bytearray(doc([Run("甲\r")]))
    for name in ("Root Entry", "WordDocument", "1Table", "0Table"):
        at = data.find(name.encode("utf-16-le"))
        if at >= 0:
            struct.pack_into("<3I", data, at + 68, 1, 1, 1)
    return bytes(data)
