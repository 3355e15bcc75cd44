"""Whatever a document is: no traceback, no hang, no end of memory; what is beyond a bound is an issue."""

from __future__ import annotations

import io
import zipfile
from random import Random

import pytest

import extract
from archive.models import Hints
from extract.readers import bounds
from tests.extract.rendering import STYLES, keys
from tests.fuzz import extremes, packages
from tests.fuzz.binaries import binary_case
from tests.fuzz.cases import Case, case, document
from tests.fuzz.measure import Measured, measured

SEED, COUNT, BATCHES = 20210923, 300, 6
BINARY_COUNT = 120
HUGE = 50 * 2**20


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutated_documents_keep_the_bounds(batch: int) -> None:
    numbers = range(batch, COUNT, BATCHES)
    problems = {number: result.problem for number in numbers if (result := _fuzzed(number)).problem}
    assert problems == {}


def test_damaged_files_of_every_format_keep_the_bounds() -> None:
    results = {number: measured(binary_case(SEED, number)).problem for number in range(BINARY_COUNT)}
    assert {number: problem for number, problem in results.items() if problem} == {}


def _fuzzed(number: int) -> Measured:
    return measured(case(SEED, number))


def test_a_case_is_determined_by_its_seed_and_number() -> None:
    assert [case(3, number).data for number in range(20)] == [case(3, number).data for number in range(20)]
    assert case(3, 0).data != case(4, 0).data


def test_what_breaks_a_bound_is_seen() -> None:
    def fail() -> tuple[()]:
        raise RecursionError("too deep")

    assert "RecursionError: too deep" in measured(Case("fails", fail)).problem


@pytest.mark.parametrize("maker", extremes.MAKERS, ids=lambda maker: maker.__name__)
def test_a_hundred_thousand_units_keep_the_bounds(maker: extremes.Maker) -> None:
    filename, text = maker(100_000, Random(5))
    assert measured(document(maker.__name__, text.encode(), filename)).problem == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("filename", "unit"),
    [
        ("a.html", STYLES["html"][0]("2021", dict.fromkeys(keys("2021"), "7"))),
        ("a.html", "<p>收到政府信息公开申请46件，其中予以公开12件。</p>".encode("gb18030")),
        ("a.html", b"<td>1"),
        ("a.txt", STYLES["tabs"][0]("2021", dict.fromkeys(keys("2021"), "7"))),
        ("a.txt", "收到政府信息公开申请46件，其中予以公开12件。\n".encode()),
        ("a.txt", "年".encode()),
        ("a.md", b"|1|2|\n"),
        ("a.txt", Random(1).randbytes(2**20).replace(b"\0", b"\n")),
    ],
    ids=["form", "prose", "cells", "text-form", "text-prose", "one-line", "pipes", "noise"],
)
def test_fifty_megabytes_are_read_in_part(filename: str, unit: bytes) -> None:
    start = b"<html><body>" if filename == "a.html" else b"report of the year\n" * 500
    result = measured(document("huge", start + unit * (HUGE // len(unit)), filename))
    assert result.problem == ""
    assert result.is_bound_hit


def test_what_stands_before_the_bound_is_read() -> None:
    figures = {key: str(n) for n, key in enumerate(keys("2021"))}
    page = STYLES["html"][0]("2021", figures)
    huge = page.replace(b"</body>", b"<p>end</p>" * (bounds.MAX_BYTES // 8) + b"</body>")

    reading = extract.read(huge, Hints(filename="a.html"))

    assert "bound-hit" in {issue.code for issue in reading.issues}
    assert [o.raw for o in reading.observations] == [
        o.raw for o in extract.read(page, Hints(filename="a.html")).observations
    ]


def test_a_tag_of_very_many_attributes_does_not_hang_and_its_text_is_read() -> None:
    attributes = b"".join(b" a%d='<'" % n for n in range(200_000))
    page = b"<html><body><p%b>shown</p><p title='a > b'>kept</p></body></html>" % attributes
    case_of_many = document("attributes", page, "a.html")
    result = measured(case_of_many)
    assert result.problem == ""
    assert result.is_bound_hit


def test_a_long_style_is_no_long_list_of_attributes() -> None:
    page = b"<p style='%b' id=x>text</p>" % (b"mso-font: x; " * 2000)
    assert bounds.within_tags(page) == (page, ())


def test_a_package_of_very_many_members_is_refused() -> None:
    parts = {f"word/{n}.xml": b"" for n in range(12_000)} | {packages.MAIN: b"<x/>"}
    reading = extract.read(packages.packed(parts), Hints(filename="a.docx"))
    assert reading.observations == ()
    assert {issue.code for issue in reading.issues} == {"document-not-read"}


def test_a_long_word_document_is_read_up_to_the_bound() -> None:
    data = STYLES["docx"][0]("2021", dict.fromkeys(keys("2021"), "7"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read(packages.MAIN)
    longer = text.replace(b"</w:body>", b"<w:p/>" * bounds.MAX_TAGS + b"</w:body>")
    reading = extract.read(packages.packed({packages.MAIN: longer}), Hints(filename="a.docx"))
    assert len(reading.observations) == len(keys("2021"))
    assert "bound-hit" in {issue.code for issue in reading.issues}


@pytest.mark.parametrize(
    ("seed", "number"),
    [
        (7, 3239),  # figures under no column of their block
        (12, 944),  # five thousand digits run together
    ],
)
def test_what_the_fuzzer_found_stays_mended(seed: int, number: int) -> None:
    assert measured(case(seed, number)).problem == ""


@pytest.mark.parametrize("reference", ["&#" + "1" * 5000 + ";", "&#99999999999;"])
def test_a_reference_to_no_character_is_no_crash(reference: str) -> None:
    reading = extract.read(f"# 年报\n\n| 规章 | {reference} |\n|---|---|\n".encode(), Hints(filename="a.md"))
    assert "reader-failed" not in {issue.code for issue in reading.issues}


def test_runs_of_digits_without_an_end_of_rows_are_cut_within_bounds() -> None:
    line = "（一）予以公开 123456789123456789123456789 （二）部分公开 987654321987654321987654321\n"
    text = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1\n" + line * 400
    assert measured(document("runs", text.encode(), "a.txt")).problem == ""
