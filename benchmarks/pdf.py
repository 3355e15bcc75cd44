"""PDF against pdfplumber and camelot: the same files, time, and figures that one matcher gets right.

Where tables have no rules the peers are told so: their own ways of finding such tables are used.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Line, best_times, peak_memory_of, print_peak_memory
from extract import editions
from extract.grid import Block, Cell, Grid
from extract.lexicon import lexicon
from extract.match import match
from extract.readers import office
from extract.readers.folding import fold
from extract.readers.pdf import read_pdf
from tests.extract.readers.office_documents import YEARS, random_figures, value_of
from tests.extract.readers.pdf_printing import CHROMIUM, by_chromium, by_libreoffice, office_page, page

EDITIONS, SEEDS = ("2019", "2021"), (1, 2, 3)
RUNS = 3
RULED = "ruled"

Rows = Sequence[Sequence[str | None]]
Reader = Callable[[bytes], Sequence[Block]]


class Printed(NamedTuple):
    """One file, and the figures that were printed in it."""

    kind: str
    edition: str
    seed: int
    data: bytes


def lines() -> Iterator[Line]:
    """Time and figures against both peers, with and without rules; memory of a process that reads all."""
    files = _files()
    yield _memory(files)
    for kind in dict.fromkeys(file.kind for file in files):
        alike = [file for file in files if file.kind == kind]
        is_ruled = kind.endswith(RULED)
        peers: Sequence[tuple[str, Reader, int]] = (
            ("pdfplumber", partial(_by_pdfplumber, strategy="lines" if is_ruled else "text"), RUNS),
            ("camelot", partial(_by_camelot, flavor="lattice" if is_ruled else "stream"), 1),
        )
        for peer in peers:
            yield _against(kind, alike, *peer)


def _against(kind: str, files: Sequence[Printed], name: str, peer: Reader, runs: int) -> Line:
    ours, theirs = best_times([lambda: _read(files, _by_us), lambda: _read(files, peer)], runs)
    right, of = _right(files, _by_us)
    return Line(
        f"read {len(files)} PDF, {kind}",
        f"{ours / len(files) * 1000:.0f} ms a file, {right} of {of} figures",
        f"{name} {theirs / len(files) * 1000:.0f} ms, {_right(files, peer)[0]} figures",
        f"{ours / theirs:.3f}",
        "≤ 0.125, no fewer figures",
    )


def _memory(files: Sequence[Printed]) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            (Path(folder) / f"{number}.pdf").write_bytes(file.data)
        peak, _ = peak_memory_of("benchmarks.pdf", folder)
    return Line(f"memory after {len(files)} PDF", f"{peak:.0f} MB", "", "", "≤ 300 MB")


def _files() -> list[Printed]:
    """The form of two editions, with several sets of figures, from each program that is installed."""
    printers = []
    if any(map(shutil.which, CHROMIUM)):
        printers.append(("Chromium", page, by_chromium))
    if office.program() is not None:
        printers.append(("LibreOffice", office_page, by_libreoffice))
    files: list[Printed] = []
    forms = [(edition, seed) for edition in EDITIONS for seed in SEEDS]
    for program, made, printed in printers:
        for ruled in (True, False):
            kind = f"{program}, {RULED if ruled else 'no lines'}"
            pages = [made(*form, ruled=ruled, align="left") for form in _filled(forms)]
            with tempfile.TemporaryDirectory() as folder:
                data = printed(pages, Path(folder))
            files += [Printed(kind, *form, one) for form, one in zip(forms, data, strict=True)]
    return files


def _filled(forms: Sequence[tuple[str, int]]) -> Iterator[tuple[str, dict[tuple[str, str, str], str]]]:
    for edition, seed in forms:
        yield edition, random_figures(edition, seed)


def _read(files: Sequence[Printed], reader: Reader) -> None:
    for file in files:
        reader(file.data)


def _right(files: Sequence[Printed], reader: Reader) -> tuple[int, int]:
    """How many figures one matcher gets right from what a reader found, and how many there are."""
    right = of = 0
    for file in files:
        found = match(reader(file.data), editions.load(), lexicon(), YEARS[file.edition])
        read = {(o.table, o.row, o.column): o.value for o in found.observations}
        figures = random_figures(file.edition, file.seed)
        right += sum(key in read and read[key] == value_of(text) for key, text in figures.items())
        of += len(figures)
    return right, of


def _by_us(data: bytes) -> Sequence[Block]:
    return read_pdf(data).blocks


def _by_pdfplumber(data: bytes, strategy: str) -> Sequence[Block]:
    import pdfplumber

    tables: list[Rows] = []
    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(data)) as file:
        for one in file.pages:
            one.extract_text()
            tables += one.extract_tables(settings)
    return _grids(tables)


def _by_camelot(data: bytes, flavor: str) -> Sequence[Block]:
    from camelot.io import read_pdf as read_by_camelot

    logging.getLogger("camelot").setLevel(logging.ERROR)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.write(data)
        file.flush()
        found = read_by_camelot(file.name, flavor=flavor, pages="all")
    return _grids([table.df.values.tolist() for table in found])


def _grids(tables: Sequence[Rows]) -> list[Grid]:
    return [
        Grid(
            tuple(
                tuple(None if text is None else Cell(fold(text), y, x) for x, text in enumerate(row))
                for y, row in enumerate(rows)
            ),
            index,
            is_aligned=True,
        )
        for index, rows in enumerate(tables)
    ]


def main() -> None:
    """Read every file of a folder; print peak memory."""
    for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
        read_pdf(path.read_bytes())
    print_peak_memory()


if __name__ == "__main__":
    main()
