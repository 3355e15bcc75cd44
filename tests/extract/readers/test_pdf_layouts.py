"""The form printed by a browser in layouts that make reading hard: every figure reads back, none is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

import extract
from archive.models import Hints
from tests.extract.readers.office_documents import random_figures, value_of
from tests.extract.readers.pdf_printing import by_chromium, page

pytestmark = pytest.mark.slow

EDITION, SEED = "2021", 1
_RULED = "td{border:1px solid black}"


class Layout(NamedTuple):
    """A style, and what stands at the top of each page's markup."""

    style: str
    furniture: str = ""


def _fixed(style: str, text: str) -> str:
    """A text on every page."""
    return f"<div style='position:fixed;{style}'>{text}</div>"


LAYOUTS = {
    "landscape table 3": Layout(
        f"{_RULED} @page w{{size:A4 landscape;margin:1cm}} table:nth-of-type(2){{page:w}}"
    ),
    "two columns": Layout(f"{_RULED} body{{column-count:2;font-size:6pt}} td{{padding:0!important}}"),
    "footer": Layout(_RULED, _fixed("bottom:0;left:4cm", "某区某局政府信息公开年度报告 内部资料")),
    "watermark askew": Layout(
        _RULED, _fixed("top:40%;left:10%;font-size:60pt;color:#ddd;transform:rotate(-30deg)", "某区2023")
    ),
    "watermark": Layout(_RULED, _fixed("top:40%;left:10%;font-size:60pt;color:#ddd", "某区人民政府")),
    "coloured cells": Layout("td{background:#e8eef8;border:3px solid white}"),
    "no outer border": Layout("td{border:1px solid black} table{border-style:hidden}"),
    "cut behind the header": Layout(f"{_RULED} table:nth-of-type(2) tr:nth-child(3){{break-after:page}}"),
    "cut within rows": Layout(f"{_RULED} tr{{break-inside:auto}} td p{{margin:12px 0}}"),
    "vertical labels": Layout(f"{_RULED} td[rowspan]:not([rowspan='1']) p{{writing-mode:vertical-rl}}"),
    "spaced out": Layout(f"{_RULED} td{{letter-spacing:3px}}"),
    "italic and underlined": Layout(
        f"{_RULED} td{{font-style:italic}} tr:last-child td{{text-decoration:underline}}"
        " td:last-child{text-decoration:line-through}"
    ),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    plain = page(EDITION, random_figures(EDITION, SEED), ruled=False, align="center")
    pages = [
        plain.replace("</head>", f"<style>{layout.style}</style></head>").replace(
            "<body>", f"<body>{layout.furniture}"
        )
        for layout in LAYOUTS.values()
    ]
    return dict(zip(LAYOUTS, by_chromium(pages, tmp_path_factory.mktemp("layouts")), strict=True))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_reads_back(name: str, printed: Mapping[str, bytes]) -> None:
    reading = extract.read(printed[name], Hints(filename="report.pdf"))
    read = {(o.table, o.row, o.column): o.value for o in reading.observations}
    assert read == {key: value_of(text) for key, text in random_figures(EDITION, SEED).items()}
    assert reading.issues == ()
