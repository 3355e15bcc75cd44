"""A probe as a person reads it: what was seen, what is doubtful, the row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from archive.models import Disposition
from crawler.hosts import host
from crawler.probing.evidence import Robots
from crawler.probing.findings import Findings
from crawler.probing.sections import Choice
from crawler.registry import COLUMNS
from nianbao.probe import Probe

_TITLES = 12
_NAMES = 10
_CLUES = {
    "SiteIDCode": "按网站标识码 SiteIDCode",
    "what lies above the SiteIDCode": "网站标识码的上级区划 above the SiteIDCode",
    "the site's name": "按网站名称 by the site's name",
    "the places that its pages name": "按页面上的地名 by places that its pages name",
    "nothing": "无从得知 not told",
}


def lines(probe: Probe) -> Iterator[str]:
    """Every line, Chinese first."""
    found = probe.findings
    yield f"试探 · probe {found.url}"
    yield from _site(found)
    if found.choice:
        yield from _section(found, found.choice)
    yield from _doubts(probe)
    yield from _row(probe.row)


def _site(found: Findings) -> Iterator[str]:
    yield f"  请求 requests: {found.evidence.requests}"
    if found.notebook.sights:
        yield f"  网站 site: {found.site_name}"
        place = found.place
        yield f"  区划 division: {place.code or '—'}（{_CLUES[place.clue]}）"
    for robots in found.evidence.robots:
        yield f"  robots.txt: {robots.url} {_verdict(robots, found)}"


def _verdict(robots: Robots, found: Findings) -> str:
    if robots.disposition is Disposition.MISSING:
        return "没有，视为允许 · none, taken as leave"
    if robots.disposition not in (Disposition.OK, Disposition.NOT_MODIFIED):
        return f"未取得 · did not come（{robots.disposition}，{robots.reason}）"
    refusals = (one for one in found.evidence.refusals if host(one.url) == host(robots.url))
    forbidden = sum(one.disposition is Disposition.ROBOTS for one in refusals)
    delay = "无 none" if robots.crawl_delay is None else f"{robots.crawl_delay:g} 秒 s"
    leave = f"禁止 {forbidden} 页 · forbids {forbidden} page(s)" if forbidden else "允许 · allows"
    return f"{leave}；Crawl-delay: {delay}"


def _section(found: Findings, choice: Choice) -> Iterator[str]:
    for section in (choice.main, *choice.others):
        yield f"  栏目 section: {section.title} {section.top.url}（{len(section.reports)} 篇 reports）"
    yield f"  系统 platform: {found.family}（{_counted(found.families)}）"
    if found.charset:
        yield f"  字符集 charset: {found.charset.actual}（声明 declared: {found.charset.declared or '—'}）"
    has_more = bool(found.notebook.unread_pages)
    yield f"  分页 pages: 读了 read {found.pages}{'，还有 and more' if has_more else ''}"
    links = choice.main.top.hosts
    yield f"  链接 links: {sum(links.values())}，主机 hosts: {_counted(links)}"
    years = [year for _, year in choice.reports.values() if year is not None]
    yield f"  年度 years: {_counted(Counter(years), in_order=True)}"
    yield f"  机关 publishers: {len(found.publishers)}：{_counted(found.publishers)}"
    yield f"  标题 titles: {len(choice.reports)}"
    for candidate, year in list(choice.reports.values())[:_TITLES]:
        yield f"    {year or '—'}  {candidate.title}  {candidate.listed_on or ''}  {unquote(candidate.url)}"
    if len(choice.reports) > _TITLES:
        yield f"    …… 另 {len(choice.reports) - _TITLES} 篇 more"


def _doubts(probe: Probe) -> Iterator[str]:
    if not probe.doubts:
        yield "疑问 · doubts: 无 none"
        return
    yield "疑问 · doubts:"
    for doubt in probe.doubts:
        yield f"  - {doubt.zh}"
        yield f"    {doubt.en}"


def _row(row: Mapping[str, str] | None) -> Iterator[str]:
    if row is None:
        yield "没有找到年报栏目，不提出登记行 · no annual-report section found, no row is proposed"
        return
    yield "登记行 · row:"
    for column, value in row.items():
        yield f"  {column}: {value}"


def _counted(counts: Counter[Any], *, in_order: bool = False) -> str:
    pairs = sorted(counts.items(), key=str) if in_order else counts.most_common(_NAMES)
    rest = len(counts) - len(pairs)
    text = "，".join(f"{name}×{count}" for name, count in pairs)
    return (text or "—") + (f"，…… {rest} more" if rest else "")


def as_csv(row: Mapping[str, str] | None) -> str:
    """The registry's header and, where there is one, the row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    if row is not None:
        writer.writerow(row)
    return text.getvalue()
