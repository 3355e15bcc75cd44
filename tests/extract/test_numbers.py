from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Status
from extract.numbers import figure, header_unit


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        ("１２", 12),
        ("1,036", 1036),
        ("11，398，889", 11_398_889),
        ("+1036", 1036),
        ("＋1036", 1036),
        ("-3", -3),
        ("－3", -3),
        ("−3", -3),
        ("减少3", -3),
        ("12件", 12),
        ("2笔", 2),
        ("1.2万条", 12_000),
        ("22（其中修订16件）", 22),
        ("55(含自然失效29件)", 55),
        ("\xa01\u3000", 1),
        ("零", 0),
        ("十二", 12),
        ("一百零三", 103),
        ("二〇", 20),
    ],
)
def test_a_count(printed: str, value: int) -> None:
    read = figure(printed, "件")

    assert (read.value, read.status, read.concern) == (value, Status.REPORTED, "")


@pytest.mark.parametrize("printed", ["", " ", "\xa0", "\u3000", "\u200b"])
def test_nothing_printed_is_blank_and_never_zero(printed: str) -> None:
    assert figure(printed, "件")[:2] == (None, Status.BLANK)


@pytest.mark.parametrize("printed", ["-", "—", "——", "–", "/", "／", "无", " — "])
def test_a_marker_is_no_number(printed: str) -> None:
    assert figure(printed, "件")[:2] == (None, Status.MARKER)


@pytest.mark.parametrize(
    "printed",
    ["一", "约20", "20+3", "1 036", "20 0 00", "1,03", "12%", "见附件", "O", "1-2", "十百", "9" * 300],
)
def test_anything_else_is_unreadable(printed: str) -> None:
    read = figure(printed, "件")

    assert (read.value, read.status) == (None, Status.UNREADABLE)
    assert read.concern


@pytest.mark.parametrize(
    ("printed", "header", "value", "unit"),
    [
        ("517200元", "万元", 51.72, "元"),
        ("137296.5351", "万元", 137296.5351, "万元"),
        ("73802895.90", "元", 7380.28959, "元"),
        ("0.0000", "万元", 0, "万元"),
        ("1.5亿元", "万元", 15_000, "亿元"),
        ("3千元", "万元", 0.3, "千元"),
    ],
)
def test_money_comes_in_wan_yuan(printed: str, header: str, value: float, unit: str) -> None:
    read = figure(printed, header)

    assert (read.value, read.unit, read.concern) == (value, unit, "")


@pytest.mark.parametrize(
    ("printed", "unit"), [("984361元", "件"), ("2笔", "万元"), ("3.5", "件"), ("28.0", "件")]
)
def test_an_odd_number_is_kept_as_printed_and_said_to_be_odd(printed: str, unit: str) -> None:
    read = figure(printed, unit)

    assert read.status is Status.REPORTED
    assert read.value == float(printed.rstrip("元笔"))
    assert read.concern


def test_a_decimal_point_in_a_count_keeps_the_number_a_float() -> None:
    assert isinstance(figure("28.0", "件").value, float)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("采购总金额（单位：元）", "元"),
        ("采购总金额（万元，保留四位小数）", "万元"),
        ("采购总金额", None),
        ("金额（美元）", None),
    ],
)
def test_the_unit_of_a_header(header: str, unit: str | None) -> None:
    assert header_unit(header) == unit


@given(st.decimals(0, 10**9, places=4))
def test_money_keeps_every_printed_place(amount: Decimal) -> None:
    assert figure(str(amount), "万元").value == float(amount)


@given(st.integers(-(10**12), 10**12))
def test_a_count_reads_back_with_and_without_separators(count: int) -> None:
    assert figure(str(count), "件").value == count
    assert figure(f"{count:,}", "件").value == count


@given(st.text())
def test_no_text_is_too_strange_to_be_judged(text: str) -> None:
    read = figure(text, "件")

    assert (read.value is not None) == (read.status is Status.REPORTED)
