"""Whole pages: containers, metadata, prose, what is dropped, and hostile sizes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Grid
from extract.readers import read_content
from tests.extract.readers.reading import codes, grids, kinds, prose, read

TABLE = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>1</td></tr></table>"


def test_title_and_metadata() -> None:
    content = read(
        "<html><head><TITLE> 2019年\n年度报告 </TITLE><META content='2020-01-06 20:04' name='PubDate'>"
        "<meta name=ArticleTitle content='甲&amp;乙'><meta name='articletitle' content='丙'>"
        "<meta http-equiv=refresh content=0><meta name=ContentSource></head><body>文</body></html>"
    )
    assert content.title == "2019年年度报告"
    assert content.meta == {"pubdate": "2020-01-06 20:04", "articletitle": "甲&乙"}


def test_blocks_of_text_become_paragraphs() -> None:
    content = read(
        "<h1>题目</h1>甲<p>乙<b>丙</b> 丁<br>戊</p><ul><li>己<li>庚</ul><div>辛<div>壬</div>癸</div>"
    )
    assert prose(content) == ["题目", "甲", "乙丙 丁", "戊", "己", "庚", "辛", "壬", "癸"]


def test_what_is_no_content_is_dropped() -> None:
    content = read(
        "<nav>导航</nav><script>var a='<p>x</p>'</script><style>p{}</style><iframe>框</iframe>"
        "<footer>脚</footer>"
        "<select><option>2019</option></select><p style='color:red; display : NONE'>隐</p><p hidden>藏</p>"
        "<!-- <p>注释</p> --><noscript>无</noscript><p>正文</p>"
    )
    assert prose(content) == ["正文"]


@pytest.mark.parametrize(
    "container",
    [
        "<div id=zoom>",
        "<div id='UCAP-CONTENT'>",
        "<div class='a TRS_Editor'>",
        "<ucapcontent>",
        "<div id=vsb_content>",
        "<div id=vsb_content_2>",
        "<div class='zc_article_con'>",
    ],
)
def test_a_known_container_leaves_the_rest_of_the_page_out(container: str) -> None:
    end = container.split(maxsplit=1)[0].strip("<>")
    content = read(
        "<div>首页 政务公开</div><h1>某区2019年年度报告</h1><div>发布时间：2020-01-06</div>"
        f"{container}<p>一、总体情况</p>{TABLE}</{end}>"
        "<div>上一篇：某局2018年年度报告</div>"
    )
    assert kinds(content) == ["某区2019年年度报告", "发布时间：2020-01-06", "一、总体情况", "grid"]


def test_a_container_is_not_chosen_where_a_table_of_the_form_stands_outside() -> None:
    content = read(f"<div id=zoom><p>一、总体情况</p>{TABLE}</div>{TABLE}<p>页脚</p>")
    assert kinds(content) == ["一、总体情况", "grid", "grid", "页脚"]


def test_a_table_cell_can_be_the_container() -> None:
    content = read(f"<table><tr><td>栏目</td><td id=Zoom><p>一、总体情况</p>{TABLE}</td></tr></table>")
    assert kinds(content) == ["一、总体情况", "grid"]


def test_a_report_in_a_hidden_tab_is_read_where_nothing_else_holds_it() -> None:
    hidden = f"<div style='display:none'>{TABLE}</div>"
    assert kinds(read(f"<p>文字版</p>{hidden}")) == ["文字版", "grid"]
    assert kinds(read(f"<p>文字版</p>{TABLE}{hidden}")) == ["文字版", "grid"]
    assert prose(read("<body style='display:none'><p>正文</p></body>")) == ["正文"]


def test_custom_elements_and_leaked_word_comments() -> None:
    content = read(
        "<publishtime>2020-01-06</publishtime><p>[if !supportLists]一、[endif]总体情况</p>"
        "<p>&lt;!--[if gte mso 9]&gt;Normal 0 false[endif]--&gt;二、其他</p><p>[见附表]</p>"
    )
    assert prose(content) == ["2020-01-06", "一、总体情况", "二、其他", "[见附表]"]


def test_unclosed_inline_tags_do_not_hide_the_table() -> None:
    content = read(f"{'<font><span>' * 4000}{TABLE}")
    assert len(grids(content)) == 1
    assert codes(content) == []


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<ul><li>", "<b><p>"])
def test_ten_thousand_levels_are_survived(tag: str) -> None:
    content = read(f"<p>一、总体情况</p>{tag * 10_000}<p>深处</p>")
    assert prose(content)[0] == "一、总体情况"
    assert codes(content) == ["bound-hit"] or "深处" in prose(content)


def test_a_page_of_fifty_megabytes_is_cut_and_said_so() -> None:
    started = time.perf_counter()
    content = read(f"{TABLE}<p>{'数据' * 80}</p>".encode() * 100_000)
    assert codes(content) == ["bound-hit"]
    assert sum(isinstance(block, Grid) for block in content.blocks) > 10_000
    assert time.perf_counter() - started < 60


def test_inlined_pictures_do_not_count() -> None:
    picture = f"<img src='data:image/png;base64,{'iVBORw0KGgo+/' * 2_000_000}'>"
    content = read(f"<p>图片版</p>{picture}{TABLE}")
    assert kinds(content) == ["图片版", "grid"]
    assert codes(content) == []


@pytest.mark.parametrize(
    "document", [b"", b" \n", b"\0\0", b"<!-- x -->", b"<", b"</td></table>", b"<?xml version='1.0'?>"]
)
def test_pages_with_nothing_in_them(document: bytes) -> None:
    assert grids(read(document)) == []


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=2>",
    "<td colspan=0>",
    "</td>",
    "<td/>",
    "<caption>",
    "<p>",
]
TEXT = [
    "甲",
    "1",
    " ",
    "&nbsp;",
    "&",
    "<",
    ">",
    "\0",
    "\u2029",
    "[if x]",
    "[endif]",
    "<br>",
    "<div>",
    "</div>",
]


@given(st.lists(st.sampled_from([*TAGS, *TEXT])).map("".join))
def test_no_character_of_any_soup_is_lost_or_doubled(page: str) -> None:
    content = read(page)
    cells = {
        (block.index, cell)
        for block in content.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if cell
    }
    printed = "".join([cell.text for _, cell in cells] + prose(content))
    for character in "甲1":
        assert printed.count(character) == page.count(character)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(data: bytes) -> None:
    assert read_content(data, "text/html")[0].startswith("html/")
