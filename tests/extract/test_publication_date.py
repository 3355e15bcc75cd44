"""When a report was published, and where that stands."""

from __future__ import annotations

import pytest

from archive.models import Hints
from extract.grid import Content, Paragraph
from extract.identity import Identification, identify

LAW = "根据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。"


def read(*paragraphs: str, hints: dict[str, str], meta: dict[str, str]) -> Identification:
    return identify(Content(tuple(map(Paragraph, paragraphs)), None, meta), Hints(**hints))


DATED = {
    "listed_on": "2022-01-19",
    "url": "http://x.gov.cn/zfxxgknb/202201/t20220120_1.html",
}
SIGNED = ("沭阳县水利局", "二○二二年一月十日")


@pytest.mark.parametrize(
    ("lines", "meta", "hints", "day", "source"),
    [
        (("发布日期：2022-01-18 10:00",), {"pubdate": "2022-01-17"}, DATED, "2022-01-17", "meta"),
        (("发布日期：2022-01-18 10:00",), {}, DATED, "2022-01-18", "visible"),
        (("来源：县水利局 时间：2022年1月18日",), {}, DATED, "2022-01-18", "visible"),
        (("2022-01-18 来源：县水利局",), {}, DATED, "2022-01-18", "visible"),
        (("成文日期：2022-01-05",), {}, DATED, "2022-01-19", "list"),
        ((), {}, {"url": DATED["url"]}, "2022-01-20", "url"),
        ((), {}, {}, "2022-01-10", "signature"),
    ],
)
def test_the_date_of_publication_names_its_source(
    lines: tuple[str, ...], meta: dict[str, str], hints: dict[str, str], day: str, source: str
) -> None:
    title = "沭阳县水利局2021年政府信息公开工作年度报告"
    found = read(*lines, title, LAW, *SIGNED, hints=hints, meta=meta)
    assert (found.published_on, found.published_on_source) == (day, source)


def test_a_date_with_lost_characters_is_told_and_not_repaired() -> None:
    found = read("发布时间：20231月1日", "沭阳县水利局2022年政府信息公开工作年度报告", LAW, hints={}, meta={})
    assert found.published_on is None
    assert "unreadable-date" in {issue.code for issue in found.issues}
