"""What stands in the tables of pages and files is what the manifest says stands there, cell by cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from urllib.parse import urljoin

import lxml.etree
import lxml.html
import pytest

from archive.models import CaptureKind
from nianbao.demo import DemoPortals, Figure, manifest
from tests.demo.browse import Answer, fetch, text_of
from tests.demo.test_arithmetic import ALL_ROWS, BLOCKS, COLUMNS, OUTCOMES

Figures = Mapping[tuple[str, str, str], Figure]
Rows = list[list[str]]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DISCLOSURE_ROWS = {
    "规章": "rules",
    "规范性文件": "normative_documents",
    "行政规范性文件": "normative_documents",
    "行政许可": "licensing",
    "其他对外管理服务事项": "other_services",
    "行政检查": "other_services_inspection",
    "行政确认": "other_services_confirmation",
    "行政处罚": "penalty",
    "行政强制": "coercion",
    "行政事业性收费": "fees",
    "政府集中采购": "procurement",
}
_ITEMS = ("prior_year_items", "change", "decisions")
_DISCLOSURE_COLUMNS = {
    "2019": {
        "rules": ("made", "newly_published", "total_published"),
        "normative_documents": ("made", "newly_published", "total_published"),
        "fees": ("prior_year_items", "change"),
        "procurement": ("projects", "amount_wan_yuan"),
    },
    "2021": {
        "rules": ("made", "repealed", "in_force"),
        "normative_documents": ("made", "repealed", "in_force"),
        "fees": ("amount_wan_yuan",),
        "licensing": ("decisions",),
        "penalty": ("decisions",),
        "coercion": ("decisions",),
    },
}


def _html_rows(answer: Answer) -> Rows:
    tables = lxml.html.fromstring(answer.text).iterfind(".//table[@border='1']")
    rows = [
        [text_of(cell).strip() for cell in row.iterfind("td")] for table in tables for row in table.iter("tr")
    ]
    return [row for row in rows if any(row) or len(row) == 15]


def _docx_rows(answer: Answer) -> Rows:
    document = lxml.etree.fromstring(zipfile.ZipFile(io.BytesIO(answer.body)).read("word/document.xml"))
    return [[text_of(cell) for cell in row.iter(f"{_W}tc")] for row in document.iter(f"{_W}tr")]


def _printed_applications(rows: Rows, figures: Figures) -> dict[tuple[str, str, str], str]:
    labels = ("一、", "二、", "四、", "三、", "（", "1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.")
    found = [row for row in rows if len(row) > 7 and any(cell.startswith(labels) for cell in row[:-7])]
    codes = [row for row in ALL_ROWS if ("applications", row, "total") in figures]
    data = [row for row in found if "申请人情况" not in row]
    pairs = zip(codes, data, strict=True)
    return {
        ("applications", code, column): text
        for code, row in pairs
        for column, text in zip(COLUMNS, row[-7:], strict=True)
    }


def _printed_challenges(rows: Rows) -> dict[tuple[str, str, str], str]:
    columns = (*OUTCOMES, "total")
    values = next(row for row in reversed(rows) if len(row) == 15)
    keys = [("challenges", block, column) for block in BLOCKS for column in columns]
    return dict(zip(keys, values, strict=True))


def _printed_disclosure(rows: Rows, edition: str) -> dict[tuple[str, str, str], str]:
    printed: dict[tuple[str, str, str], str] = {}
    for row in rows:
        labels = [_DISCLOSURE_ROWS[cell] for cell in row[:2] if cell in _DISCLOSURE_ROWS]
        if labels and len(row) <= 5:
            columns = _DISCLOSURE_COLUMNS[edition].get(labels[-1], _ITEMS)
            values = row[-len(columns) :]
            printed |= {("disclosure", labels[-1], c): v for c, v in zip(columns, values, strict=True)}
    return printed


@pytest.mark.parametrize("visit", [1, 2])
def test_every_cell_on_every_page_is_the_manifests(
    first: DemoPortals, second: DemoPortals, visit: int
) -> None:
    portals = {1: first, 2: second}[visit]
    starts = {row["id"]: row["start_url"] for row in portals.registry_rows()}
    read = 0
    for report in manifest().reports_on(visit):
        figures = report.figures_on(visit)
        for rendition in report.renditions:
            answer = fetch(urljoin(starts[report.portal_id], rendition.path))
            is_file = rendition.kind is CaptureKind.ATTACHMENT
            if not is_file and "正文见附件" in answer.text:
                continue
            rows = _docx_rows(answer) if is_file else _html_rows(answer)
            printed = _printed_disclosure(rows, report.edition) | _printed_challenges(rows)
            printed |= _printed_applications(rows, figures)
            assert printed == {key: figure.raw for key, figure in figures.items()}, report.title
            read += 1
    assert read > len(manifest().reports)
