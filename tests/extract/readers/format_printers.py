"""One set of figures in every format in which reports are published."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from extract.readers import ocr, office
from tests.extract.form import Figures, Table
from tests.extract.readers import scan_printer
from tests.extract.readers.ofd_documents import as_ofd
from tests.extract.readers.office_documents import as_docx, as_xlsx, body, title
from tests.extract.readers.pdf_printing import by_chromium, by_libreoffice
from tests.extract.test_containers import rar

Edition = str
Documents = Mapping[Edition, bytes]

_STYLE = (
    "@page{size:A4;margin:2cm} body{font:10.5pt 'Noto Serif CJK SC',serif} table{border-collapse:collapse;"
    "width:100%} td{padding:2px 4px;text-align:center;font-size:9pt"
)
_SEVEN_ZIP = next(filter(None, map(shutil.which, ("7zz", "7z", "7za"))), None)


def as_page(edition: str, figures: Figures, *, ruled: bool = True) -> str:
    """The report as a web page; ``ruled`` for programs that print it with lines."""
    parts = "".join(
        f"<p>{escape(part)}</p>" if isinstance(part, str) else _table(part, ruled=ruled)
        for part in body(edition, figures)
    )
    border = ";border:1px solid black" if ruled else ""
    labels = "td:first-child{text-align:left}" if edition == "2014" else ""  # a list, not a form
    style = f"<style>{_STYLE}{border}}}{labels}</style>"
    name = title(edition)
    return f"<html><head><meta charset='utf-8'><title>{name}</title>{style}</head><body>{parts}</body></html>"


def _table(table: Table, *, ruled: bool) -> str:
    lines = (
        "".join(
            f'<td colspan="{box.colspan}" rowspan="{box.rowspan}" align="center">{escape(box.text)}</td>'
            for box in line
        )
        for line in table
    )
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table border="{int(ruled)}" cellspacing="0">{rows}</table>'


def electronic(forms: Mapping[Edition, Figures], folder: Path) -> dict[str, Documents]:
    """Documents by format, then edition; a format whose program this machine lacks is missing."""
    docx = {edition: as_docx(edition, figures) for edition, figures in forms.items()}
    made: dict[str, Documents] = {
        "docx": docx,
        "xlsx": {edition: as_xlsx(edition, figures) for edition, figures in forms.items()},
        "ofd": {edition: as_ofd(edition, figures) for edition, figures in forms.items()},
        "html": {edition: as_page(edition, figures).encode() for edition, figures in forms.items()},
        "zip": {edition: _zipped(data) for edition, data in docx.items()},
        "rar": {edition: rar("report.docx", data) for edition, data in docx.items()},
    }
    if _SEVEN_ZIP and shutil.which("unar"):
        made["7z"] = {edition: _seven_zipped(data, folder / edition) for edition, data in docx.items()}
    if office.program():
        made |= _by_libreoffice(forms, made, folder)
    if scan_printer.CHROMIUM:
        for name, ruled in (("pdf-chromium", True), ("pdf-borderless", False)):
            made[name] = _in_turn(forms, by_chromium, folder, ruled=ruled)
    return made


def scanned(forms: Mapping[Edition, Figures], folder: Path) -> dict[str, Documents]:
    """The same as pictures: scans askew by a degree and grainy, and pictures on a web page."""
    if not scan_printer.CHROMIUM or not ocr.is_available():
        return {}
    paper = _in_turn(forms, by_chromium, folder, ruled=True)
    made: dict[str, Documents] = {
        f"scan-{dpi}": {
            edition: scan_printer.as_pdf(scan_printer.scanned(pdf, dpi, 1.0), dpi)
            for edition, pdf in paper.items()
        }
        for dpi in (150, 300)
    }
    made["html-png"] = {edition: _pictured(edition, pdf) for edition, pdf in paper.items()}
    return made


def _by_libreoffice(
    forms: Mapping[Edition, Figures], made: Mapping[str, Documents], folder: Path
) -> dict[str, Documents]:
    converted = {
        suffix: _converted(made[source], source, suffix, folder)
        for suffix, source in (("doc", "docx"), ("rtf", "docx"), ("xls", "xlsx"))
    }
    # WPS Office writes the Word format under a suffix of its own.
    return {
        **converted,
        "wps": converted["doc"],
        "pdf-libreoffice": _in_turn(forms, by_libreoffice, folder, ruled=True),
    }


def _converted(documents: Documents, source: str, to: str, folder: Path) -> Documents:
    paths = {edition: folder / f"{edition}.{source}" for edition in documents}
    for edition, path in paths.items():
        path.write_bytes(documents[edition])
    results = office.convert(list(paths.values()), to, folder)
    return {edition: results[path].read_bytes() for edition, path in paths.items()}


def _in_turn(
    forms: Mapping[Edition, Figures],
    printer: Callable[[Sequence[str], Path], list[bytes]],
    folder: Path,
    *,
    ruled: bool,
) -> Documents:
    place = folder / f"{printer.__name__}-{ruled}"
    place.mkdir(exist_ok=True)
    pages = [as_page(edition, figures, ruled=ruled) for edition, figures in forms.items()]
    return dict(zip(forms, printer(pages, place), strict=True))


def _zipped(document: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("说明.txt", "请见年报。")
        archive.writestr("年报/年报.docx", document)
    return file.getvalue()


def _seven_zipped(document: bytes, folder: Path) -> bytes:
    assert _SEVEN_ZIP
    folder.mkdir()
    (folder / "report.docx").write_bytes(document)
    subprocess.run([_SEVEN_ZIP, "a", "report.7z", "report.docx"], cwd=folder, check=True, capture_output=True)
    return (folder / "report.7z").read_bytes()


def _pictured(edition: str, pdf: bytes) -> bytes:
    pictures = [scan_printer.as_picture(page, "PNG") for page in scan_printer.scanned(pdf, 150, 0.0, 0.0)]
    inlined = (f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in pictures)
    images = "".join(f'<p><img src="{source}"></p>' for source in inlined)
    return f"<html><head><title>{title(edition)}</title></head><body>{images}</body></html>".encode()
