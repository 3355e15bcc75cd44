"""Reading a page wholly (grids, matching, prose, checks) against parsing its bytes and its bare cells."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import lxml.html

import extract
from benchmarks.measure import Line, against, best_times, peak_memory_of, print_peak_memory
from benchmarks.pages import article_pages

FEW, MANY = 200, 2000


def lines() -> Iterator[Line]:
    """Time against lxml and pandas; time and memory a document at 200 and at 2,000 documents."""
    pages = article_pages()
    what = f"read {len(pages)} HTML pages, {sum(map(len, pages)) / len(pages) / 1024:.0f} KB each"
    ours, parse, cells = best_times([lambda: _read(pages), lambda: _parse(pages), lambda: _pandas(pages)])
    yield against(what, ours, parse, "lxml.html parse", "≤ 2.5")
    yield against(what, ours, cells, "pandas.read_html", "< 1")
    yield _growth()


def _growth() -> Line:
    few_memory, few_time = peak_memory_of("benchmarks.reading", str(FEW))
    many_memory, many_time = peak_memory_of("benchmarks.reading", str(MANY))
    ratio = float(many_time) / float(few_time)
    return Line(
        f"a document at {FEW} and at {MANY} documents",
        f"{float(many_time):.2f} ms, {many_memory:.0f} MB",
        f"at {FEW}: {float(few_time):.2f} ms, {few_memory:.0f} MB",
        f"{ratio:.2f}",
        "flat, ≤ 250 MB",
    )


def _read(pages: tuple[bytes, ...]) -> None:
    for page in pages:
        extract.read(page)


def _parse(pages: tuple[bytes, ...]) -> None:
    parsers = {charset: lxml.html.HTMLParser(encoding=charset) for charset in ("utf-8", "gb18030")}
    for page in pages:  # told the charset: lxml gives up on GB18030 that a page declares as GB2312
        lxml.html.document_fromstring(page, parser=parsers[_charset(page)])


def _pandas(pages: tuple[bytes, ...]) -> None:
    import pandas as pd

    for page in pages:
        pd.read_html(io.StringIO(page.decode(_charset(page))), flavor="lxml")


def _charset(page: bytes) -> str:
    return "gb18030" if b"charset=gb" in page else "utf-8"


def main() -> None:
    """Read as many documents as asked; print milliseconds a document and peak memory."""
    import time

    count, pages = int(sys.argv[1]), article_pages()
    _read(pages[:20])
    began = time.perf_counter()
    for number in range(count):
        extract.read(pages[number % len(pages)])
    print((time.perf_counter() - began) / count * 1000)
    print_peak_memory()


if __name__ == "__main__":
    main()
