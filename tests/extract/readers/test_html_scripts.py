"""An article that its page keeps in a script: read where the page shows none, and only there."""

from __future__ import annotations

import base64
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers import html_pictures
from tests.extract.readers.reading import codes, grids, kinds, prose, read

TABLE = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>1</td></tr></table>"
CONTENT = f"<p>一、总体情况</p>{TABLE}<p>完</p>"


def shell(script: str, body: str = '<div id="app"></div>') -> str:
    return f"<html><head><title>年报</title></head><body>{body}<script>{script}</script></body></html>"


def detail(content: str, **fields: object) -> str:
    return f"window._CONFIG = {{ SID: '7', DETAIL: {json.dumps({**fields, 'content': content})} }};"


@pytest.mark.parametrize(
    "script",
    [
        detail(CONTENT),
        detail(CONTENT).replace("<", "\\u003C").replace("/", "\\/"),
        detail(CONTENT).replace("<", "\\x3c"),
        detail(CONTENT.replace("<", "&lt;").replace(">", "&gt;")),
        detail(CONTENT, title="他{人", relation=[{"content": "<p>别处</p>"}], note='"}]'),
        f"window.DETAIL = {{content: '{CONTENT}', id: 7,}};",
        f"window.DETAIL={{/*}}*/ html_content: `{CONTENT}`}}",
        f'var x = {{"DETAIL": {{"post": {{"id": 1, "content": {json.dumps(CONTENT)}}}}}}}',
        f"DETAIL: {{}}, {detail(CONTENT)}",
    ],
)
def test_the_article_of_a_shell_is_read(script: str) -> None:
    content = read(shell(script))
    assert kinds(content) == ["一、总体情况", "grid", "完"]
    assert codes(content) == []


def test_title_date_and_publisher_of_the_object_are_metadata() -> None:
    script = detail(CONTENT, title='甲"<乙>', publisher="某区某局", create_time=1706511731)
    content = read(shell(script))
    assert content.title == "年报"
    assert content.meta == {"articletitle": '甲"<乙>', "pubdate": "2024-01-29", "contentsource": "某区某局"}


def test_what_the_page_itself_says_of_its_date_goes_first_and_blanks_do_not() -> None:
    head = "<meta name=PubDate content='2024-01-30'><meta name=ArticleTitle content=''>"
    content = read(head + shell(detail(CONTENT, title="年报", date="2024-01-22")))
    assert content.meta == {"pubdate": "2024-01-30", "articletitle": "年报"}


def test_menu_and_footer_of_the_shell_are_left_out() -> None:
    body = "<p>首页 政务公开</p><p>2024-01-22 来源：某局</p><div id=app></div><p>某区人民政府主办</p>"
    assert kinds(read(shell(detail(CONTENT * 9), body)))[:2] == ["2024-01-22 来源：某局", "一、总体情况"]


@pytest.mark.parametrize(
    "page",
    [
        shell(detail("<p>另一篇</p>" + TABLE), f"<p>本文</p>{TABLE}"),
        shell(detail("<p>短文</p>"), "<p>本页自己的正文比脚本中的长得多。</p>"),
        shell("", f"<p>本文</p><pre>{detail(CONTENT)}</pre>"),
    ],
)
def test_a_page_that_shows_its_own_text_is_read_as_it_is(page: str) -> None:
    assert prose(read(page))[0][:2] in ("本文", "本页")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.99])
def test_an_object_broken_off_is_read_as_far_as_it_goes_and_said_so(kept: float) -> None:
    page = shell(detail("<p>一、总体情况</p>" * 40, title="年报"))
    content = read(page[: int(page.index("</script>") * kept)])
    assert codes(content) == ["script-broken-off"]
    assert set(prose(content)[:-1]) <= {"一、总体情况"}


def test_an_object_without_markup_is_none() -> None:
    assert codes(read(shell("DETAIL: {content: '文', title: '<>'}"))) == []


def test_halves_of_characters_are_joined_or_replaced() -> None:
    content = read(shell("DETAIL: {content: '<p>\\ud83d\\ude42\\n甲\\ud83d乙\\'</p>'}"))
    assert prose(content) == ["🙂甲\N{REPLACEMENT CHARACTER}乙'"]


def test_pictures_of_such_an_article_are_found() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    inlined = base64.b64encode(picture).decode()
    page = shell(detail(f'<p>文</p><img src="data:image/png;base64,{inlined}"><img src="/a.png">')).encode()
    pictures = {"http://a.gov.cn/a.png": picture[::-1]}
    url = "http://a.gov.cn/content/post_1.html"
    assert [html_pictures.picture_at(page, pictures, url, n) for n in range(3)] == [
        picture, picture[::-1], None,
    ]  # fmt: skip


HOSTILE = {
    "braces": "DETAIL: " + "{" * 3_000_000,
    "names": "DETAIL: {" * 300_000,
    "quotes": "DETAIL: {" + "\"a\\'" * 800_000,
    "backslashes": "DETAIL: {content: '" + "\\" * 3_000_001,
    "tags": "DETAIL: {content: '<p>" + "<a" * 400_000,
    "depth": "DETAIL: {content: '" + "<div>" * 100_000 + "甲'}",
    "styles": "DETAIL: {content: '<p>甲" + "<style>" * 300_000,
    "keys": "DETAIL: {" + "a:1," * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_script_costs_little(name: str) -> None:
    started = time.process_time()
    for page in (shell(HOSTILE[name]), HOSTILE[name], f"<p>x</p><script>{HOSTILE[name]}"):
        grids(read(page))
    assert time.process_time() - started < 12, "well below a second each; the square of the length is minutes"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["{", "}", "[", "]", ":", ",", '"', "'", "`", "\\", "content", "<p>甲", "u00"]))
)
def test_no_script_brings_the_reader_down(pieces: list[str]) -> None:
    grids(read(shell("DETAIL: {" + "".join(pieces))))


@settings(deadline=None)
@given(st.text(min_size=1), st.text())
def test_every_string_of_json_is_read(text: str, title: str) -> None:
    escaped = detail(f"<p>甲{text}乙</p>", title=title).replace("</", "<\\/")
    plain = read(f"<p>甲{json.loads(json.dumps(text))}乙</p>")
    if "<" not in text:
        assert prose(read(shell(escaped))) == prose(plain)
