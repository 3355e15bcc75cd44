"""Reading a scan wholly (upright, lattice, recognition, matching): seconds a page and peak memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import extract
from benchmarks.measure import Line, peak_memory_of, print_peak_memory
from extract.readers import ocr

EDITION, DPI = "2021", 150


def lines() -> Iterator[Line]:
    """A scanned form of two pages, askew by 1°; a line that says why where it cannot be measured."""
    from tests.extract.readers import scan_printer

    what = f"read a scan at {DPI} dpi, 1° askew"
    lacking = [] if ocr.is_available() else ["the extra ocr"]
    lacking += [] if scan_printer.CHROMIUM else ["Chromium"]
    if lacking:
        yield Line(what, "skipped", f"{' and '.join(lacking)} missing", "–", "–")
        return
    form = scan_printer.figures(EDITION, seed=1)
    pages = scan_printer.scanned(scan_printer.printed(EDITION, form), DPI)
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(scan_printer.as_pdf(pages, DPI))
        file.flush()
        memory, seconds = peak_memory_of("benchmarks.scans", file.name)
    reading = extract.read(scan_printer.as_pdf(pages, DPI))
    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    right = sum(read.get(key) == float(text) for key, text in form.items())
    ours = f"{float(seconds) / len(pages):.2f} s a page, {memory:.0f} MB"
    yield Line(what, ours, f"{right} of {len(form)} figures right", "–", "≥ 99.5 %, ≤ 900 MB")


def main() -> None:
    """Read the named file twice, the second time measured; print seconds and peak memory."""
    data = Path(sys.argv[1]).read_bytes()
    extract.read(data)
    began = time.perf_counter()
    extract.read(data)
    print(time.perf_counter() - began)
    print_peak_memory()


if __name__ == "__main__":
    main()
