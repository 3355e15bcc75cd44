"""A reader with a browser: follows what the pages say, and knows nothing of the demo's code.

Menus lead to the section, and each family's pager says where its other list pages are.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.etree
import lxml.html

SECTION = "政府信息公开年报"


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        is_gbk = b"charset=gb2312" in self.body.lower()
        return self.body.decode("gb18030" if is_gbk else "utf-8")

    def links(self) -> list[tuple[str, str]]:
        """URL and full title of every link."""
        return links_in(self.text, self.url)


def links_in(html: str, base: str) -> list[tuple[str, str]]:
    return [
        (urljoin(base, anchor.get("href", "")), anchor.get("title") or text_of(anchor).strip())
        for anchor in lxml.html.fromstring(html).iter("a")
        if not anchor.get("href", "").startswith("javascript:")
    ]


def text_of(element: lxml.etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def fetch(
    url: str, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    body = urlencode(form) if form else None
    connection.request("POST" if form else "GET", target, body, dict(headers or {}))
    response = connection.getresponse()
    answer = Answer(url, response.status, dict(response.getheaders()), response.read())
    connection.close()
    return answer


def find_section(home: str) -> str:
    landing = {title: url for url, title in fetch(home).links()}["政府信息公开"]
    return {title: url for url, title in fetch(landing).links()}[SECTION]


def list_rows(platform: str, section: str) -> dict[str, str]:
    """Title by URL of every dated link on every list page."""
    rows: dict[str, str] = {}
    for html, base in _PAGERS[platform](section):
        dated = [row for row in _innermost_rows(html) if re.search(r"\d{4}-\d\d-\d\d", text_of(row))]
        for row in dated:
            rows |= dict(links_in(lxml.etree.tostring(row, encoding="unicode"), base))
    return rows


def list_pages(platform: str, section: str) -> list[str]:
    """URLs of every list page."""
    return [base for _, base in _PAGERS[platform](section)]


def _innermost_rows(html: str) -> list[lxml.etree._Element]:
    tree = lxml.html.fromstring(f"<div>{html}</div>" if html.startswith("<li") else html)
    return [row for row in tree.iter("li", "tr") if next(row.iterdescendants("li", "tr"), None) is None]


def _trs(section: str) -> Iterator[tuple[str, str]]:
    first = fetch(section).text
    call = re.search(r"createPage(?:HTML)?\(([\d, ]+)[,'\"]", first)
    assert call, "no pager call"
    numbers = [int(number) for number in call[1].replace(",", " ").split()]
    total = numbers[1] if len(numbers) == 3 else numbers[0]
    yield first, section
    for number in range(1, total):
        url = urljoin(section, f"index_{number}.html")
        yield fetch(url).text, url


def _ucap(section: str) -> Iterator[tuple[str, str]]:
    first = fetch(section).text
    call = re.search(r"createPageHTML\('page_div',(\d+),\s*1,'list','shtml',(\d+)\)", first)
    assert call, "no pager call"
    yield first, section
    for number in range(2, int(call[1]) + 1):
        url = urljoin(section, f"list_{number}.shtml")
        yield fetch(url).text, url


def _vsb(section: str) -> Iterator[tuple[str, str]]:
    first = fetch(section).text
    call = re.search(r"_simple_list_gotopage_fun\((\d+)", first)
    assert call, "no pager call"
    total = int(call[1])
    yield first, section
    for page in range(2, total + 1):
        url = section.removesuffix(".htm") + f"/{total - page + 1}.htm"
        yield fetch(url).text, url


def _jcms(section: str) -> Iterator[tuple[str, str]]:
    page = fetch(section).text
    inline = re.search(r"(?s)<datastore>.*?</datastore>", page)
    assert inline, "no inline datastore"
    yield "".join(_records(inline[0].encode())), section
    proxy = re.search(r"proxyUrl:'([^']+)', proxyParam:'([^']+)'", page)
    total, per_page = (int(re.search(rf"{name}:(\d+)", page)[1]) for name in ("totalRecord", "perPage"))  # type: ignore[index]
    assert proxy
    window = 3 * per_page
    for start in range(window + 1, total + 1, window):
        query = f"startrecord={start}&endrecord={start + window - 1}&perpage={per_page}&{proxy[2]}"
        answer = fetch(urljoin(section, f"{proxy[1]}?{query}"))
        assert f"<totalrecord>{total}</totalrecord>" in answer.text
        yield "".join(_records(answer.body)), section


def _records(xml: bytes) -> list[str]:
    return [record.text or "" for record in lxml.etree.fromstring(xml).iter("record")]


def _generic(section: str) -> Iterator[tuple[str, str]]:
    url: str | None = section
    while url:
        page = fetch(url)
        yield page.text, url
        url = next((link for link, title in page.links() if title == "下一页"), None)


_PAGERS: Mapping[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "trs": _trs,
    "jcms": _jcms,
    "ucap": _ucap,
    "vsb": _vsb,
    "generic": _generic,
}
