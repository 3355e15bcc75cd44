"""TRS in 福建: lists that a script fills from a search which is asked by POST."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms.answers import JsonLists, Shape
from crawler.platforms.base import Option, Platform
from crawler.platforms.trs import Trs

_API = "/fjdzapp/search"
_CHANNEL = re.compile(r"\bchannelid\s*:\s*(?:[\w.]{1,40}\(\s*)?[\"']?(\d{1,12})")
_CLASS = re.compile(r"\bclasssql\s*:\s*(?:\"([^\"]{1,300})\"|'([^']{1,300})')")
_ORDER = re.compile(r"\bsortfield\s*:\s*[\"']([^\"']{1,100})[\"']")
_ROWS = re.compile(r"\bprepage\s*:\s*[\"']?(\d{1,4})")
_USUAL_ORDER, _USUAL_ROWS = "-docorderpri,-docreltime", "10"


class TrsApi(JsonLists):
    """TRS WCM with lists filled by ``list2.trsapi`` and avalon (福建).

    Recognise it by ``trsapi.listModel({``, by ``ms-repeat`` and ``ms-attr-href`` in an empty list, by
    ``classsql:"chnlid=1813"``; its answers by ``chnldocurl``.

    Example portals: 平潭综合实验区 (pingtan.gov.cn) and 福建省药品监督管理局 (yjj.scjgj.fujian.gov.cn).

    Options: ``api`` — path or URL of the search, where it is not ``/fjdzapp/search``; a search on another
    host needs that host among the row's ``hosts``.

    Traps: the HTML of the list is empty, or holds only its first page (``quickMode``, ``maxStaticIndex``),
    so the search is asked from page 1; ``channelid`` is the search's number of the site and not the
    channel's, which stands in ``classsql``; the answer has ``data`` or, by an older template, ``docs``; the
    still older ``was5/web/search`` of the tax offices answers with quotes that no JSON has.
    """

    name = "trsapi"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        r"\btrsapi\.listModel\(|[\"']list2?\.trsapi[\"']|\bclasssql\s*:|\"chnldocurl\""
    )
    options: ClassVar[Mapping[str, Option]] = {
        "api": Option(
            "a path or an absolute URL", lambda value: value.startswith(("/", "http://", "https://"))
        ),
    }
    answers: ClassVar[re.Pattern[str]] = re.compile(r"__wb_method=POST&(?:.{0,400}&)?classsql=")
    elder: ClassVar[type[Platform]] = Trs
    shape: ClassVar[Shape] = Shape(
        rows=("data", "docs"),
        url=("chnldocurl", "docpuburl"),
        title=("doctitle", "title"),
        date=("docreltime", "pubdate"),
        pages=("pageCount",),
        size=("prepage",),
    )

    def first_asks(self, page: Page) -> Iterator[str | Ask]:
        """Page 1 of the search, with the arguments of the page's own script."""
        channel, column, order, a_page = (
            found.search(page.text) for found in (_CHANNEL, _CLASS, _ORDER, _ROWS)
        )
        url = page.resolve(self.values.get("api", _API))
        if channel is None or column is None or url is None:
            return
        yield Ask(
            url,
            (
                ("channelid", channel[1]),
                ("sortfield", order[1] if order else _USUAL_ORDER),
                ("classsql", column[1] or column[2]),
                ("classcol", "publishyear"),
                ("classnum", "100"),
                ("classsort", "0"),
                ("cache", "true"),
                ("page", "1"),
                ("prepage", a_page[1] if a_page else _USUAL_ROWS),
            ),
        )
