"""Lists of news with reports among them: read as far as reports can be expected, and left with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from crawler.listing import Listing
from crawler.silence import LEAST_DAYS, LEAST_PAGES, Silence
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Site, html

Serve = Callable[[dict[str, Any]], Site]
TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60
LAST = date(2024, 3, 20)


def news_list(
    years: Sequence[int], pages: int, days_a_page: int, *, name: str = "政务动态", pager: str = "next"
) -> dict[str, Any]:
    """A list at ``/xw/`` that goes back in time; each year's three reports stand at its place."""
    reported = {date(year + 1, 3, 20): year for year in years}
    site: dict[str, Any] = {}
    for number in range(pages):
        newest = LAST - timedelta(days=number * days_a_page)
        span = [newest - timedelta(days=day) for day in range(days_a_page)]
        news = [
            row(f"/xw/n{day}.html", f"某县召开{day}重点工作会议", f"{day}")
            for day in span[:: days_a_page // 9]
        ]
        for day in filter(reported.get, span):
            for unit in "甲乙丙":
                path = f"/a/{reported[day]}{'甲乙丙'.index(unit)}.html"
                news.append(row(path, title(reported[day], f"{unit}局"), str(day)))
                site[path] = html(f"{TEXT}{path}")
        further = {
            "next": f'<a href="/xw/?p={number + 1}">下一页</a>' if number + 1 < pages else "",
            "numbers": "".join(
                f'<a href="/xw/?p={n}">{n + 1}</a>' for n in range(pages) if abs(n - number) <= 2
            ),
        }
        place = f"/xw/?p={number}" if number else "/xw/"
        site[place] = html(f"<title>{name}</title><ul>{''.join(news)}</ul>{further[pager]}")
    return site


def pages_asked(site: Site) -> int:
    return sum(path.startswith("/xw/") for path in site.paths())


def test_a_list_of_news_is_left_after_two_seasons_without_a_report(serve: Serve, crawled: Crawl) -> None:
    site = serve(news_list((2023, 2022, 2021), pages=60, days_a_page=90))
    outcome = crawled(portal(site, "/xw/"))["test"]
    assert (outcome.status, outcome.codes, outcome.articles) == ("partial", ("news-list",), 9)
    assert crawled.issues() == ["news-list"]
    silent_from = (LAST - date(2022, 3, 20)).days // 90
    assert pages_asked(site) <= silent_from + LEAST_DAYS // 90 + 3


def test_a_year_without_a_report_ends_no_list(serve: Serve, crawled: Crawl) -> None:
    site = serve(news_list((2023, 2021, 2020), pages=20, days_a_page=90))
    outcome = crawled(portal(site, "/xw/"))["test"]
    assert (outcome.status, outcome.articles, pages_asked(site)) == ("complete", 9, 20)


def test_a_section_is_read_to_its_end(serve: Serve, crawled: Crawl) -> None:
    site = serve(news_list((2023, 2012), pages=25, days_a_page=180, name="政府信息公开年报"))
    outcome = crawled(portal(site, "/xw/"))["test"]
    assert (outcome.articles, pages_asked(site), crawled.issues()) == (6, 25, [])


def test_pages_that_are_read_in_no_order_are_all_read(serve: Serve, crawled: Crawl) -> None:
    """Of a pager of numbers the last one is asked first, before the reports between were seen."""
    years = (2023, 2021, 2020, 2019, 2017, 2016, 2014, 2012, 2011)
    site = serve(news_list(years, pages=40, days_a_page=120, pager="numbers"))
    outcome = crawled(portal(site, "/xw/"))["test"]
    assert (outcome.articles, pages_asked(site), crawled.issues()) == (27, 40, [])


def listing(day: str | None) -> Listing:
    return Listing((), 0, frozenset(), is_report_itself=False, day=day)


@pytest.mark.parametrize(
    ("since", "days", "is_left"),
    [
        ("2024-03-20", ["2023-01-01", "2022-06-01", "2021-12-20"], True),
        ("2021-12-20", ["2022-06-01", "2023-01-01", "2024-03-20"], True),  # the oldest first
        ("2024-03-20", ["2022-06-01", "2021-12-20"], False),  # a slow list: too few pages
        ("2024-03-20", ["2023-01-01", "2022-06-01", "2021-12-22"], False),
        ("2024-03-20", ["2023-01-01", "2022-06-01", None], False),
        (None, ["2020-01-01"] * 9, False),
    ],
)
def test_silence_is_long_after_enough_pages_and_days(
    since: str | None, days: list[str | None], is_left: bool
) -> None:
    assert LEAST_PAGES == 3
    silence = Silence().after(listing(since), has_new=True)
    for day in days:
        silence = silence.after(listing(day), has_new=False)
    assert silence.is_long(listing(days[-1])) is is_left
