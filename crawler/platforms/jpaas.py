"""大汉 jpaas: lists that a page's units fetch as HTML within JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import ClassVar
from urllib.parse import urlencode

from lxml import html

from archive.models import Candidate
from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms.answers import dig, whole
from crawler.platforms.base import Option, Platform
from crawler.platforms.jcms import Jcms

_ANSWER = re.compile(r"/front/page/build/unit\?")
_LIST_TAG = re.compile(r"列表|内容|栏目|list", re.IGNORECASE)
_PAIR = re.compile(r"'([\w-]{1,40})'\s*:\s*'([^']{0,300})'")
_SEARCH = re.compile(r"\"pageNo\"\s*:\s*(\d{1,6})")
_MOST_UNITS = 3  # that one page may ask for as lists; the others are its head, menus and foot


class Jpaas(Platform):
    """大汉 jpaas-publish, the successor of JCMS (浙江, 山东, 国务院部门).

    Recognise it by ``/api-gateway/jpaas-publish-server/front/page/build/unit`` in the attributes ``url`` of
    a script or ``unitUrl`` of a pager, both with ``queryData="{'webId':'3185',…}"``.

    Example portals: 杭州市 (hangzhou.gov.cn, rows in the page) and 滨江区 (hhtz.gov.cn, rows in a unit).

    Options: ``tag`` — the ``tagId`` of the unit that holds the list, where its name does not tell;
    ``paging=plain`` — where pages are asked for by ``rows`` and ``pageNo`` and not by ``paramJson``.

    Traps: ``queryData`` is written with single quotes and is no JSON; ``bulidstatic`` is spelt so; every
    part of a page is a unit, its menus too; without a pager all rows are on the page; a server that does
    not know the parameter for paging answers every page with the first one; articles have the URLs of JCMS.
    """

    name = "jpaas"
    marks: ClassVar[re.Pattern[str]] = re.compile(r"/jpaas-publish-server/|/front/page/build/unit\b")
    options: ClassVar[Mapping[str, Option]] = {
        "tag": Option("a tagId", lambda value: 0 < len(value) <= 60),
        "paging": Option("plain", lambda value: value == "plain"),
    }

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The rows of the page, or of the HTML that a unit answered with; a page of JCMS is read as one."""
        return Jcms(self.values).candidates(_shown(page))

    def next_pages(self, page: Page) -> Iterator[str | Ask]:
        """The page after this one by the pager's count, while it has rows; without pager the lists' units."""
        shown = _shown(page)
        pagers = shown.tree.xpath("//*[@uniturl and @querydata]")
        if pagers:
            if not page.is_data or next(self.candidates(page), None):
                yield from self._following(page, next(filter(self._is_list, pagers), pagers[0]))
        elif not page.is_data:
            units = filter(self._is_list, page.tree.xpath("//script[@url and @querydata]"))
            asks = [url for unit in islice(units, _MOST_UNITS) for url in _unit(page, unit, "url", ())]
            yield from asks or Jcms(self.values).next_pages(page)

    def trouble(self, page: Page) -> str | None:
        """What is wrong with a unit: no JSON, broken off, or without HTML in it."""
        if not _ANSWER.search(page.url) or isinstance(dig(page.data, "data.html"), str):
            return None
        return f"expected JSON with HTML at data.html, found {page.text[:60]!r}"

    def _is_list(self, unit: html.HtmlElement) -> bool:
        tag = _arguments(unit).get("tagId", "")
        return tag == self.values["tag"] if "tag" in self.values else _LIST_TAG.search(tag) is not None

    def _following(self, page: Page, pager: html.HtmlElement) -> Iterator[str]:
        """A server that does not know the parameter says page 1 every time; the question knows better."""
        count, a_page, shown = (_number(pager, name) for name in ("count", "rows", "pageno"))
        asked = _SEARCH.search(Ask.named(page.url).values.get("paramJson", ""))
        plain = Ask.named(page.url).values.get("pageNo", "")
        current = max(shown, int(asked[1]) if asked else 0, whole(plain) or 0, 1)
        if a_page and current * a_page < count:
            yield from _unit(page, pager, "uniturl", self._paging(current + 1, a_page))

    def _paging(self, number: int, a_page: int) -> tuple[tuple[str, str], ...]:
        if self.values.get("paging") == "plain":
            return ("rows", str(a_page)), ("pageNo", str(number))
        return (("paramJson", json.dumps({"pageNo": number, "pageSize": a_page}, separators=(",", ":"))),)


def _shown(page: Page) -> Page:
    """The HTML of a page: its own, or what its JSON holds."""
    fragment = dig(page.data, "data.html") if page.is_data else None
    return Page(page.url, f"<html><body>{fragment}</body></html>") if isinstance(fragment, str) else page


def _arguments(unit: html.HtmlElement) -> dict[str, str]:
    """The arguments of a unit; single quotes stand for double ones, so a value holds neither."""
    return dict(_PAIR.findall((unit.get("querydata") or "").replace('"', "'")))


def _number(pager: html.HtmlElement, name: str) -> int:
    return whole(pager.get(name)) or 0


def _unit(
    page: Page, unit: html.HtmlElement, attribute: str, more: tuple[tuple[str, str], ...]
) -> Iterator[str]:
    url = page.resolve(unit.get(attribute))
    if url:
        yield f"{url}{'&' if '?' in url else '?'}{urlencode([*_arguments(unit).items(), *more])}"
