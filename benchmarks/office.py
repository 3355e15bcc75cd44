"""Office documents against the programs that also read them: DOC with LibreOffice, XLSX with openpyxl."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.measure import Line, against, best_times, peak_memory_of, print_peak_memory
from extract.readers import office
from extract.readers.doc import read_piece_table
from extract.readers.docx import read_docx
from extract.readers.sheets import read_sheets
from tests.extract.readers.office_documents import as_docx, as_xlsx, random_figures

_FILES = 10
_MOST_MEGABYTES = 300
_EDITIONS = ("2019", "2021")


def lines() -> Iterator[Line]:
    """Every file alone, and LibreOffice's best case: all files in one call."""
    if office.program() is None:
        yield Line("read DOC", "", "LibreOffice is not installed", "", "")
    else:
        yield from _word()
    yield _sheets()
    yield from _memory()


def _memory() -> Iterator[Line]:
    """The peak of a process that reads one document of a format, the program itself included."""
    documents = {"docx": as_docx("2021", random_figures("2021", 0)), "xlsx": _workbooks()[-1]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, document in documents.items():
            (folder / f"memory.{suffix}").write_bytes(document)
        if office.program():
            office.convert([folder / "memory.docx"], "doc", folder)
            office.convert([folder / "memory.xlsx"], "xls", folder)
        for path in sorted(folder.glob("memory.*")):
            peak, _ = peak_memory_of("benchmarks.office", str(path))
            what = f"memory for {path.suffix[1:].upper()}"
            yield Line(what, f"{peak:.0f} MB", "", "", f"≤ {_MOST_MEGABYTES} MB")


def _word() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = _written(folder)
        documents = [path.read_bytes() for path in paths]
        ours, one, batch = best_times(
            [
                lambda: [read_piece_table(document) for document in documents],
                lambda: _through_libreoffice(paths[:1], folder / "one"),
                lambda: _through_libreoffice(paths, folder / "batch"),
            ],
            runs=3,
        )
    each = ours / len(paths)
    yield against("read a DOC", each, one, "LibreOffice, a call a file", "≤ 0.05")
    yield against("read a DOC", each, batch / len(paths), f"LibreOffice, {len(paths)} in one call", "≤ 0.05")


def _written(folder: Path) -> list[Path]:
    """DOC files of both editions, written by LibreOffice."""
    sources = []
    for number in range(_FILES):
        edition = _EDITIONS[number % len(_EDITIONS)]
        sources.append(folder / f"{number}.docx")
        sources[-1].write_bytes(as_docx(edition, random_figures(edition, number)))
    return list(office.convert(sources, "doc", folder).values())


def _through_libreoffice(paths: list[Path], folder: Path) -> None:
    for converted in office.convert(paths, "docx", folder).values():
        read_docx(converted.read_bytes())


def _sheets() -> Line:
    books = _workbooks()
    ours, peer = best_times([lambda: [read_sheets(book) for book in books], lambda: _openpyxl(books)])
    return against(
        "read an XLSX into grids", ours / len(books), peer / len(books), "openpyxl, its bare cells", "< 1"
    )


@cache
def _workbooks() -> tuple[bytes, ...]:
    return tuple(as_xlsx(edition, random_figures(edition, n)) for edition in _EDITIONS for n in range(5))


def _openpyxl(books: tuple[bytes, ...]) -> None:
    import openpyxl

    for book in books:
        for sheet in openpyxl.load_workbook(io.BytesIO(book)):
            list(sheet.values)


if __name__ == "__main__":
    import sys

    import extract

    extract.read(Path(sys.argv[1]).read_bytes())
    print_peak_memory()
