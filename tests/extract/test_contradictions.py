"""Where a document contradicts itself, and what only looks so."""

from __future__ import annotations

import pytest

from archive.models import Hints
from extract.grid import Content, Paragraph
from extract.identity import Identification, identify

LAW = "根据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。"


def read(*paragraphs: str) -> Identification:
    return identify(Content(tuple(map(Paragraph, paragraphs))), Hints())


def codes(found: Identification) -> set[str]:
    return {issue.code for issue in found.issues}


@pytest.mark.parametrize(
    "lines",
    [
        ("一、总体情况", "2020年，我局高度重视。"),
        ("一、总体情况", "2020年度，全局围绕中心工作。"),
        (LAW, "本报告统计期限自2020年1月1日起至2020年12月31日止。"),
        (LAW, "本报告统计期限自2019年1月1日起至2020年12月31日止。"),
    ],
)
def test_an_opening_or_a_period_of_another_year_is_a_contradiction(lines: tuple[str, str]) -> None:
    found = read("沭阳县水利局2019年政府信息公开工作年度报告", *lines)
    assert found.year == 2019
    assert codes(found) == {"year-contradiction"}


@pytest.mark.parametrize(
    "lines",
    [
        ("五、存在的主要问题", "（一）2018年存在主要问题", "2020年，我局将继续加强公开。"),
        ("一、总体情况", "2008年《条例》施行以来，我局不断改进。"),
        ("一、总体情况", "2019年，我局高度重视，2020年将继续。"),
        (LAW, "落实《2018年政务公开工作要点》，2020年计划新建专区。"),
    ],
)
def test_other_years_in_the_prose_raise_no_alarm(lines: tuple[str, ...]) -> None:
    assert read("沭阳县水利局2019年政府信息公开工作年度报告", *lines).issues == ()


@pytest.mark.parametrize(
    ("signed", "contradicts"),
    [
        ("沭阳县民政局", True),
        ("沭阳县发展和改革局", False),
        ("江苏省沭阳县发展改革局", False),
    ],
)
def test_another_bodys_signature_is_a_contradiction(signed: str, contradicts: bool) -> None:
    found = read("沭阳县发改局2019年政府信息公开工作年度报告", LAW, signed, "2020年1月8日")
    assert ("publisher-contradiction" in codes(found)) is contradicts


def test_a_government_may_sign_by_its_office() -> None:
    found = read("沭阳县2019年政府信息公开工作年度报告", LAW, "沭阳县人民政府办公室", "2020年3月8日")
    assert found.publisher == "沭阳县人民政府"
    assert found.issues == ()


def test_a_districts_board_and_its_township_may_share_one_report() -> None:
    found = read(
        "北京市朝阳区王四店地区办事处2022年政府信息公开工作年度报告", LAW, "王四店乡人民政府", "2023年1月6日"
    )
    assert found.publisher == "王四店地区办事处"
    assert found.issues == ()
