"""The text states the figures of the tables, except where a contradiction was planted."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html
import pytest

from archive.models import CaptureKind
from nianbao.demo import DemoPortals, ExpectedReport, manifest
from tests.demo.browse import fetch, text_of

STATED = {
    "applications/new_received/total": re.compile(r"共收到政府信息公开申请(\d+)件"),
    "applications/new_received/natural_person": re.compile(r"其中自然人申请(\d+)件"),
    "applications/carried_in/total": re.compile(r"上年结转(\d+)件"),
    "applications/total_handled/total": re.compile(r"全年共办结(\d+)件"),
    "applications/granted/total": re.compile(r"予以公开(\d+)件"),
    "applications/carried_forward/total": re.compile(r"结转下年度继续办理(\d+)件"),
    "challenges/reconsideration/total": re.compile(r"引发行政复议(\d+)件"),
}


@pytest.fixture(scope="module")
def texts(first: DemoPortals) -> list[tuple[ExpectedReport, str]]:
    starts = {row["id"]: row["start_url"] for row in first.registry_rows()}
    pages = []
    for report in manifest().reports_on(1):
        page = next(r for r in report.renditions if r.kind is CaptureKind.ARTICLE)
        answer = fetch(urljoin(starts[report.portal_id], page.path))
        pages.append((report, text_of(lxml.html.fromstring(answer.text))))
    return pages


def test_contradictions_are_exactly_those_planted(texts: list[tuple[ExpectedReport, str]]) -> None:
    found, agreements = set(), 0
    for report, text in texts:
        for address, pattern in STATED.items():
            match = pattern.search(text)
            table, row, column = address.split("/")
            value = report.figures[table, row, column].value
            if match and value is not None:
                agreements += int(match[1]) == value
                if int(match[1]) != value:
                    found.add((report.publisher, report.year, address, int(match[1])))
    planted = {
        (error.publisher, error.year, error.position, error.stated)
        for error in manifest().planted
        if error.check == "prose-table"
    }
    assert found == planted
    assert len(planted) == 2
    assert agreements > 300


def test_no_two_reports_of_one_publisher_read_the_same(texts: list[tuple[ExpectedReport, str]]) -> None:
    openings: dict[str, set[str]] = {}
    for report, text in texts:
        part = re.search(r"(?s)一、总体情况.*?二、主动公开", text)
        if part:
            openings.setdefault(report.publisher, set()).add(re.sub(r"\d", "", part[0]))
    assert all(len(variants) > 1 for variants in openings.values())


def test_no_placeholder_is_left_in_the_text(texts: list[tuple[ExpectedReport, str]]) -> None:
    assert not [
        report.title for report, text in texts if re.search(r"[{}]|\$\w|None", text.split("一、总体情况")[-1])
    ]
