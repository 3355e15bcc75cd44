"""What is asked of a portal, by which name the archive knows it, and how it travels as a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from archive.models import CaptureKind
from crawler.ask import Ask
from crawler.errand import Errand, asked_url, first_url, page_url, request_of
from crawler.page import Page
from crawler.platforms import FAMILIES
from crawler.platforms.base import Platform
from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.server import Site, html

Serve = Callable[[dict[str, Any]], Site]
ERRAND = Errand(CaptureKind.LIST)
SEARCH = Ask("https://www.a.gov.cn/fjdzapp/search", (("classsql", "chnlid=1813"), ("page", "1")))

texts = st.text(st.characters(codec="utf-8"), max_size=12)
forms = st.lists(st.tuples(texts, texts), max_size=5).map(tuple)
urls = st.sampled_from(
    ("http://a.gov.cn/s", "http://a.gov.cn/s?size=15", "http://a.gov.cn/s?a=1&b=%E4%B8%AD")
)


@given(urls, st.none() | forms)
def test_a_question_is_read_back_from_its_name(url: str, form: tuple[tuple[str, str], ...] | None) -> None:
    ask = Ask(url, form)
    assert Ask.named(ask.name) == ask


@given(urls, forms)
def test_a_name_is_one_url_at_the_same_place(url: str, form: tuple[tuple[str, str], ...]) -> None:
    name, bare = urlsplit(Ask(url, form).name), urlsplit(url)
    assert (name.netloc, name.path, name.fragment) == (bare.netloc, bare.path, "")
    assert Ask(url, form).name.isascii()
    assert " " not in Ask(url, form).name


@given(forms, forms)
def test_different_forms_have_different_names(one: Any, other: Any) -> None:
    url = "http://a.gov.cn/s"
    assert (Ask(url, one).name == Ask(url, other).name) == (one == other)


def test_the_name_is_the_one_that_pywb_gives_a_post() -> None:
    assert SEARCH.name == (
        "https://www.a.gov.cn/fjdzapp/search?__wb_method=POST&classsql=chnlid%3D1813&page=1"
    )
    assert Ask("http://a.gov.cn/s?size=15", (("page", "2"),)).name.endswith(
        "?size=15&__wb_method=POST&page=2"
    )


def test_values_are_changed_where_they_stand_and_new_ones_come_last() -> None:
    later = SEARCH.with_values(page="2", prepage="10")
    assert later.form == (("classsql", "chnlid=1813"), ("page", "2"), ("prepage", "10"))
    read = Ask("http://a.gov.cn/api/all/9?page=1&sid=755041").with_values(page="2")
    assert (read.url, read.method) == ("http://a.gov.cn/api/all/9?page=2&sid=755041", "GET")


def test_a_plain_url_is_asked_as_it_is() -> None:
    request = request_of(Ask.of("http://a.gov.cn/x?b=1&a=2"), ERRAND)
    assert (request.method, request.body) == ("GET", b"")
    assert asked_url(request) == first_url(request) == "http://a.gov.cn/x?b=1&a=2"


def test_a_form_is_posted_as_one_with_the_headers_asked_for() -> None:
    ask = Ask(SEARCH.url, SEARCH.form, (("X-Requested-With", "XMLHttpRequest"),))
    request = request_of(ask, ERRAND)
    assert (request.method, request.body) == ("POST", b"classsql=chnlid%3D1813&page=1")
    assert request.headers["X-Requested-With"] == b"XMLHttpRequest"
    assert request.headers["Content-Type"] == b"application/x-www-form-urlencoded; charset=UTF-8"
    assert asked_url(request) == SEARCH.name == page_url(Response(ask.url, request=request))


def test_a_post_that_a_redirect_turned_into_a_get_keeps_its_name() -> None:
    posted = request_of(SEARCH, ERRAND)
    moved = Request("http://b.gov.cn/s", meta={**posted.meta, "redirect_urls": [posted.url]})
    assert asked_url(moved) == SEARCH.name
    assert first_url(moved) == SEARCH.url


class Posting(Platform):
    """A list whose pages are posted for: the shell names none of its rows."""

    name: ClassVar[str] = "posting"

    def next_pages(self, page: Page) -> Iterator[str | Ask]:
        asked = Ask.named(page.url)
        number = int(asked.values.get("page", "0")) + 1
        if number <= 3:
            yield Ask(page.resolve("/api/search") or "", (("page", str(number)),), (("X-Sent-By", "list"),))


@pytest.fixture
def posting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAMILIES, "posting", Posting)


def answers(*years: int) -> dict[str, Any]:
    return {
        f"/api/search?__wb_method=POST&page={number}": html(row(f"/{year}.html", title(year)))
        for number, year in enumerate(years, start=1)
    } | {f"/{year}.html": html(f"<p>{year}</p>" + "<p>正文。</p>" * 60) for year in years}


@pytest.mark.usefixtures("posting")
def test_every_page_of_a_posted_list_is_a_capture_of_its_own(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html("<p>加载中</p>" * 99)} | answers(2021, 2022, 2023))
    outcome = crawled(portal(site, platform="posting"))["test"]
    assert (outcome.status, outcome.lists, outcome.articles) == ("complete", 4, 3)
    names = [name for name in crawled.captured() if "__wb_method" in name]
    assert names == [f"/api/search?__wb_method=POST&page={number}" for number in (1, 2, 3)]
    assert [seen.headers["X-Sent-By"] for seen in site.log if "__wb_method" in seen.path] == ["list"] * 3
    assert crawled.rows("select count(*) from captures where final_url is not null") == [(0,)]
    parents = crawled.rows("select parent_url from captures where url like '%/2022.html'")
    assert parents == [(f"{site.url}/api/search?__wb_method=POST&page=2",)]


@pytest.mark.usefixtures("posting")
def test_a_second_run_asks_conditionally_and_posts_again(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html("<p>加载中</p>" * 99)} | answers(2021, 2022, 2023))
    crawled(portal(site, platform="posting"))
    first = len(site.log)
    outcome = crawled(portal(site, platform="posting"))["test"]
    again = site.log[first:]
    assert sorted(seen.path for seen in again) == sorted(site.paths()[:first])
    conditional = {seen.path for seen in again if seen.is_conditional}
    assert conditional == {"/robots.txt", "/zfxxgknb/", "/2021.html", "/2022.html", "/2023.html"}
    assert (outcome.lists, outcome.articles, outcome.not_modified) == (4, 3, 4)


@pytest.mark.usefixtures("posting")
def test_a_run_that_goes_on_repeats_no_post_that_it_has(serve: Serve, crawled: Crawl) -> None:
    site = serve({"/zfxxgknb/": html("<p>加载中</p>" * 99)} | answers(2021, 2022, 2023))
    outcome = crawled(portal(site, platform="posting"))["test"]
    before = len(site.log)
    resumed = crawled(portal(site, platform="posting"), resume=True)["test"]
    assert site.paths(before) in ([], ["/robots.txt"])
    assert resumed == outcome
