"""Doubts about the cells of the proposed row: family, hosts, division, and whether it is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.hosts import host
from crawler.platforms.generic import Generic
from crawler.probing.doubt import SHOWN, Doubt, RowRule
from crawler.probing.findings import Findings
from crawler.probing.place import Clue
from crawler.probing.sections import Choice


def _family(found: Findings, choice: Choice) -> Iterator[Doubt]:
    if found.is_family_borrowed:
        zh = f"建站系统不确定：列表页没有痕迹，{found.family} 是按本站其他页面提出的"
        en = f"family unsure: the list bears no marks, {found.family} is proposed for the site's other pages"
        yield Doubt("family", zh, en)
    named = sorted({*choice.main.top.marked, *found.families} - {Generic.name})
    if len(named) > 1:
        zh = f"建站系统不确定：页面上有 {'、'.join(named)} 的痕迹，提出的是 {found.family}"
        en = f"family unsure: marks of {', '.join(named)} were seen, {found.family} is proposed"
        yield Doubt("family", zh, en)


def _hosts(found: Findings, _: Choice) -> Iterator[Doubt]:
    foreign = {name: found.report_hosts[name] for name in found.foreign_hosts}
    if foreign:
        listed = "、".join(f"{name}（{count}）" for name, count in list(foreign.items())[:SHOWN])
        zh = f"列表中有链接指向外站，抓取时不会跟随：{listed}；确属本门户的，请加入 hosts"
        en = f"reports on foreign hosts will not be followed: {listed}; add the portal's own to hosts"
        yield Doubt("foreign-hosts", zh, en)


_PLACE: Mapping[str, tuple[str, str]] = {
    Clue.NONE: (
        "认不出属于哪个行政区划，division_code 须人工填写；未填之前登记表不会接受这一行",
        "the division could not be told; fill in division_code, or the registry will not take the row",
    ),
    Clue.ID_CODE: (
        "网站标识码给出的区划代码 {code} 不在代码表中，请核对",
        "the code {code} of the site's SiteIDCode is not in the code list; check it",
    ),
    Clue.ABOVE_ID_CODE: (
        "网站标识码的区划不在代码表中，区划代码 {code} 是它的上级，请核对",
        "the SiteIDCode's division is not in the code list, {code} lies above it; check it",
    ),
    Clue.TEXT: (
        "区划代码 {code} 是按页面文字里的地名推测的，请核对",
        "the division {code} is inferred from places that the pages name; check it",
    ),
}


def _place(found: Findings, _: Choice) -> Iterator[Doubt]:
    place = found.place
    is_sure = place.clue in (Clue.ID_CODE, Clue.NAME) and place.is_known
    if not is_sure:
        zh, en = _PLACE[place.clue]
        yield Doubt("division", zh.format(code=place.code), en.format(code=place.code))
    if place.contradicted_by:
        zh = f"网站标识码的区划 {place.code} 与网站名称中的 {place.contradicted_by} 不一致，请核对"
        en = f"SiteIDCode says {place.code}, the site's name says {place.contradicted_by}; check it"
        yield Doubt("division", zh, en)


def _known_already(found: Findings, choice: Choice) -> Iterator[Doubt]:
    url = choice.start.url
    for portal in found.registry:
        if url in (portal.start_url, portal.options.get("section_url")):
            zh, en = (
                f"登记表中已有此栏目：{portal.id}（{portal.status}）",
                f"the registry has this section already: {portal.id} ({portal.status})",
            )
            yield Doubt("known", zh, en)
        elif host(portal.start_url) == host(url):
            zh, en = (
                f"登记表中已有同一主机的门户：{portal.id}",
                f"the registry has a row of this host: {portal.id}",
            )
            yield Doubt("same-host", zh, en)


def _charset(found: Findings, _: Choice) -> Iterator[Doubt]:
    charset = found.charset
    if charset and charset.is_lie:
        zh = f"页面声明的字符集是 {charset.declared}，实际是 {charset.actual}；抓取按实际解码"
        en = f"the page declares {charset.declared} and is {charset.actual}; a crawl decodes what it is"
        yield Doubt("charset", zh, en)


RULES: tuple[RowRule, ...] = (_family, _hosts, _place, _known_already, _charset)
