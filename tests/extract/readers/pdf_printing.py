"""The statutory form printed to PDF by programs that clerks use: a browser and a word processor."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract.readers import office
from tests.extract.form import Figures
from tests.extract.rendering import as_html

_PAGE = "@page{size:A4;margin:2cm} body{font-family:'Noto Serif CJK SC',serif;font-size:10.5pt}"
_TABLE = "table{{border-collapse:collapse;width:100%}} td{{padding:2px 4px;text-align:{}}}"
ALIGNMENTS = ("left", "center")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60


def page(edition: str, figures: Figures, *, ruled: bool, align: str) -> str:
    """The form as a page for a browser: with ruled tables, or with none of their lines."""
    line = "td{border:1px solid black}" if ruled else ""
    style = f"<style>{_PAGE} {_TABLE.format(align)} {line}</style>"
    return as_html(edition, figures).decode().replace("</head>", f"{style}</head>")


def office_page(edition: str, figures: Figures, *, ruled: bool, align: str) -> str:
    """The same for a word processor, which knows attributes better than styles."""
    table = f'<table border="{int(ruled)}" cellspacing="0">'
    plain = as_html(edition, figures).decode().replace("<table>", table)
    return plain.replace("<td ", f'<td align="{align}" ')


def by_chromium(pages: Sequence[str], folder: Path) -> list[bytes]:
    """Print pages with a browser; skips the test where there is none."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("no Chromium on this machine")

    def printed(number: int) -> bytes:
        source, target = folder / f"{number}.html", folder / f"{number}.pdf"
        source.write_text(pages[number], "utf-8")
        with tempfile.TemporaryDirectory() as profile:
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            where = [f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
            subprocess.run([program, *options, *where], check=True, capture_output=True, timeout=SECONDS)
        return target.read_bytes()

    with ThreadPoolExecutor(2) as workers:
        return list(workers.map(printed, range(len(pages))))


def by_libreoffice(pages: Sequence[str], folder: Path) -> list[bytes]:
    """Print pages with LibreOffice, all in one call; skips the test where it is not installed."""
    if office.program() is None:
        pytest.skip("no LibreOffice on this machine")
    sources = [folder / f"{number}.html" for number in range(len(pages))]
    for source, text in zip(sources, pages, strict=True):
        source.write_text(text, "utf-8")
    made: Mapping[Path, Path] = office.convert(
        sources, "pdf:writer_pdf_Export", folder, import_filter="HTML (StarWriter)"
    )
    return [made[source].read_bytes() for source in sources]
