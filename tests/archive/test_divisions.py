"""The code list and what it makes of names in running text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.divisions import (
    Divisions,
    DivisionsError,
    Level,
    UnknownDivisionError,
    by_code,
    divisions,
    full_name,
    parse,
)
from archive.places import gazetteer, locate

HEADER = "code,name,parent,level,valid_from,valid_to,successor,source"
PROVINCE = "990000,云岚省,,province,,,,invented"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110105", "北京市朝阳区"),
        ("321322", "江苏省宿迁市沭阳县"),
        ("320813", "江苏省淮安市洪泽区"),
        ("350128", "福建省福州市平潭县"),
        ("429004", "湖北省仙桃市"),
        ("441900", "广东省东莞市"),
        ("620200", "甘肃省嘉峪关市"),
        ("371203", "山东省莱芜市钢城区"),
        ("110228", "北京市密云县"),
    ],
)
def test_full_names_leave_out_what_is_no_place(code: str, name: str) -> None:
    assert full_name(code) == name


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    assert by_code("999999") is None
    with pytest.raises(UnknownDivisionError, match="999999"):
        full_name("999999")


@pytest.mark.parametrize(
    ("old", "year", "new"),
    [
        ("330104", 2021, "上城区"),
        ("330103", 2021, "拱墅区"),
        ("110228", 2015, "密云区"),
        ("110229", 2015, "延庆区"),
        ("371200", 2019, "济南市"),
        ("371202", 2019, "莱芜区"),
    ],
)
def test_what_ceased_names_its_year_and_successor(old: str, year: int, new: str) -> None:
    division = by_code(old)
    assert division is not None
    assert division.valid_to == year
    successor = by_code(division.successor or "")
    assert successor is not None
    assert successor.name == new


def test_new_districts_of_hangzhou_are_known() -> None:
    assert [(by_code(code) or PROVINCE) and full_name(code) for code in ("330113", "330114")] == [
        "浙江省杭州市临平区",
        "浙江省杭州市钱塘区",
    ]


def test_the_list_gives_every_code_once_and_parents_first() -> None:
    seen: set[str] = set()
    for division in divisions():
        assert division.parent is None or division.parent in seen
        assert division.code not in seen
        seen.add(division.code)
    assert len(seen) == len(divisions()) > 3_500


def test_a_renamed_city_stands_under_its_present_name() -> None:
    assert full_name("420600") == "湖北省襄阳市"
    place = locate("襄樊市财政局")
    assert place is not None
    assert place.division.valid_to == 2011


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("99000,云岚省,,province,,,,x", "six-digit code"),
        ("990000,,,province,,,,x", "name"),
        ("990000,云岚省,,realm,,,,x", "level"),
        ("990000,云岚省,,province,last year,,,x", "expected a year, found 'last year'"),
        ("990000,云岚省,,province,,2019,,x", "belong together"),
        ("990100,望溪市,980000,city,,,,x", "parent '980000'"),
        ("990100,望溪市,,city,,,,x", "no parent"),
        ("990100,望溪市,990100,city,,,,x", "its own parent"),
        ("990000,云岚省", "expected 8 fields, found 2"),
    ],
)
def test_a_wrong_row_is_refused_with_its_number_and_reason(row: str, reason: str) -> None:
    with pytest.raises(DivisionsError, match=f"row 3: .*{reason}"):
        parse([HEADER, PROVINCE, row])


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(DivisionsError, match="row 1: expected the columns code,name"):
        parse(["name,code,parent,level", PROVINCE])


def test_a_list_may_be_extended_by_invented_places() -> None:
    more = parse(["code,name,parent,level", "990000,云岚省,,province", "990100,望溪市,990000,city"])
    extended = divisions().extended(more)
    assert extended.full_name("990100") == "云岚省望溪市"
    assert extended.full_name("110105") == "北京市朝阳区"
    assert by_code("990100") is None


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("北京市朝阳区小红门地区办事处", "北京市朝阳区", "小红门地区办事处"),
        ("北京朝阳区财政局", "北京市朝阳区", "财政局"),
        ("北京朝阳", "北京市朝阳区", ""),
        ("淮安洪泽", "江苏省淮安市洪泽区", ""),
        ("江苏省宿迁市沭阳县人民政府", "江苏省宿迁市沭阳县", "人民政府"),
        ("沭阳县发展和改革局", "江苏省宿迁市沭阳县", "发展和改革局"),
        ("铜陵市郊区统计局", "安徽省铜陵市郊区", "统计局"),
        ("晋城市城区人民政府", "山西省晋城市城区", "人民政府"),
        ("福州市鼓楼区水部街道", "福建省福州市鼓楼区", "水部街道"),
        ("平潭综合实验区公安局", "福建省福州市平潭县", "公安局"),
        ("重庆市市场监督管理局", "重庆市", "市场监督管理局"),
        ("湘西州民政局", "湖南省湘西土家族苗族自治州", "民政局"),
        ("新疆乌鲁木齐市水务局", "新疆维吾尔自治区乌鲁木齐市", "水务局"),
        ("乌拉特中旗巴音乌兰苏木", "内蒙古自治区巴彦淖尔市乌拉特中旗", "巴音乌兰苏木"),
        ("铜仁市教育局", "贵州省铜仁市", "教育局"),
        ("密云县民政局", "北京市密云县", "民政局"),
    ],
)
def test_places_are_read_at_the_head_of_a_name(text: str, name: str, rest: str) -> None:
    place = locate(text)
    assert place is not None
    assert (place.full_name, text[place.end :]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "朝阳区人民政府",
        "鼓楼区",
        "城区财政局",
        "郊区统计局",
        "市中区教育局",
        "吉林市场监督管理局",
        "南京路街道",
        "长安街道",
        "",
    ],
)
def test_what_several_places_are_called_is_not_guessed(text: str) -> None:
    assert locate(text) is None


@pytest.mark.parametrize(
    ("text", "within", "name"),
    [
        ("朝阳区人民政府", "北京市", "北京市朝阳区"),
        ("朝阳区人民政府", "吉林省长春市", "吉林省长春市朝阳区"),
        ("鼓楼区", "江苏省南京市鼓楼区", "江苏省南京市鼓楼区"),
        ("鼓楼区", "河南省", "河南省开封市鼓楼区"),
        ("郊区统计局", "安徽省铜陵市", "安徽省铜陵市郊区"),
    ],
)
def test_the_known_place_decides_between_namesakes(text: str, within: str, name: str) -> None:
    place = locate(text, within)
    assert place is not None
    assert place.full_name == name


def test_the_known_place_never_overrules_what_is_written() -> None:
    place = locate("沭阳县民政局", "北京市朝阳区")
    assert place is not None
    assert place.full_name == "江苏省宿迁市沭阳县"
    assert locate("鼓楼区", "北京市") is None


def test_a_county_named_apart_from_its_city_is_found_by_both() -> None:
    division = gazetteer().among(["朝阳区"], ["北京市", "朝阳区"])
    assert division is not None
    assert division.code == "110105"
    assert gazetteer().among(["朝阳区"], ["朝阳区"]) is None
    assert gazetteer().mentions("《北京市规定》和《朝阳区要点》、朝阳区政务")["朝阳区"] == 2


@given(
    st.sampled_from([d for d in divisions() if d.level is not Level.ZONE]),
    st.sampled_from(["财政局", "人民政府", ""]),
)
def test_every_full_name_is_read_back(division: object, body: str) -> None:
    name = full_name(division.code)  # type: ignore[attr-defined]
    place = locate(name + body)
    assert place is not None
    assert place.full_name == name or place.division.name == division.name  # type: ignore[attr-defined]
    assert (name + body)[place.end :] == body


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    place = locate(text)
    assert place is None or 0 < place.end <= len(text)


def test_the_list_is_loaded_on_first_use_only() -> None:
    code = (
        "import time, archive.places\n"
        "from archive.divisions import divisions\n"
        "assert divisions.cache_info().currsize == 0\n"
        "start = time.process_time(); divisions(); first = time.process_time() - start\n"
        "assert divisions() is divisions()\n"
        "assert first < 0.3, first\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_alias_is_never_the_name_of_a_code() -> None:
    city = "990100,望溪市,990000,city,,,,invented"
    names = parse([HEADER, PROVINCE, "990100,望溪实验区,990000,alias,,,,invented", city])
    assert Divisions(names).full_name("990100") == "云岚省望溪市"
