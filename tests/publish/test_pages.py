"""Datasette over HTTP: what a journalist sees."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive import corrections, publish
from archive.correction_files import Correction, Where
from archive.store import Archive
from tests.publish import sample
from tests.publish.conftest import rows, site_of

BOM = b"\xef\xbb\xbf"


async def page(datasette: Any, path: str) -> str:
    response = await datasette.client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:500]}"
    assert '<html lang="zh">' in response.text
    return str(response.text)


def changed_report(archive: Archive) -> str:
    return str(rows(archive, "select report_id from revisions")[0]["report_id"])


async def test_home_says_what_it_is_and_what_is_missing(datasette: Any) -> None:
    html = await page(datasette, "/")
    assert "政府信息公开工作年度报告数据档案" in html
    assert "<b>47</b> 份年报" in html
    assert "1 个机关共 1 个年度" in html
    assert "未找到</th>" in html
    assert 'action="/archive/sections"' in html
    assert "2025-03-01" in html, "the day of the snapshot"
    loaded = re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', html)
    assert loaded
    assert all(url.startswith("/-/static") for url in loaded), "nothing is loaded from elsewhere"


async def test_the_questions_of_the_home_page_have_answers(datasette: Any) -> None:
    html = await page(datasette, "/")
    links = html.split('class="questions"')[1].split("</ul>")[0].split('href="')[1:]
    assert len(links) == 5
    for link in links:
        answer = await page(datasette, link.split('"')[0].replace("&amp;", "&"))
        assert "<tbody>" in answer


async def test_the_home_page_asks_of_a_year_with_enough_reports(tmp_path: Path) -> None:
    archive = sample.build(tmp_path, bodies=11, years=(2019, 2020))
    sample.publish_report(archive, 0, 2023)
    publish.publish(archive)
    html = await page(site_of(archive), "/")
    archive.close()
    assert "2020 年，哪些机关最少公开？" in html
    assert "当年已存 11 份" in html
    assert html.count("indicators?year=2020&amp;") == 2


@pytest.mark.parametrize(
    "path",
    ["/archive", "/archive/reports", "/archive/indicators", "/archive/reports_wide", "/archive/figures"],
)
async def test_tables_and_views_open(datasette: Any, path: str) -> None:
    html = await page(datasette, path)
    assert "报告" in html


async def test_a_table_has_chinese_headers_and_newest_years_first(datasette: Any) -> None:
    html = await page(datasette, "/archive/reports")
    assert "发布日期" in html
    assert "年度报告" in html
    first = html.split("<tbody>")[1].split("</tr>")[0]
    assert "2024" in first


async def test_a_report_page_shows_figures_checks_versions_and_prose(
    datasette: Any, published: Archive
) -> None:
    html = await page(datasette, f"/archive/reports/{changed_report(published)}")
    for expected in (
        "予以公开",
        "结转下年度继续办理",
        "发布后改动了 1 个数字",
        "总体情况",
        "已被替换",
        "51.72",
    ):
        assert expected in html, expected
    assert f"{sample.HOST}/nb/2025/0.html" in html
    assert "<h3>一、总体情况</h3>" in html, "a number that the heading prints is not printed twice"
    assert "<h3>六、其他需要报告的事项</h3>" in html


async def test_the_version_of_a_section_is_named_in_chinese(datasette: Any) -> None:
    html = await page(datasette, "/archive/sections?is_current=1")
    assert ">当前所据</a>" in html


async def test_mistaken_addresses_and_queries_speak_chinese(datasette: Any) -> None:
    missing = await datasette.client.get("/archive/nothing")
    assert missing.status_code == 404
    assert "没有这一页" in missing.text
    found = await page(datasette, "/archive?sql=select+count(*)+as+n+from+reports")
    assert 'value="运行"' in found
    assert "1 条。下载：" in found
    wrong = await datasette.client.get("/archive?sql=select+absent+from+reports")
    assert "no such column: absent" in wrong.text


async def test_a_failed_check_is_open_and_its_cells_are_marked(datasette: Any, published: Archive) -> None:
    (failed,) = rows(published, "select report_id from failed_checks")
    html = await page(datasette, f"/archive/reports/{failed['report_id']}")
    assert "左边 8，右边 9，相差 -1" in html
    assert html.count("disputed") == 3, "two cells and the legend"


async def test_a_corrected_figure_shows_what_was_published_too(tmp_path: Path) -> None:
    archive = sample.build(tmp_path, bodies=1, years=(2023,))
    [report] = rows(archive, "select id from reports")
    key, texts = ("applications", "new_received", "total"), ("数字颠倒", "https://a.gov.cn/b.html", "王五")
    [cell] = rows(
        archive, 'select value from observations where "table" = ? and row = ? and "column" = ?', *key
    )
    where = Where(tmp_path / "a.csv", 2)
    right = Correction(None, report["id"], key, cell["value"], 1234, *texts, "2026-03-01", where)
    corrections.apply(archive, [right])
    publish.publish(archive)
    html = await page(site_of(archive), f"/archive/reports/{report['id']}")
    archive.close()
    shown = html.split('class="corrected"')[0].rsplit("<td", 1)[1] + html.split('class="corrected"')[1]
    assert f">{cell['value']}</a>" in re.sub(r"\s", "", shown.split("</td>")[0])
    assert "更正 1,234</a>" in shown.split("</td>")[0]


async def test_a_blank_is_shown_as_blank(datasette: Any, published: Archive) -> None:
    (report,) = rows(
        published, "select report_id from reports_wide where publisher = '民政局' and year = 2023"
    )
    html = await page(datasette, f"/archive/reports/{report['report_id']}")
    cell = html.split('<td class="blank">')[1].split("</td>")[0]
    assert "空白" in cell
    assert "无法核对" in html


async def test_every_figure_of_a_report_page_leads_to_its_origin(datasette: Any, published: Archive) -> None:
    html = await page(datasette, f"/archive/reports/{changed_report(published)}")
    link = html.split('<td class="reported')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    origin = await page(datasette, link)
    assert "1 条" in origin
    assert f"{sample.HOST}/nb/2025/0.html" in origin


async def test_a_publisher_page_shows_its_years_and_gaps(datasette: Any, published: Archive) -> None:
    (gap,) = rows(published, "select publisher_id from coverage_gaps")
    html = await page(datasette, f"/archive/publishers/{gap['publisher_id']}")
    assert "缺失年度" in html
    assert html.count('<th scope="row">') == 5


async def test_filters_work_on_computed_columns(datasette: Any) -> None:
    for path, count in (
        ("/archive/coverage.json?year=2022", 1),
        ("/archive/indicators.json?grant_rate_any_is_small=0&year=2024", 8),
        ("/archive/reports_wide.json?applications_carried_in_total=6&year=2024", 8),
        ("/archive/failed_checks.json?difference=-1", 1),
    ):
        answer = await datasette.client.get(f"{path}&_shape=array")
        assert len(answer.json()) == count, path


async def test_search_finds_two_characters(datasette: Any, published: Archive) -> None:
    expected = {
        row["id"] for row in rows(published, "select id, text from sections") if "信访" in row["text"]
    }
    found = await datasette.client.get(
        f"/archive/sections.json?_search={quote('信访')}&_shape=array&_size=max"
    )
    assert {row["id"] for row in found.json()} == expected
    html = await page(datasette, f"/archive/sections?_search={quote('信访')}")
    assert f"{len(expected)} 条" in html


async def test_search_takes_quotes_and_punctuation(datasette: Any) -> None:
    for query in ('"', "，", 'a"b', "*", "信访 OR"):
        response = await datasette.client.get(f"/archive/sections?_search={quote(query)}")
        assert response.status_code == 200, query


async def test_csv_begins_with_a_byte_order_mark(datasette: Any) -> None:
    response = await datasette.client.get("/archive/reports.csv?_dl=1&_size=max")
    assert response.content.startswith(BOM)
    read = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(read) == 47
    assert read[0]["title"].endswith("政府信息公开工作年度报告")


async def test_csv_headers_in_chinese(datasette: Any) -> None:
    response = await datasette.client.get("/archive/coverage.csv?_header=zh&_stream=on")
    header = response.content.decode("utf-8-sig").splitlines()[0].split(",")
    assert header[:4] == ["门户编号", "门户", "行政区划", "报告年度"]


async def test_a_chinese_header_of_a_query_survives(datasette: Any) -> None:
    sql = quote("select year as 年度, count(*) as 报告数 from reports group by year")
    response = await datasette.client.get(f"/archive.csv?sql={sql}")
    assert response.content.decode("utf-8-sig").splitlines()[0] == "年度,报告数"
    assert response.content.startswith(BOM)


async def test_the_mark_can_be_left_out_and_json_has_none(datasette: Any) -> None:
    without = await datasette.client.get("/archive/reports.csv?_bom=off")
    assert without.content.startswith(b"id,")
    as_json = await datasette.client.get("/archive/reports.json")
    assert as_json.content.startswith(b"{")


async def test_digests_and_reports_are_links(datasette: Any, published: Archive) -> None:
    html = await page(datasette, "/archive/failed_checks")
    assert 'href="/archive/documents/' in html
    assert 'href="/archive/reports/990101-' in html
    assert "本年新收政府信息公开申请数量·总计" in html


async def test_rates_read_as_percentages_and_codes_as_words(datasette: Any) -> None:
    html = await page(datasette, "/archive/indicators?_col=kind&_col=grant_rate_any")
    assert "%</span>" in html
    assert "乡镇街道" in html


async def test_crawlers_stay_off_queries(datasette: Any) -> None:
    robots = (await datasette.client.get("/robots.txt")).text
    assert "Disallow: /*?" in robots.splitlines()
    assert "Disallow: /" not in robots.splitlines()


async def test_the_database_is_not_for_download_and_sql_is_limited(datasette: Any) -> None:
    assert datasette.setting("sql_time_limit_ms") == 1000
    assert (await datasette.client.get("/archive/reports/nothing")).status_code == 404


async def test_an_unpublished_database_still_opens(archive: Archive) -> None:
    from datasette.app import Datasette

    response = await Datasette([str(archive.database_path)]).client.get("/")
    assert response.status_code == 200
