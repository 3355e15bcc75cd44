"""A report that is signed before its year had ended cannot tell the whole year."""

from __future__ import annotations

import pytest

from archive.models import Hints
from extract.grid import Content, Paragraph
from extract.identity import identify


@pytest.mark.parametrize(
    ("signed", "codes"),
    [
        ("2022年12月", {"early-signature"}),
        ("2023年1月6日", set()),
        ("二〇二二年十二月二十九日", {"early-signature"}),
    ],
)
def test_a_report_signed_before_its_year_ended_is_noted(signed: str, codes: set[str]) -> None:
    content = Content(
        tuple(
            Paragraph(text)
            for text in (
                "青禾区民政局2022年政府信息公开工作年度报告",
                "一、总体情况",
                "概况如下。",
                "青禾区民政局",
                signed,
            )
        )
    )
    found = {issue.code for issue in identify(content, Hints()).issues}
    assert found & {"early-signature"} == codes
