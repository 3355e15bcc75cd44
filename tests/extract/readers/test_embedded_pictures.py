"""Word documents that are scans pasted in: read by their pictures, or told what was not read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import extract
from extract.errors import NeedsOcr
from extract.readers import docx as docx_reader
from extract.readers import ocr, office
from extract.readers.docx import read_docx
from extract.readers.embedded_pictures import pictures_in
from tests.extract.readers import scan_printer
from tests.extract.readers.office_documents import word_package, zipped
from tests.extract.readers.reading import codes, grids, prose
from tests.extract.readers.test_doc import tbl, tc
from tests.extract.readers.test_docx import p

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHAPE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:420pt;height:594pt">'
    f'<v:imagedata xmlns:r="{_RELATIONS}" r:id="p{{}}"/></v:shape></w:pict></w:r></w:p>'
)
_NOISE = b"\x89PNG\r\n\x1a\n" + bytes(40_000)  # large enough to be a page, and no picture


def pasted(pictures: Sequence[bytes], body: str = "", target: str = "media/{}.png") -> bytes:
    """A document of this body and these pictures behind it."""
    package = word_package(body + "".join(_SHAPE.format(n) for n in range(len(pictures))))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    relations = "".join(
        f'<Relationship Id="p{n}" Type="{_RELATIONS}/image" Target="{target.format(n)}"/>'
        for n in range(len(pictures))
    )
    listing, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts[listing] = f'<Relationships xmlns="{namespace}">{relations}</Relationships>'
    known = '<Default Extension="png" ContentType="image/png"/></Types>'
    parts[types] = bytes(parts[types]).decode().replace("</Types>", known)  # type: ignore[arg-type]
    return zipped(parts | {f"word/media/{n}.png": data for n, data in enumerate(pictures)})


def test_a_document_of_pictures_alone_waits_for_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    with pytest.raises(NeedsOcr):
        read_docx(pasted([_NOISE]))
    content = read_docx(pasted([_NOISE, _NOISE[:900]], p("某区某局2023年年报")))
    assert (prose(content), codes(content)) == (["某区某局2023年年报"], ["needs-ocr"])


def test_pictures_beside_a_table_are_told_and_small_ones_are_not() -> None:
    table = tbl(tc(p("规章")) + tc(p("1")), tc(p("文件")) + tc(p("2")))
    content = read_docx(pasted([_NOISE], table))
    assert (grids(content), codes(content)) == ([[["规章", "1"], ["文件", "2"]]], ["picture-not-read"])
    assert read_docx(pasted([_NOISE[:900]], table)).issues == ()


def test_a_picture_that_is_not_in_the_package_is_an_issue() -> None:
    content = read_docx(pasted([_NOISE], p("年报"), target="../../outside/{}.png"))
    assert (prose(content), codes(content)) == (["年报"], ["damaged"])


def test_pictures_are_found_in_a_stream() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(9)
    assert pictures_in(b"head" + _NOISE + jpeg) == [_NOISE, jpeg]


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is missing: nianbao[ocr]")
@pytest.mark.skipif(scan_printer.CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_a_form_pasted_in_as_scans_is_read_from_docx_and_doc(tmp_path: Path) -> None:
    form = scan_printer.figures("2021", seed=14)
    page = scan_printer.scanned(scan_printer.printed("2021", form), 150)[0]
    docx = pasted([scan_printer.as_picture(page, "PNG")], p("前言"))
    reading = extract.read(docx)
    read = {o.cell: o.value for o in reading.observations}
    figures = {"/".join(key): float(text) for key, text in form.items()}
    assert len(read) > 100
    assert {cell: figures[cell] for cell in read} == read
    assert all(o.confidence is not None for o in reading.observations)
    source = tmp_path / "report.docx"
    source.write_bytes(docx)
    doc = office.convert([source], "doc", tmp_path)[source].read_bytes()
    assert {o.cell: o.value for o in extract.read(doc).observations} == read


def test_pictures_of_very_many_bytes_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "MAX_TOTAL", 50_000)
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    content = read_docx(pasted([_NOISE, _NOISE, _NOISE], p("年报")))
    assert codes(content) == ["bound-hit", "needs-ocr"]
    assert " 1 pictures" in content.issues[1].message
