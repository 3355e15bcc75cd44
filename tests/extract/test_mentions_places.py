"""Where mentions stand: their offsets, their sections, and what hostile text does to them."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from archive.models import Section
from extract.mentions import mentions

WORDS = st.sampled_from(
    [
        "收到",
        "政府信息公开申请",
        "12件",
        "3件",
        "，",
        "。",
        "、",
        "行政复议",
        "行政诉讼",
        "维持",
        "予以公开",
        "未收到",
        "无",
        "2022年",
        "2021年",
        "上年结转",
        "信息处理费",
        "380元",
        "主动公开",
        "信息",
        "\n",
        "《",
        "》",
        "办结",
        "均",
        "0件",
        "其中",
    ]
)
LENGTH = 300_000
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))


@given(st.lists(TEXTS, max_size=3))
def test_a_mention_is_what_stands_there(texts: list[str]) -> None:
    sections = tuple(Section("一二三"[n], "", text) for n, text in enumerate(texts))
    by_number = {section.number: section.text for section in sections}

    found = mentions(sections, 2022)

    for mention in found:
        assert by_number[mention.section][mention.start : mention.end] == mention.text != ""
    places = [(mention.section, mention.start, mention.topic) for mention in found]
    assert len(set(places)) == len(places)


def test_every_statement_counts_not_the_first_alone() -> None:
    text = "收到申请5件。\n年底统计，全年收到申请6件。"

    assert [(m.text, m.value) for m in mentions((Section("一", "", text),), 2022)] == [
        ("收到申请5件", 5),
        ("收到申请6件", 6),
    ]


def test_sections_without_a_number_are_named_by_their_heading() -> None:
    sections = (Section(None, "", "收到申请5件。"), Section(None, "四、收费情况", "收到申请5件。"))

    assert [m.section for m in mentions(sections, 2022)] == [None, "四、收费情况"]


def test_time_grows_with_the_length_of_the_text() -> None:
    for unit in ("12", "收到申请", "收到申请12件", "一二三", "《", "1,234", "行政复议、", "未收到", "件"):
        text = unit * (LENGTH // len(unit))
        began = time.perf_counter()
        mentions((Section("一", "", text),), 2022)
        assert time.perf_counter() - began < 10, unit
