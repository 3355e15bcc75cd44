"""Whatever a server sends as a list page: nothing is raised, nothing leads away from the portal's hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import CaptureKind, Portal
from crawler.blocking import judge
from crawler.errand import Errand, request_of
from crawler.hosts import host, own_hosts
from crawler.page import Page
from crawler.platforms import detect
from crawler.walk import Step, Walk
from tests.crawler.test_families import SAVED, meta

OWN, FOREIGN = "www.qinghe.gov.cn", "www.elsewhere.gov.cn"
ADDRESSES = (
    "/zfxxgknb/202401/t20240120_1.html", "./", "../", "?p=2", "#", "", "//", "\\\\", "http:", "http://", "%",
    f"//{FOREIGN}/a.html", f"http://{FOREIGN}/zfxxgknb/", f"http://{FOREIGN}\\@{OWN}/",
    f"http://{FOREIGN}#@{OWN}/", f"http://{OWN}@{FOREIGN}/", f"http://{OWN}.{FOREIGN}/",
    f"http://{OWN}%2e{FOREIGN}/", f"http://{OWN}%00/x",
    f"http://{OWN}:99999/", f"http://{OWN}:x/", f"http://{OWN}\t/x", f"HTTP://{OWN.upper()}/A",
    "http://[::1", "http://[a]b/", "http://]/", "http://[::ffff:1.2.3.4%25x]/", "http://％/", "http://ａ．ｂ/x",
    "http://xn--/", "http://..../", "http://-/", f"http://{'a' * 300}.gov.cn/", "/\udc00/a.html", "/\x00",
    "http://a%5B.gov.cn/x.pdf", f"http://{OWN}%EF%BC%8F/x.pdf", "/x" * 900,
    "javascript:go(2)", "data:text/html,x", "mailto:a@b", "file:///etc/passwd",
)  # fmt: skip
TITLES = (
    "某局2023年政府信息公开工作年度报告", "政府信息公开年报", "2023年", "下一页", "2", "民政局", "关于…",
    "某\ud83d局2022年政府信息公开工作年度报告",  # half a character
)  # fmt: skip
MARKUP = (
    "<a href='{url}' title='{title}'>{title}</a>",
    "<li><a href=\"{url}\">{title}</a><span>2024-01-20</span></li>",
    "<base href='{url}'>", "<meta http-equiv=refresh content='0;url={url}'>", "<link rel=next href='{url}'>",
    "<iframe name=DataList src='{url}'></iframe>", "<option value='{title}'>{title}</option>",
    "<script>document.write('<a href=\"{url}\">{title}</a>')</script>",
    "var countPage = {number}//共{number}页",
    "createPageHTML({number}, {number}, 'index', 'html')",
    "createPageHTML('p',{number}, {number},'{url}','shtml',9)",
    "_simple_list_gotopage_fun({number},'u',2)", "<record><![CDATA[<a href='{url}'>{title}</a>]]></record>",
    "proxyUrl:'{url}', proxyParam:'{title}', perPage:{number}, groupSize:3, totalRecord:{number}",
    "<div unitUrl='{url}' queryData=\"{{'tagId':'{title}'}}\" count={number} rows={number} pageNo={number}>",
    "trsapi.listModel({{channelid:{number},classsql:'{title}'}})", "'{url}/loadData' channel_id='{title}'",
    "<form>", "<script>", "</script>", "<!--", "]]>", "&#xD800;", "<table><tr><td>", "{{", "}}", "[",
)  # fmt: skip
NUMBERS = ("0", "1", "3", "99999", "999999999999999999999", "-1", "１２", "1e9")
addresses = st.sampled_from(ADDRESSES) | st.text(max_size=30)
titles = st.sampled_from(TITLES) | st.text(max_size=12)
pieces = st.builds(
    lambda markup, url, title, number: markup.format(url=url, title=title, number=number),
    st.sampled_from(MARKUP),
    addresses,
    titles,
    st.sampled_from(NUMBERS),
)
soups = st.builds(
    lambda parts, encoding: "".join(parts).encode(encoding, "replace"),
    st.lists(pieces, max_size=12),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)


def page_of(folder: Path) -> bytes:
    return folder.joinpath(meta(folder)["page"]).read_bytes()


@st.composite
def broken(draw: st.DrawFn, page: bytes) -> bytes:
    """A page with a piece of it lost, doubled, or replaced by something hostile."""
    at, to = sorted(draw(st.tuples(*[st.integers(0, len(page))] * 2)))
    return page[:at] + draw(soups | st.binary(max_size=20) | st.just(page[at:to] * 2)) + page[to:]


@st.composite
def altered(draw: st.DrawFn, data: Any) -> Any:
    """Decoded JSON with some of its values replaced by hostile ones."""
    if draw(st.integers(0, 9)) == 0:
        return draw(addresses | titles | st.integers() | st.floats() | st.none() | st.just([]) | st.just({}))
    if isinstance(data, dict):
        return {key: draw(altered(value)) for key, value in data.items()}
    if isinstance(data, list):
        return [draw(altered(value)) for value in data]
    return draw(st.just(data) | addresses | titles) if isinstance(data, str) else data


def bodies(page: Page) -> Iterator[st.SearchStrategy[bytes]]:
    """What may come in a saved page's place: it, broken; its data, altered; anything."""
    yield broken(page.text.encode())
    yield soups
    yield st.binary(max_size=200)
    if page.data is not None:
        yield altered(page.data).map(lambda data: json.dumps(data).encode())


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
@given(data=st.data(), in_section=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_raised_and_nothing_leads_away(
    folder: Path, data: st.DataObject, in_section: bool
) -> None:
    told = meta(folder)
    url = told["url"]
    body = data.draw(st.one_of(*bodies(Page.from_body(url, page_of(folder)))))
    row = Portal(
        "x", "某县", "990101", "county", url, told["platform"], told["options"], (), None, "active", ""
    )
    walk, step = Walk(row, since=2020), Step(url, Errand(CaptureKind.LIST), in_section=in_section)
    judge(200, body, CaptureKind.LIST)
    page = walk.open(url, body)
    detect(page.text)
    for following in (*walk.onward(page, walk.look(page, step), step), *walk.from_article(page, step)):
        assert host(following.ask.url) in own_hosts(row)
        assert host(request_of(following.ask, following.errand).url) in own_hosts(row)
        f"{following.ask.name}{following.errand.title}".encode()  # as the archive stores it
