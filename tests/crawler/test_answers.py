"""What an API may answer: other types than expected, nothing, too much, text that only looks like data."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ask import Ask
from crawler.attachments import attachments
from crawler.page import Page
from crawler.platforms import FAMILIES, detect
from tests.crawler.test_families import SAVED, meta

ANSWERS = {
    told["platform"]: told["url"]
    for told in map(meta, SAVED)
    if told["page"] == "answer.json" or told["page"].endswith(".js")
}
SHELLS = {told["platform"]: told["url"] for told in map(meta, SAVED)}
KEYS = st.sampled_from(
    ("data", "list", "page", "docs", "articles", "results", "total", "pageCount", "allRow", "totalPage",
     "html", "url", "title", "date", "name", "children", "URL", "TITLE", "doctitle", "chnldocurl")
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(("政府信息公开年报", "/a.html", "http://[", "2024-02-30", "1706511731", "9" * 400))
)  # fmt: skip
DATA = st.recursive(
    LEAVES, lambda part: st.lists(part, max_size=4) | st.dictionaries(KEYS, part, max_size=5), max_leaves=25
)


def read(family: str, url: str, text: str) -> tuple[list[Any], list[Ask], str | None]:
    """All that the walk asks of a page."""
    platform, page = FAMILIES[family]({}), Page(url, text)
    leads = [lead.url for in_section in (True, False) for lead in platform.leads(page, in_section=in_section)]
    asks = [Ask.of(asked) for asked in platform.next_pages(page)]
    return [*platform.candidates(page), *leads], asks, platform.trouble(page)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"\ud83d\ude00", "😀"),
        (r"甲\ud83d", "甲\ufffd"),  # a title that was cut in the middle of a character
        (r"\ude00乙", "\ufffd乙"),
        (r"\uD83D\ud83d\uDE00\ude00", "\ufffd😀\ufffd"),
    ],
)
def test_half_a_character_is_read_as_one_that_can_be_stored(written: str, read_as: str) -> None:
    assert Page("http://a.gov.cn/", f'{{"title": "{written}"}}').data == {"title": read_as}


def test_every_family_with_an_api_has_a_saved_answer() -> None:
    assert set(ANSWERS) == {"gkmlpt", "jpaas", "loaddata", "trsapi", "ucap", "ucapsearch"}


@pytest.mark.parametrize("family", ANSWERS)
@given(data=DATA)
def test_no_answer_is_too_odd_to_be_read(family: str, data: Any) -> None:
    found, asks, trouble = read(family, ANSWERS[family], json.dumps(data))
    assert len(asks) <= 1
    assert not (found and trouble)


@pytest.mark.parametrize("family", ANSWERS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "null",
        "{",
        "[" * 100_000,
        '{"data":',
        "null(",
        "jsonp({",
        "\ufeff{}",
        "<html><body>502</body></html>",
    ],
)
def test_what_is_no_answer_is_told(family: str, text: str) -> None:
    found, asks, trouble = read(family, ANSWERS[family], text)
    assert (found, asks) == ([], [])
    assert trouble is not None
    assert "expected" in trouble
    assert "found" in trouble
    assert len(trouble) < 400


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000,
        "[" * 300_000,
        "a" * 300_000 + "(",
        "window._CONFIG = { SID: '1', TREE: " + '[{"children":' * 30_000,
        'trsapi.listModel({ classsql:"' * 10_000,
        "channelid:" * 30_000 + 'classsql:"' + "x" * 100_000,
        "'" + "/a" * 100_000 + "/loadData",
        "<div unitUrl='/u' queryData=\"" + "'a':'" * 50_000 + '"></div>',
        "/common/search/" * 20_000,
        "<option value='20" * 20_000,
    ],
    ids=range(10),
)
def test_hostile_text_takes_no_time(family: str, text: str) -> None:
    began = time.process_time()
    for url in {SHELLS.get(family, "http://a.gov.cn/"), ANSWERS.get(family, "http://a.gov.cn/")}:
        read(family, url, text)
    detect(text)
    assert time.process_time() - began < 2


def test_a_date_counted_in_seconds_is_that_of_china() -> None:
    """16:30 UTC of the 19th is half past midnight of the 20th in Beijing."""
    row = {"title": "某局2023年政府信息公开工作年度报告", "url": "/x.html", "date": 1705681800}
    page = Page(ANSWERS["gkmlpt"], json.dumps({"articles": [row]}))
    (candidate,) = FAMILIES["gkmlpt"]({}).candidates(page)
    assert candidate.listed_on == "2024-01-20"


@pytest.mark.parametrize("rows", [[{"link": "/x.html"}], [{"url": ""}, {"url": "javascript:;"}], ["x"]])
def test_rows_that_all_lead_nowhere_are_told(rows: list[Any]) -> None:
    page, platform = Page(ANSWERS["gkmlpt"], json.dumps({"articles": rows})), FAMILIES["gkmlpt"]({})
    assert (list(platform.candidates(page)), "url or post_url" in (platform.trouble(page) or "")) == (
        [],
        True,
    )


@pytest.mark.parametrize(
    ("family", "url", "text"),
    [
        ("trs", "index_{}.html", 'createPageHTML(3, 0, "index", "html")'),
        ("jcms", "x?startrecord={0}&endrecord={0}&perpage={0}", "<totalrecord>9</totalrecord>"),
        ("jpaas", "u?pageNo={}", "<div uniturl='/u' querydata='' count='9' rows='3' pageno='1'></div>"),
        ("shanghai", "index_{}.html", "totalPage = 3"),
        (
            "trsapi",
            "s?__wb_method=POST&classsql=1&page={}",
            '{"data": [{"docpuburl": "/x"}], "pageCount": 3}',
        ),
    ],
)
def test_a_page_number_longer_than_any_number_is_none(family: str, url: str, text: str) -> None:
    _, asks, _ = read(family, "http://a.gov.cn/" + url.format("9" * 5000), text)
    assert all("9" * 5000 not in asked.name for asked in asks)


def test_a_full_page_without_a_total_has_another_after_it() -> None:
    rows = [{"title": f"某局{n}", "url": f"/{n}.html", "date": "2024-01-20"} for n in range(100)]
    name = "http://a.gov.cn/gkmlpt/api/all/7?page=1&sid=9"
    for count, following in ((100, ["http://a.gov.cn/gkmlpt/api/all/7?page=2&sid=9"]), (99, [])):
        page = Page(name, json.dumps({"articles": rows[:count]}))
        assert list(FAMILIES["gkmlpt"]({}).next_pages(page)) == following


def test_page_nought_is_page_one() -> None:
    page = Page("http://a.gov.cn/gkmlpt/api/all/7?page=0&sid=9", json.dumps({"articles": [{}], "total": 101}))
    assert list(FAMILIES["gkmlpt"]({}).next_pages(page)) == ["http://a.gov.cn/gkmlpt/api/all/7?page=2&sid=9"]


@pytest.mark.parametrize("quote", ['\\"', "\\u0022"])
def test_the_files_of_an_article_that_a_script_holds_are_found(quote: str) -> None:
    anchor = (
        f"\\u003Ca class={quote}nfw-cms-attachment{quote} href={quote}http:\\/\\/www.haiping.gov.cn"
        f"\\/attachment\\/7\\/71\\/2023.docx{quote}\\u003E附件\\u003C\\/a\\u003E"
    )
    script = (
        f'window._CONFIG = {{ SID: "7", "DETAIL": {{"id": 9, "content": "\\u003Cp\\u003E正文{anchor}"}} }};'
    )
    page = Page(
        "http://www.haiping.gov.cn/gkmlpt/content/9/9103/post_9103540.html", f"<script>{script}</script>"
    )
    assert not list(attachments(page))
    (link,) = attachments(FAMILIES["gkmlpt"]({}).article(page))
    assert link.url == "http://www.haiping.gov.cn/attachment/7/71/2023.docx"


def test_an_article_of_another_system_is_left_as_it_is() -> None:
    page = Page("http://a.gov.cn/content/post_1.html", "<p>DETAIL</p>")
    assert all(family({}).article(page) is page for family in FAMILIES.values())
