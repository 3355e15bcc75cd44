"""The stage's boundary: bytes in, a Reading out, whatever the bytes are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from archive.models import Hints, Outcome, Severity, Status
from tests.extract import rendering

SHARED = Path(__file__).parents[3] / "shared"
REVIEWED = sorted((SHARED / "seeds" / "expected").glob("*.json")) + [
    path
    for path in sorted((SHARED / "corpus" / "expected").glob("*.json"))
    if json.loads(path.read_text("utf-8"))["document"].endswith((".html", ".md"))
]

CONTRADICTED = {  # topics of the reviewed files, as cells
    "reconsideration.corrected": "challenges.reconsideration.corrected",
    "applications.rejected_repeat": "applications.rejected_repeat.total",
}


@pytest.mark.skipif(not REVIEWED, reason="the shared documents are not here")
@pytest.mark.parametrize("expected", REVIEWED, ids=lambda path: path.stem)
def test_reviewed_reports_read_exactly(expected: Path) -> None:
    truth = json.loads(expected.read_text("utf-8"))
    folder = expected.parents[1] / ("reports" if "corpus" in expected.parts else ".")
    document = folder / truth["document"]

    reading = extract.read(document.read_bytes(), Hints(filename=document.name))

    assert {(o.table, o.row, o.column): o.value for o in reading.observations} == {
        (table, row, column): value for table, row, column, value in truth["observations"]
    }
    assert (reading.year, reading.edition) == (truth["year"], truth["edition"])
    failed = [check for check in reading.checks if check.outcome is Outcome.FAIL]
    assert {check.check for check in failed} <= {"prose-table"}
    assert sorted((check.cells[0].replace("/", "."), check.left, check.right) for check in failed) == sorted(
        (CONTRADICTED.get(known["topic"], ""), known["narrative"], known["table"])
        for known in truth.get("contradictions", ())
    )


@pytest.mark.skipif(not REVIEWED, reason="the shared documents are not here")
def test_what_the_text_does_not_tell_is_ambiguous() -> None:
    data = next((SHARED / "seeds").glob("001_*.txt")).read_bytes()

    reading = extract.read(data, Hints(filename="001.txt"))

    doubtful = {(o.row, o.column): o.value for o in reading.observations if o.status is Status.AMBIGUOUS}
    assert doubtful == {
        ("other_services_inspection", "prior_year_items"): 1616,
        ("other_services_inspection", "change"): None,
        ("other_services_inspection", "decisions"): 112389,
        ("other_services_confirmation", "prior_year_items"): 52,
        ("other_services_confirmation", "change"): None,
        ("other_services_confirmation", "decisions"): 22039,
    }
    assert [issue.code for issue in reading.issues].count("ambiguous-row") == 2


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 50, b"PK\x03\x04 no archive", b"%PDF-1.4"])
def test_what_is_no_report_gives_an_issue_and_no_figure(data: bytes) -> None:
    reading = extract.read(data)

    assert reading.observations == ()
    assert reading.sha256 == hashlib.sha256(data).hexdigest()
    assert {issue.code for issue in reading.issues} & {"document-not-read", "damaged", "no-statutory-table"}


def test_an_unexpected_error_becomes_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("extract.pipeline.match", fail)

    reading = extract.read(b"<html><body><table><tr><td>x</td></tr></table></body></html>")

    assert reading.reader == extract.UNREAD
    (issue,) = reading.issues
    assert (issue.code, issue.severity) == ("reader-failed", Severity.ERROR)
    assert "RuntimeError: a fault of ours" in issue.message


def test_every_figure_has_an_address_whose_cell_prints_it() -> None:
    figures = {key: str(n) for n, key in enumerate(rendering.keys("2021"))}

    reading = extract.read(rendering.as_html("2021", figures), Hints(filename="a.html"))

    assert len({(o.locator.table, o.locator.row, o.locator.column) for o in reading.observations}) == len(
        figures
    )
    licensing = next(o for o in reading.observations if o.row == "licensing")
    assert (licensing.locator.table, licensing.locator.row, licensing.locator.column) == (0, 6, 1)
    assert (licensing.raw, licensing.unit) == (figures["disclosure", "licensing", "decisions"], "件")


def test_the_readers_in_charge_are_named() -> None:
    names = extract.reader_names()

    assert names["text/html"].startswith("html/")
    assert extract.UNREAD not in names.values()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/tdrable ='\"0123456789一二（）总计其他规章行政许可本年新收\t\n|-", max_size=600))
def test_no_text_makes_it_raise_or_fail(text: str) -> None:
    for name in ("a.html", "a.txt", "a.md"):
        reading = extract.read(text.encode(), Hints(filename=name))
        assert "reader-failed" not in {issue.code for issue in reading.issues}


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(rendering.STYLES)))
def test_a_mutilated_report_never_makes_it_fail(chance: Random, style: str) -> None:
    render, name = rendering.STYLES[style]
    page = bytearray(render("2021", dict.fromkeys(rendering.keys("2021"), "7")))
    for _ in range(40):
        start = chance.randrange(len(page))
        del page[start : start + chance.randrange(12)]

    reading = extract.read(bytes(page), Hints(filename=name))

    assert "reader-failed" not in {issue.code for issue in reading.issues}
    # What was cut out between an enumerator and a figure leaves a number of both, printed as such.
    printed = set(re.split(r"[\s|<>]+", page.decode("utf-8", "replace")))
    made = [o for o in reading.observations if o.status is Status.REPORTED and o.raw not in printed]
    assert {digit for o in made for digit in str(o.value or "")} <= set("70.")
