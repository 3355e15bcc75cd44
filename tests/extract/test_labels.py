from __future__ import annotations

import pytest

from extract.labels import Label, enumerated_parts, fold, normalise
from extract.lexicon import How, Kind, lexicon


@pytest.mark.parametrize(
    "printed",
    [
        "（三）不予公开",
        "(三) 不予公开",
        "( 三 )\n不予 公开",
        "（三）\u200b不予公开\xa0",
        "（三）不予公開".replace("開", "开"),
        "㈢不予公开",
    ],
)
def test_one_label_in_many_prints(printed: str) -> None:
    assert normalise(printed) == Label("不予公开", "（三）")


@pytest.mark.parametrize(
    ("printed", "core", "mark"),
    [
        ("1. 属于国家秘密", "属于国家秘密", "1."),
        ("1．属于国家秘密", "属于国家秘密", "1."),
        ("1、属于国家秘密", "属于国家秘密", "1."),
        ("1属于国家秘密", "属于国家秘密", "1."),
        ("①属于国家秘密", "属于国家秘密", "1."),
        ("三、本年度办理结果", "本年度办理结果", "三、"),
        ("本年增/减", "本年增减", ""),
        ("采购总金额（万元，保留四位小数）", "采购总金额", ""),
        ("（二）部分公开（区分处理的", "部分公开", "（二）"),
        ("第二十条第（五）项", "第二十条第五项", ""),
        ("⾏政规范性⽂件", "行政规范性文件", ""),
        ("⼈⺠政府⻔户", "人民政府门户", ""),
        ("总计[if !supportMisalignedColumns]", "总计", ""),
        ("2019年", "2019年", ""),
        ("", "", ""),
    ],
)
def test_core_and_mark(printed: str, core: str, mark: str) -> None:
    assert normalise(printed) == Label(core, mark)


def test_a_label_wholly_in_brackets_keeps_its_words() -> None:
    assert normalise("（本列数据的勾稽关系）").core == "本列数据的勾稽关系"


def test_labels_run_together_are_parted() -> None:
    parts = enumerated_parts(fold("三、本年度办理结果（三）不予公开1.属于国家秘密"))

    assert [part.core for part in parts] == ["本年度办理结果", "不予公开", "属于国家秘密"]


@pytest.mark.parametrize(
    ("printed", "how", "codes"),
    [
        ("（一）予以公开", How.EXACT, {"granted"}),
        ("（三）不予公开 1.属于国家秘密", How.INNER, {"refused_state_secret"}),
        ("1.本机关不掌握相关政府", How.TRUNCATED, {"unavailable_not_held"}),
        ("重 新出具已获", How.TRUNCATED, {"rejected_reconfirmation"}),
        ("4.保护笫三方合法权益", How.SIMILAR, {"refused_third_party"}),
        ("数据1", How.NONE, set()),
        ("行政处分", How.NONE, set()),
        ("坚持以公开为常态、不公开为例外，" * 5, How.NONE, set()),
    ],
)
def test_what_a_cell_may_be_a_label_of(printed: str, how: How, codes: set[str]) -> None:
    entry = lexicon().find(printed)

    assert (entry.how, {word.code for word in entry.of(Kind.ROW)}) == (how, codes)


def test_a_label_of_several_places_gives_them_all() -> None:
    kinds = {(word.kind, word.code) for word in lexicon().find("其他").words}

    assert {(Kind.COLUMN, "other"), (Kind.ROW, "other_other"), (Kind.ROW, "other_handling")} <= kinds
