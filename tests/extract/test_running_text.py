"""Tables that survive only as text: what can be told is read exactly, what cannot is never certain."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from archive.models import Hints, Reading, Status
from extract.lexicon import lexicon
from extract.loose import strips
from extract.loose_forms import segments_of
from extract.splitting import TooManyCuts, cuts, solutions
from tests.extract.form import APPLICANTS, CHALLENGES, OUTCOMES, Key, Table, keys, tables

SIX_MAKE_ONE = (1, 1, 1, 1, 1, 1, -1)
SMALL = st.one_of(st.just(0), st.just(0), st.integers(0, 400))
RESULTS_ASIDE = {"new_received", "carried_in", "total_handled", "carried_forward"}


@given(st.text("0123456789", max_size=9), st.integers(1, 7))
def test_cuts_are_all_the_ways_to_read_digits(digits: str, count: int) -> None:
    found = list(cuts(digits, count))

    assert len(set(found)) == len(found)
    assert all("".join(cut) == digits and len(cut) == count for cut in found)
    assert all(re.fullmatch("0|[1-9][0-9]*", number) for cut in found for number in cut)


@settings(deadline=None)
@given(st.lists(SMALL, min_size=6, max_size=6))
def test_the_row_as_it_was_is_among_the_solutions(parts: list[int]) -> None:
    row = tuple(map(str, (*parts, sum(parts))))

    assert row in solutions("".join(row), 7, [SIX_MAKE_ONE])


@settings(deadline=None)
@given(st.lists(st.lists(SMALL, min_size=4, max_size=4), min_size=3, max_size=3))
def test_blocks_are_cut_one_after_the_other(blocks: list[list[int]]) -> None:
    numbers = tuple(str(number) for block in blocks for number in (*block, sum(block)))

    try:
        assert numbers in solutions("".join(numbers), 5, [(1, 1, 1, 1, -1)], 3)
    except TooManyCuts:
        assert len("".join(numbers)) > 15


def test_too_many_ways_are_refused() -> None:
    with pytest.raises(TooManyCuts):
        solutions("123456789" * 5, 7, [SIX_MAKE_ONE])


@pytest.mark.parametrize("between", ["", " ", "\n", " \n"])
def test_a_unit_of_money_belongs_to_its_number_wherever_it_was_wrapped(between: str) -> None:
    row = strips(f"政府集中采购 5 517200{between}元\n三、收到")[0]

    assert row.numbers == ["5", "517200元"]


def test_a_label_wrapped_around_its_figures_is_that_label() -> None:
    above, below = "（二）部分公开（区分处理\n的，只计这一情形，不计其", "他情形）"
    words = f"（一）予以公开 3 0 0 0 0 0 3\n{above}\n2 0 0 0 0 0 2\n{below}"

    rows = [list(segments_of(strip.words, lexicon())) for strip in strips(words)]

    assert [row[-1].entry.words[0].code for row in rows[:2]] == ["granted", "granted_in_part"]
    assert rows[1][-1].is_last


def test_a_line_break_parts_numbers_for_certain_and_a_blank_does_not() -> None:
    first, second, _ = strips("规章 0 0 0\n行政规范性文件\n1\n0\n5\n说明")

    assert (first.words, first.numbers, first.is_cell_a_line) == ("规章 ", ["0", "0", "0"], False)
    assert (second.numbers, second.is_cell_a_line) == (["1", "0", "5"], True)


def test_an_enumerator_is_no_figure() -> None:
    found = strips("1.属于国家秘密00000002.其他法律行政法规禁止公开0000000（不同方式计1条）2014年度")

    assert [(strip.words, strip.numbers) for strip in found] == [
        ("1.属于国家秘密", ["0000000"]),
        ("2.其他法律行政法规禁止公开", ["0000000"]),
        ("（不同方式计1条）2014年度", []),
    ]


@st.composite
def balanced_forms(draw: st.DrawFn) -> tuple[str, dict[Key, int]]:
    """Figures for which the arithmetic of the form holds, as it does in nearly every report."""
    edition = draw(st.sampled_from(["2019", "2021"]))
    figures = {key: draw(SMALL) for key in keys(edition)}
    rows = list(dict.fromkeys(row for table, row, _ in figures if table == "applications"))
    for column in APPLICANTS[:-1]:
        total = sum(figures["applications", row, column] for row in rows if row not in RESULTS_ASIDE)
        left = total + figures["applications", "carried_forward", column]
        carried = figures["applications", "carried_in", column] = min(
            left, figures["applications", "carried_in", column]
        )
        figures["applications", "total_handled", column] = total
        figures["applications", "new_received", column] = left - carried
    for row in rows:
        figures["applications", row, "total"] = sum(
            figures["applications", row, column] for column in APPLICANTS[:-1]
        )
    for row in CHALLENGES:
        figures["challenges", row, "total"] = sum(figures["challenges", row, c] for c in OUTCOMES[:-1])
    return edition, figures


def flattened(edition: str, figures: Mapping[Key, int], between: str, around: str) -> str:
    """A page as one line: the cells of a row with ``between`` them, rows and labels with ``around``."""
    blocks, applications, challenges = tables(edition, {key: str(value) for key, value in figures.items()})
    parts = [_flat(table, between, around) for table in (*blocks, applications, challenges)]
    return (
        f"某区某局2023年政府信息公开工作年度报告 二、主动公开政府信息情况 {around.join(parts)} 五、其他 无。"
    )


def _flat(table: Table, between: str, around: str) -> str:
    words = []
    for line in table:
        words += [box.text for box in line if not box.text.isdecimal()]
        words += [between.join(box.text for box in line if box.text.isdecimal())]
    return around.join(word for word in words if word)


def read(text: str) -> Reading:
    return extract.read(text.encode(), Hints(filename="page.txt"))


@settings(max_examples=40, deadline=None)
@given(balanced_forms(), st.sampled_from(["", " "]))
def test_of_digits_run_together_no_certain_figure_is_wrong(
    form: tuple[str, dict[Key, int]], around: str
) -> None:
    edition, figures = form

    reading = read(flattened(edition, figures, "", around))

    seen = {(o.table, o.row, o.column): o for o in reading.observations}
    assert seen.keys() == figures.keys()
    certain = {key: o.value for key, o in seen.items() if o.status is Status.REPORTED}
    assert certain == {key: figures[key] for key in certain}
    doubtful = {o.status for o in seen.values()} - {Status.REPORTED}
    assert doubtful <= {Status.AMBIGUOUS}
    assert not doubtful or "ambiguous-row" in {issue.code for issue in reading.issues}


@settings(max_examples=25, deadline=None)
@given(balanced_forms())
def test_cells_parted_by_blanks_read_back(form: tuple[str, dict[Key, int]]) -> None:
    edition, figures = form

    reading = read(flattened(edition, figures, " ", " "))

    assert {(o.table, o.row, o.column): o.value for o in reading.observations} == figures
    assert {o.status for o in reading.observations} == {Status.REPORTED}


def test_a_table_without_arithmetic_is_not_cut() -> None:
    figures = dict.fromkeys(keys("2019"), 0)

    reading = read(flattened("2019", figures, "", " "))

    read_as = {o.status for o in reading.observations if o.table == "disclosure"}
    values = {o.value for o in reading.observations if o.table == "disclosure"}
    assert (read_as, values) == ({Status.AMBIGUOUS}, {None})


INDICATORS: Sequence[tuple[str, str]] = (
    ("主动公开文件数", "proactive_disclosed"),
    ("受理依申请公开信息总数", "requests_received"),
    ("其中：1、当面申请数", "requests_in_person"),
    ("2、网上申请数", "requests_online"),
    ("3、信函、传真申请数", "requests_letter_fax"),
    ("行政复议数", "reconsiderations"),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SMALL, SMALL), min_size=4, max_size=4), st.sampled_from(["", " "]))
def test_of_a_list_run_together_no_certain_figure_is_wrong(drawn: list[tuple[int, int]], around: str) -> None:
    channels = drawn[:3]
    received = (sum(year for year, _ in channels), sum(total for _, total in channels))
    values = [drawn[3], received, *channels, (0, 0)]
    rows = [f"{label}条{a}{b}" for (label, _), (a, b) in zip(INDICATORS, values, strict=True)]

    reading = read(
        f"某县某局2012年政府信息公开年报 指标名称{around}计量单位{around}2012年度{around}历年累计{around}"
        + around.join(rows)
    )

    truth = {
        (code, column): value
        for (_, code), pair in zip(INDICATORS, values, strict=True)
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    }
    seen = {(o.row, o.column): o for o in reading.observations}
    assert seen.keys() == truth.keys()
    assert all(o.value == truth[key] for key, o in seen.items() if o.status is Status.REPORTED)
    assert seen["reconsiderations", "year"].status is Status.REPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "全年办理行政许可 1200 件，行政处罚 35 件，行政强制 2 件，现行有效件数 3。",
        "主动公开信息数 5，受理申请总数 3，对申请的答复总数 3。",
        "行政复议结果维持 1 件、结果纠正 0 件、其他结果 0 件、尚未审结 2 件，总计 3 件。",
    ],
)
def test_sentences_are_no_table(sentence: str) -> None:
    assert read(f"某区某局2023年政府信息公开工作年度报告\n{sentence}").observations == ()


@pytest.mark.parametrize(
    "text", ["一 " * 100_000 + "1", "1、" * 100_000, "（" * 100_000, "指标名称" * 50_000]
)
def test_endless_words_take_no_endless_time(text: str) -> None:
    began = time.process_time()

    reading = read(f"某区某局2012年政府信息公开年报\n指标名称 {text}")

    assert time.process_time() - began < 20, "a second or two; the square of the length is minutes"
    assert reading.observations == ()
