"""What links say of themselves: titles of the kinds that portals print, all of them invented."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.publishers import publisher_in
from archive.titles import is_directory, is_report_title, read_link

ARTICLE = "http://www.example.gov.cn/zwgk/zfxxgk/zfxxgknb/202301/t20230118_5120034.html"
COLUMN = "http://www.example.gov.cn/zwgk/zfxxgk/zfxxgknb/"
NEWS = "http://www.example.gov.cn/xwzx/202303/t20230302_77120.html"

REPORTS = [
    ("沭阳县财政局2022年政府信息公开工作年度报告", 2022, "沭阳县财政局"),
    ("2023年扬州市邗江区政府信息公开工作年度报告", 2023, "邗江区"),
    ("金华市婺城区人民政府2020年度政府信息公开工作年度报告", 2020, "婺城区人民政府"),
    ("关于2021年度政府信息公开工作情况的报告（望奎县水务局）", 2021, "望奎县水务局"),
    ("望奎县水务局关于2021年政府信息公开工作情况的报告", 2021, "望奎县水务局"),
    ("芮城县交通运输局政府信息公开2019年度报告", 2019, "芮城县交通运输局"),
    ("芮城县交通运输局政府信息公开年报（2018年）", 2018, "芮城县交通运输局"),
    ("二○一二年度肥东县民政局政府信息公开年报", 2012, "肥东县民政局"),
    ("肥东县审计局二〇一五年政府信息公开工作年度报告", 2015, "肥东县审计局"),
    ("肥东县审计局二O一六年政府信息公开工作年度报告", 2016, "肥东县审计局"),
    ("古田县统计局2020度年政府信息公开工作年度报告", 2020, "古田县统计局"),
    ("古田县统计局 2018 年政府信息公开工作年度报告", 2018, "古田县统计局"),
    ("南召县法制办公室2014年政府信息公开工作报告", 2014, "南召县法制办公室"),
    ("南召县2011年政务公开年度报告", 2011, "南召县"),
    ("福建省三明市尤溪县人民政府办公室2024年政府信息公开工作年度报告", 2024, "尤溪县人民政府办公室"),
    ("尤溪县政府2013年政府信息公开年度报告", 2013, "尤溪县人民政府"),
    ("河南省财政厅2023年政府信息公开工作年度报告", 2023, "河南省财政厅"),
    ("洛阳市市场监督管理局2023年政府信息公开工作年度报告", 2023, "洛阳市市场监督管理局"),
    ("洛阳市2023年政府信息公开工作年度报告", 2023, "洛阳市"),
    ("上海市2024年政府信息公开工作年度报告", 2024, "上海市"),
    ("上海市浦东新区2024年政府信息公开工作年度报告", 2024, "浦东新区"),
    ("上海市普陀区真如镇街道办事处2024年政府信息公开工作年度报告", 2024, "真如镇街道办事处"),
    ("天津市南开区学府街道2022年政府信息公开工作年度报告", 2022, "学府街道"),
    ("重庆市城口县修齐镇人民政府2020年政府信息公开年度报告", 2020, "修齐镇人民政府"),
    ("城口县修齐镇政府2020年政府信息公开年度报告", 2020, "修齐镇人民政府"),
    ("阿鲁科尔沁旗扎嘎斯台苏木2021年政府信息公开工作年度报告", 2021, "扎嘎斯台苏木"),
    ("苏州工业园区管理委员会2022年政府信息公开工作年度报告", 2022, "苏州工业园区管理委员会"),
    ("兰州新区2022年政府信息公开工作年度报告", 2022, "兰州新区"),
    ("锡林郭勒盟2022年政府信息公开工作年度报告", 2022, "锡林郭勒盟行政公署"),
    ("湘西州民政局2022年政府信息公开工作年度报告", 2022, "湘西州民政局"),
    ("临澜市青禾区石桥湾街道办事处2021年政府信息公开工作年度报告", 2021, "石桥湾街道办事处"),
    ("临澜市青禾区民政局2021年政府信息公开工作年度报告", 2021, "青禾区民政局"),
    ("区住房和城乡建设局2021年政府信息公开工作年度报告", 2021, "区住房和城乡建设局"),
    ("朝阳区城乡建设局2021年政府信息公开工作年度报告", 2021, "朝阳区城乡建设局"),
    ("朝阳区乡村振兴局2021年政府信息公开工作年度报告", 2021, "朝阳区乡村振兴局"),
    ("宿松县企业服务中心2021年政府信息公开工作年度报告", 2021, "宿松县企业服务中心"),
    ("全州县审计局2020年政府信息公开工作年度报告", 2020, "全州县审计局"),
    ("【年报】宿松县生态环境分局2021年政府信息公开工作年度报告", 2021, "宿松县生态环境分局"),
    ("1.宿松县司法局2021年政府信息公开工作年度报告", 2021, "宿松县司法局"),
    ("宿松县司法局2021年政府信息公开工作年度报告（系统汇总）", 2021, "宿松县司法局"),
    ("2021年政府信息公开工作年度报告（宿松县司法局）.docx", 2021, "宿松县司法局"),
    ("宿松縣衛生健康委員會2021年政府信息公開工作年度報告", 2021, "宿松县卫生健康委员会"),
    ("关于报送《宿松县林业局2016年政府信息公开年度报告》的函", 2016, "宿松县林业局"),
    ("《宿松县林业局2016年政府信息公开年度报告》", 2016, "宿松县林业局"),
    ("2017年度政府信息公开工作年度报告", 2017, None),
    ("我局2017年度政府信息公开工作年度报告", 2017, None),
    ("政府信息公开工作年度报告 宿松县水利局 2024年1月15日", None, "宿松县水利局"),
    ("中共宿松县孚玉镇委员会 宿松县孚玉镇人民政府2022年政府信息公开工作年度报告", 2022, "孚玉镇人民政府"),
    ("宿松县司法局2021年政府信息公开工作年度报告 2022-01-20", 2021, "宿松县司法局"),
    ("宿松县司法局2021年度信息公开工作年度报告", 2021, "宿松县司法局"),
    ("宿松县司法局2021年政府信息公开年度工作报告", 2021, "宿松县司法局"),
    ("宿松县司法局2021年政府信息公开情况年度报告", 2021, "宿松县司法局"),
    ("宿松县司法局09年度政府信息公开年报", 2009, "宿松县司法局"),
    ("长安街道办事处2021年政府信息公开工作年度报告", 2021, "长安街道办事处"),
    ("国家税务总局宿松县税务局2021年政府信息公开工作年度报告", 2021, "国家税务总局宿松县税务局"),
    ("广州市越秀区人民政府大塘街道办事处2023年政府信息公开工作年度报告", 2023, "大塘街道办事处"),
    ("中国证监会2023年政府信息公开工作年度报告", 2023, "中国证监会"),
    ("财政部2022年政府信息公开工作年度报告", 2022, "财政部"),
    ("常熟高新技术产业开发区2022年政府信息公开工作年度报告", 2022, "常熟高新技术产业开发区"),
    ("临沂市经济技术开发区管委会2022年政府信息公开工作年度报告", 2022, "临沂市经济技术开发区管委会"),
    ("沭阳县民政局2021年政府信息公开工作年度报告-政府信息公开年报-沭阳县人民政府", 2021, "沭阳县民政局"),
    ("关于公布《沭阳县民政局2021年政府信息公开工作年度报告》的公告", 2021, "沭阳县民政局"),
    ("沭阳县民政局2021年公开政府信息工作年度报告", 2021, "沭阳县民政局"),
    ("沂涛镇政府信息公开工作年度报告（2021年）", 2021, "沂涛镇"),
    ("铜陵市郊区2021年政府信息公开工作年度报告", 2021, "郊区"),
    ("市城市管理局2021年政府信息公开工作年度报告", 2021, "市城市管理局"),
    ("宁波市公安局镇海分局2021年政府信息公开工作年度报告", 2021, "宁波市公安局镇海分局"),
]

NEAR_MISSES = [
    ("宿松县2023年政务公开工作要点", "notice"),
    ("宿松县人民政府办公室关于印发2023年政务公开重点任务分工的通知", "notice"),
    ("关于做好2022年度政府信息公开工作年度报告编制和发布工作的通知", "notice"),
    ("关于2021年度政府信息公开工作考核结果的通报", "notice"),
    ("关于印发《宿松县政府信息公开工作年度报告格式》的通知", "notice"),
    ("宿松县2022年政务公开工作要点任务分解表", "notice"),
    ("宿松县2023年政务公开工作要点落实情况", "other"),
    ("宿松县司法局2022年法治政府建设年度报告", "other"),
    ("宿松县2022年财政预算执行情况和2023年财政预算草案的报告", "other"),
    ("宿松县2021年度部门决算公开报告", "other"),
    ("宿松县人民政府信息公开指南", "other"),
    ("宿松县政府信息公开申请办理流程图", "other"),
    ("宿松县政府信息公开保密审查制度", "other"),
    ("宿松县2022年国民经济和社会发展统计公报", "other"),
    ("宿松县农业农村局2023年工作总结暨2024年工作思路", "other"),
    ("宿松县审计局关于2022年度县级预算执行和其他财政收支的审计工作报告", "other"),
    ("宿松县人民政府网站2022年度工作报表", "other"),
    ("宿松中学2021-2022学年信息公开工作年度报告", "other"),
    ("宿松县2022年环境信息公开年度报告", "other"),
    ("政府信息公开工作年度报告范文", "other"),
    ("一图读懂宿松县2022年政府信息公开工作年度报告", "other"),
    ("县司法局召开政府信息公开工作培训会", "other"),
    ("关于政务公开工作的自查报告", "other"),
    ("2022年政府工作报告", "other"),
    ("宿松年鉴2020", "other"),
    ("宿松县2021年度政府信息公开工作年度报告公布情况一览表", "other"),
    ("2022年度各部门政府信息公开工作年度报告发布情况", "other"),
    ("【图解】宿松县2021年政府信息公开工作年度报告", "other"),
    ("宿松县发布2022年政府信息公开工作年度报告", "other"),
    ("宿松县人民医院2022年信息公开年度报告", "other"),
    ("宿松县政府信息依申请公开年度报告", "other"),
    ("政府信息公开工作年度报告填报说明", "notice"),
    ("关于开展2022年度政府信息公开年报编制工作的函", "notice"),
]


@pytest.mark.parametrize(("title", "year", "publisher"), REPORTS)
def test_reports_are_known_with_year_and_publisher(
    title: str, year: int | None, publisher: str | None
) -> None:
    reading = read_link(ARTICLE, title)
    assert (reading.kind, reading.year, reading.publisher) == ("report", year, publisher)


@pytest.mark.parametrize(("title", "kind"), NEAR_MISSES)
@pytest.mark.parametrize("url", [ARTICLE, NEWS])
def test_near_misses_are_told_apart_in_any_column(title: str, kind: str, url: str) -> None:
    assert read_link(url, title).kind == kind
    assert not is_report_title(title)


@pytest.mark.parametrize(
    ("title", "url", "kind"),
    [
        ("", COLUMN, "list"),
        ("政府信息公开年报", COLUMN, "list"),
        ("政府信息公开工作年度报告", COLUMN + "index.html", "list"),
        ("年度报告", "http://www.example.gov.cn/col/col1229214366/index.html", "list"),
        ("部门年报", COLUMN + "bmnb/", "list"),
        ("2022年", COLUMN + "2022/", "list"),
        ("政府信息公开工作年度报告", ARTICLE, "report"),
        ("(无标题)", ARTICLE, "report"),
        ("查看详情", ARTICLE, "report"),
        ("", "http://www.example.gov.cn/zcwj/202301/t20230118_1.html", "other"),
        ("2022年度报告", ARTICLE, "report"),
        ("2022年度报告", NEWS, "other"),
        (
            "沭阳县2022年政府信息公开工作年度报告",
            "https://www.example.gov.cn/xxgknb.html?nbYear=2022",
            "report",
        ),
        ("2022年政府信息公开工作年度报告", "http://www.example.gov.cn/nb/2022.html", "report"),
        ("政府信息公开年报（2022年）", "http://www.example.gov.cn/nb/2022.html?x=1", "report"),
        ("2022年政府信息公开工作年度报告", "http://www.example.gov.cn/nb/2022/", "list"),
        ("2022年政府信息公开工作年度报告", "http://www.example.gov.cn/nb/list_2022.html", "list"),
        ("2022年", "http://www.example.gov.cn/nb/2022.html", "list"),
        ("沭阳县2022年政府信息公开工作年度报告", "https://www.example.org/wiki/沭阳县2022", "other"),
        ("首页", "http://www.example.gov.cn/", "other"),
        ("政府信息公开", "http://www.example.gov.cn/zwgk/zfxxgk/", "other"),
        ("春季植树活动举行", NEWS, "other"),
    ],
)
def test_columns_and_single_documents_are_told_by_title_and_address(title: str, url: str, kind: str) -> None:
    assert read_link(url, title).kind == kind


def test_the_place_known_from_elsewhere_tells_the_division() -> None:
    alone, known = (
        publisher_in("鼓楼区2020年政府信息公开年报"),
        publisher_in("鼓楼区2020年政府信息公开年报", "江苏省南京市"),
    )
    assert alone is not None
    assert alone.division is None
    assert known is not None
    assert (known.name, known.division) == ("鼓楼区人民政府", "江苏省南京市鼓楼区")


@pytest.mark.parametrize(
    ("url", "is_column"),
    [
        ("http://x.gov.cn/zfxxgknb/", True),
        ("http://x.gov.cn/zfxxgknb/index_2.html", True),
        ("http://x.gov.cn/col/col123456789/index.html", True),
        ("http://x.gov.cn/2024zcwj/zcwj.shtml", True),
        ("http://x.gov.cn/col/col123/index.html?uid=1&pageNum=2", True),
        ("http://x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113", True),
        ("http://x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113&fbtime=2020", False),
        ("http://x.gov.cn/?gk/zfxxgknb/1247063/index.html", False),
        ("http://x.gov.cn/zfxxgknb13/1721208/index.html", False),
        ("http://x.gov.cn/info/1050/64208.htm", False),
        ("http://x.gov.cn/art/2023/1/11/art_19989_954075.html", False),
        ("http://x.gov.cn/content/post_5631105.html", False),
        ("http://x.gov.cn/files/report.pdf", False),
        ("http://x.gov.cn/e/action/ShowInfo.php?classid=3&id=99", False),
    ],
)
def test_columns_are_told_from_documents(url: str, is_column: bool) -> None:
    assert is_directory(url) is is_column


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_link_is_answered(url: str, title: str) -> None:
    reading = read_link(url, title)
    assert reading.year is None or 2003 <= reading.year <= 2039


@pytest.mark.parametrize(
    "unit",
    [
        "政府信息公开工作",
        "区人民政府",
        "关于",
        "（",
        "2020年",
        "二〇",
        "的局",
        "/2020n",
        "()",
        "(",
        "[]. ",
        "第1区",
    ],
)
def test_hostile_titles_cost_no_time(unit: str) -> None:
    long = unit * 3_000
    began = process_time()
    read_link("http://x.gov.cn/" + long, long)
    assert process_time() - began < 2


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collected links are not on this machine")
def test_the_collected_links_are_read_as_well_as_promised() -> None:
    rows = [
        json.loads(line)
        for name in ("titles.jsonl", "urls.jsonl")
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()
    ]
    read = [(row, read_link(row.get("url", ""), row["title"])) for row in rows]
    assert _share(reading.kind == row["kind"] for row, reading in read) >= 0.99
    reports = [(row, reading) for row, reading in read if row["kind"] == "report"]
    stated = [(row, reading) for row, reading in reports if str(row["year"]) in row["title"]]
    assert _share(reading.year == row["year"] for row, reading in stated) >= 0.99
    named = [(row.get("publisher") or row["agency"], reading.publisher or "") for row, reading in stated]
    assert _share(_agree(wanted, found) for wanted, found in named) >= 0.95


def _share(outcomes: Iterable[bool]) -> float:
    found = list(outcomes)
    return sum(found) / len(found)


def _agree(wanted: str, found: str) -> bool:
    return len(found) > 1 and (found in wanted or wanted in found)
