"""Pictures that may be a report's tables: those in the body, of some size, where no table is printed."""

from __future__ import annotations

import pytest

from crawler.attachments import attachments
from crawler.page import Page
from crawler.pictures import MAX_PICTURES, pictures

URL = "http://www.a.gov.cn/art/2024/1/20/1.html"
TABLES = "<td>信息内容</td><td>本年新收政府信息公开申请数量</td><td>行政复议</td>"


def found(body: str, around: str = "", container: str = '<div class="TRS_Editor">{}</div>') -> list[str]:
    page = Page(URL, f"<html><body>{around}{container.format(body)}</body></html>")
    return [link.url for link in attachments(page)]


def test_the_pictures_of_the_body_are_files_of_the_article_each_once() -> None:
    body = "<p>二、主动公开</p><img src='W0201.png'><IMG SRC='/images/2.JPG?x=1'><img src='W0201.png'>"
    assert found(body) == [
        "http://www.a.gov.cn/art/2024/1/20/W0201.png",
        "http://www.a.gov.cn/images/2.JPG?x=1",
    ]


def test_pictures_outside_the_body_are_furniture() -> None:
    assert found("<p>无</p>", "<div class='header'><img src='/a.png'></div><img src='/b.png'>") == []


@pytest.mark.parametrize(
    ("container", "expected"), [("<div class='text'>{}</div>", 1), ("<div class='footer'>{}</div>", 0)]
)
def test_where_no_body_is_marked_all_but_the_furniture_counts(container: str, expected: int) -> None:
    assert len(found("<img src='1.png'>", container=container)) == expected


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='/images/logo.png'>",
        "<img src='/images/icon_3.png'>",
        "<img src='/share-wx.jpg'>",
        "<img src='1.png' width=20 height=20>",
        "<img src='1.png' style='border:0;width:88px'>",
        "<img src='line.png' height='3px'>",
        "<img src='dots.gif'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='javascript:x()'>",
        "<img src='http://[broken/1.png'>",
        "<img>",
    ],
)
def test_ornaments_are_not_fetched(picture: str) -> None:
    assert found(picture) == []


@pytest.mark.parametrize(
    "size", ["width=600", "width='100%'", "style='width:auto'", "width=640.5 height=900px"]
)
def test_pictures_of_some_size_or_none_said_are(size: str) -> None:
    assert len(found(f"<img src='1.png' {size}>")) == 1


def test_where_the_tables_are_printed_no_picture_stands_for_them() -> None:
    assert found(f"<table><tr>{TABLES}</tr></table><img src='1.png'>") == []
    assert len(found("<table><tr><td>信息内容</td></tr></table><img src='1.png'>")) == 1


def test_an_article_with_documents_needs_no_pictures() -> None:
    assert found("<a href='1.pdf'>年报</a><img src='1.png'>") == ["http://www.a.gov.cn/art/2024/1/20/1.pdf"]


def test_no_page_makes_the_crawl_fetch_pictures_without_end() -> None:
    page = Page(URL, "<div id='zoom'>" + "".join(f"<img src='{n}.png'>" for n in range(500)) + "</div>")
    assert len(list(pictures(page))) == MAX_PICTURES
