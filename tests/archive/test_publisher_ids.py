"""One body under many names, two bodies under similar ones."""

from __future__ import annotations

import pytest

from archive.publisher_ids import AliasError, publisher_id, publisher_kind, read_aliases

DISTRICT = ("990102", "青禾区")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾区民政局", "民政局"),
        ("青禾区民政局", "区民政局"),
        ("下管镇", "下管镇人民政府"),
        ("石桥湾街道", "石桥湾街道办事处"),
        ("巴音苏木人民政府", "巴音苏木"),
    ],
)
def test_one_body_under_two_names(one: str, other: str) -> None:
    assert publisher_id(one, *DISTRICT) == publisher_id(other, *DISTRICT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾区人民政府", "青禾区人民政府办公室"),
        ("市场监督管理局", "监督管理局"),
        ("下管镇", "上管镇"),
        ("石桥湾街道", "石桥湾镇"),
    ],
)
def test_two_bodies(one: str, other: str) -> None:
    assert publisher_id(one, *DISTRICT) != publisher_id(other, *DISTRICT)


def test_bodies_of_the_same_name_in_two_districts_are_two() -> None:
    assert publisher_id("民政局", *DISTRICT) != publisher_id("民政局", "990103", "鹭汀区")


def test_a_reviewed_alias_holds_in_its_division_only() -> None:
    assert publisher_id("小红门乡人民政府", "110105") == publisher_id("小红门地区办事处", "110105")
    assert publisher_id("小红门乡人民政府", "110106") != publisher_id("小红门地区办事处", "110106")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青禾区人民政府", "government"),
        ("青禾区人民政府办公室", "office"),
        ("柳汀镇人民政府", "township"),
        ("石桥湾街道办事处", "township"),
        ("青禾区政务服务办公室", "department"),
        ("卫生健康委员会", "department"),
        ("高新区管委会", "government"),
        ("某公司", "other"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert publisher_kind(name) == kind


@pytest.mark.parametrize(
    "row", ["110105,甲,,来源", "110105,甲,甲,来源", "110105,甲,乙,来源\n110105,甲,丙,来源"]
)
def test_a_bad_alias_is_named_with_its_row(row: str) -> None:
    with pytest.raises(AliasError, match=r"row [23]"):
        read_aliases("division_code,alias,name,source\n" + row)
