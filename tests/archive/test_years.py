"""Years and dates in titles and addresses: the report's, and those that are none."""

from __future__ import annotations

import pytest

from archive.dates import read_date, url_date
from archive.titles import read_link
from archive.years import report_year, url_report_year


@pytest.mark.parametrize(
    ("url", "year"),
    [
        ("http://x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113&fbtime=2017", 2017),
        ("https://x.gov.cn/zfxxgknb.html?nbYear=2023", 2023),
        ("https://x.gov.cn/public/column/24601?action=detail&title=2020&type=3", 2020),
        ("https://x.gov.cn/gknbxq/pnidpv150pntypepvnbpnnfpv2021.html", 2021),
        ("https://x.gov.cn/zfxxgkndgzbg/2021n/syszfxxgkgzndbg/202203/t20220309_2876973.html", 2021),
        ("https://x.gov.cn/zfxxgknb/2023/bm/202401/t20240129_4598154.html", 2023),
        ("https://x.gov.cn/zfxxgknb/202301/t20230118_5120034.html", None),
        ("https://x.gov.cn/2022/zfxxgk/jyj/zfxxgkndbg_43869/202202/t20220214_1922457.shtml", None),
        ("https://x.gov.cn/bmzfxxgkndbg2024/202601/t20260119_1.html", None),
        ("https://x.gov.cn/wzxxgknb/2024/hzq.pdf", None),
        ("https://x.gov.cn/art/2024/1/12/art_1229847345_4201881.html", None),
        ("https://x.gov.cn/a.html?year=1812", None),
        ("", None),
    ],
)
def test_only_a_report_year_is_read_from_an_address(url: str, year: int | None) -> None:
    assert url_report_year(url) == year
    assert read_link(url, "(无标题)").year in (year, None)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2024年1月公布的宿松县2023年政府信息公开工作年度报告", 2023),
        ("〔2021〕30号 政府信息公开工作年度报告", None),
        ("政府信息公开年报 2022-01-20", None),
        ("发改局2020政府信息公开年报", 2020),
        ("政府信息公开年报2022", 2022),
        ("无年份", None),
        ("1958年政府信息公开", None),
    ],
)
def test_a_date_or_a_document_number_is_no_report_year(title: str, year: int | None) -> None:
    assert report_year(title) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("发布时间：2020-01-20 09:30", "2020-01-20"),
        ("2023年 1 月 6 日", "2023-01-06"),
        ("二○一○年四月十日", "2010-04-10"),
        ("二〇一九年十二月三十一日", "2019-12-31"),
        ("2019年12月", None),
        ("20231月1日", None),
        ("2022-02-30", None),
    ],
)
def test_dates_are_read_where_they_are_real(text: str, day: str | None) -> None:
    found = read_date(text)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.gov.cn/a/202012/t20201230_5252166.html", "2020-12-30"),
        ("http://x.gov.cn/art/2023/1/11/art_1_2.html", "2023-01-11"),
        ("http://x.gov.cn/html/npszf/2013-01-25/1779102018.html", "2013-01-25"),
        ("http://x.gov.cn/nw12344/20230331/4a03b5fa.html", "2023-03-31"),
        ("http://x.gov.cn/new/detail/20220124145934053.html", "2022-01-24"),
        ("http://x.gov.cn/a/202012/1321324.shtml", None),
        ("http://x.gov.cn/info/1050/64208.htm", None),
    ],
)
def test_a_day_in_an_address_is_read(url: str, day: str | None) -> None:
    found = url_date(url)
    assert (found.isoformat() if found else None) == day
