"""One page, one URL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import normal

LONG = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.mark.parametrize(
    ("found", "one"),
    [
        ("http://WWW.Yunxi.GOV.cn/zwgk/A.html", "http://www.yunxi.gov.cn/zwgk/A.html"),
        ("HTTP://a.gov.cn/x", "http://a.gov.cn/x"),
        ("http://a.gov.cn:80/x", "http://a.gov.cn/x"),
        ("https://a.gov.cn:443/x", "https://a.gov.cn/x"),
        ("http://a.gov.cn:8080/x", "http://a.gov.cn:8080/x"),
        ("http://a.gov.cn:8080/./x", "http://a.gov.cn:8080/x"),
        ("http://a.gov.cn:443/x", "http://a.gov.cn:443/x"),
        ("http://a.gov.cn:0080/x", "http://a.gov.cn/x"),
        ("http://a.gov.cn./x", "http://a.gov.cn/x"),
        ("http://a.gov.cn", "http://a.gov.cn/"),
        ("http://a.gov.cn/x/./y/../z/", "http://a.gov.cn/x/z/"),
        ("http://a.gov.cn/../../x", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x/..", "http://a.gov.cn/"),
        ("http://a.gov.cn/.well-known/x", "http://a.gov.cn/.well-known/x"),
        ("http://a.gov.cn/x#top", "http://a.gov.cn/x"),
        ("http://a.gov.cn/l.jsp;jsessionid=6A0F!-12?p=2", "http://a.gov.cn/l.jsp?p=2"),
        (f"http://a.gov.cn/l.php?PHPSESSID={LONG}&p=2", "http://a.gov.cn/l.php?p=2"),
        (f"http://a.gov.cn/l.asp?p=2&sid={LONG}", "http://a.gov.cn/l.asp?p=2"),
        ("http://a.gov.cn/gkmlpt/api/all/7?page=1&sid=755041", "http://a.gov.cn/gkmlpt/api/all/7?page=1&sid=755041"),
        ("http://a.gov.cn/l?wbnewsid=12", "http://a.gov.cn/l?wbnewsid=12"),
        ("http://a.gov.cn/x;v=1", "http://a.gov.cn/x;v=1"),
    ],
)  # fmt: skip
def test_the_spellings_of_an_address_become_one(found: str, one: str) -> None:
    assert normal(found) == one


@given(st.text(alphabet="htps:/.aA1;#?&=sid[]@%jeon", max_size=60).map(lambda tail: f"http://a.cn/{tail}"))
def test_a_normal_url_stays_as_it_is(url: str) -> None:
    assert normal(normal(url)) == normal(url)


@given(st.text(max_size=80))
def test_nothing_that_a_link_may_hold_raises(text: str) -> None:
    assert isinstance(normal(text), str)
