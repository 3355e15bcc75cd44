"""The families whose lists are HTML in unusual dress, each walked from its first page to its reports."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Answer, Site, html
from tests.crawler.test_shapes import TEXT, UNITS, YEARS, articles, link, page

Serve = Callable[[dict[str, Any]], Site]


def test_the_column_of_a_unit_leads_to_every_year_from_its_newest_report(
    serve: Serve, crawled: Crawl
) -> None:
    def report(year: int) -> Answer:
        others = "".join(
            link(f"/public/column/24601?type=3&action=detail&title={other}", str(other)) for other in YEARS
        )
        heading = f"<h1>庐河区教育体育局{year}年政府信息公开工作年度报告</h1>"
        return page("庐河区教育体育局", f"{heading}{others}{TEXT}{year}")

    addresses = {year: f"/public/column/24601?type=3&action=detail&title={year}" for year in YEARS}
    menu = link(addresses[2023].replace("&", "&amp;"), "政府信息公开年报")
    site = serve({"/": page("庐河区", menu), **{path: report(year) for year, path in addresses.items()}})
    outcome = crawled(portal(site, "/", platform="openness"))["test"]
    assert (outcome.status, articles(crawled)) == ("complete", sorted(addresses.values()))


def test_a_selector_of_years_leads_to_the_same_address_for_each(serve: Serve, crawled: Crawl) -> None:
    def report(year: int) -> Answer:
        options = "".join(f'<option value="{other}">{other}年</option>' for other in YEARS)
        heading = f"<h1>大兴乡人民政府{year}年政府信息公开工作年度报告</h1>"
        return page("大兴乡", f"{heading}<select>{options}</select>{TEXT}{year}")

    pages = {f"/year_details.aspx?dept=58&year={year}": report(year) for year in YEARS}
    crawled(portal(serve(dict(pages)), "/year_details.aspx?dept=58&year=2023"))
    assert articles(crawled) == sorted(pages)


def test_rows_that_scripts_write_and_their_frame_are_walked(serve: Serve, crawled: Crawl) -> None:
    def written(number: int) -> str:
        return f"""<tr><td><script>var l='';if(l==''){{document.write('<a href="./t2024011{number}_1.shtml">{
            title(2023, UNITS[number])
        }</a>');}}else{{document.write('<a href="'+l+'">x</a>');}}</script></td>
            <td>2024-01-1{number}</td></tr>"""

    pager = "<script>var currentPage = 0;//从0开始\nvar countPage = 2//共多少页</script>"
    menu = """<script>document.write('<a href="./nb/" target="DataList">年度报告</a>')</script>"""
    site = serve(
        {
            "/gk/": page("政府信息公开年报", menu + '<iframe name="DataList" src="nb/index.shtml"></iframe>'),
            "/gk/nb/index.shtml": page("", f"<table>{written(1)}{written(2)}</table>{pager}"),
            "/gk/nb/index_1.shtml": page("", f"<table>{written(3)}</table>{pager}"),
            **{f"/gk/nb/t2024011{number}_1.shtml": html(f"{TEXT}{number}") for number in (1, 2, 3)},
        }
    )
    outcome = crawled(portal(site, "/gk/", platform="trsinline"))["test"]
    assert outcome.articles == 3
    assert site.paths().count("/gk/nb/index.shtml") == 1


def test_a_pager_in_base64_is_followed(serve: Serve, crawled: Crawl) -> None:
    def listed(number: int, following: str) -> Answer:
        pager = (
            base64.b64encode(quote(f'<a href="{following}">下一页</a>').encode()).decode()
            if following
            else ""
        )
        script = (
            "<script>document.getElementById('pages').innerHTML = decodeURIComponent(window.atob(x))</script>"
        )
        return page(
            "年报", row(f"/a{number}.html", title(2020 + number)) + f'<div id="pages">{pager}</div>{script}'
        )

    pages = {f"/a{number}.html": html(f"{TEXT}{number}") for number in range(3)}
    site = serve(
        {"/nb/": listed(0, "p1.html"), "/nb/p1.html": listed(1, "p2.html"), "/nb/p2.html": listed(2, "")}
    )
    site.pages |= pages
    assert crawled(portal(site, "/nb/", platform="encodedpager"))["test"].articles == 3
