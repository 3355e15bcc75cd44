"""Doubts about the section and its list: whether it is the one, and whether it was read wholly."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.probing.doubt import SHOWN, Doubt, RowRule
from crawler.probing.findings import Findings
from crawler.probing.sections import Choice, is_of_one_year
from crawler.probing.walk import MOST_BRANCHES


def _unnamed_section(_: Findings, choice: Choice) -> Iterator[Doubt]:
    top = choice.main.top
    if not top.says_so and not top.is_data:
        zh = f"栏目页自己没有写明是年报栏目：{top.url}；登记行用 section_url 指明"
        en = f"the page does not call itself a section of annual reports: {top.url}; section_url names it"
        yield Doubt("unnamed-section", zh, en)


def _one_report(_: Findings, choice: Choice) -> Iterator[Doubt]:
    if choice.main.top.is_report_itself and len(choice.reports) == 1:
        zh = f"这个网址本身是一篇年报，没有看到列表：{choice.main.top.url}"
        en = f"this is a report itself, no list was seen: {choice.main.top.url}"
        yield Doubt("one-report", zh, en)


def _one_year(_: Findings, choice: Choice) -> Iterator[Doubt]:
    if is_of_one_year(choice.start.url):
        zh = f"起始网址是某一年的列表，明年的年报可能不在其中：{choice.start.url}"
        en = f"the row begins at one year's list, in which next year's may not be: {choice.start.url}"
        yield Doubt("one-year", zh, en)


def _front(found: Findings, choice: Choice) -> Iterator[Doubt]:
    if found.is_front_only:
        count, url = len(choice.reports), choice.main.top.url
        zh = f"没有找到年报栏目，只有首页列出了{count}篇年报：{url}；请换栏目网址再试"
        en = f"no section was found, only the home page lists {count} reports: {url}; try the section's URL"
        yield Doubt("front-only", zh, en)


def _several_sections(_: Findings, choice: Choice) -> Iterator[Doubt]:
    others = [f"{section.title} {section.top.url}" for section in choice.others]
    if not others:
        return
    all_walked = choice.is_shared
    zh = "登记行从引向它们的页面开始" if all_walked else "登记行只含篇数最多的一个"
    en = (
        "the row begins at the page that leads to them"
        if all_walked
        else "the row has the one with most reports"
    )
    count = len(others) + 1
    yield Doubt(
        "several-sections",
        f"找到{count}个年报栏目，{zh}；另有：{'；'.join(others[:SHOWN])}",
        f"{count} annual-report sections found, {en}; the others: {'; '.join(others[:SHOWN])}",
    )


def _empty_list(_: Findings, choice: Choice) -> Iterator[Doubt]:
    if choice.reports:
        return
    top = choice.main.top
    if top.is_shell:
        zh = f"栏目页几乎只有脚本，列表要用浏览器（platform=browser）打开，试探没有打开：{top.url}"
        en = f"the section's page is hardly more than scripts; its list needs platform=browser: {top.url}"
        yield Doubt("needs-browser", zh, en)
    else:
        zh = f"找到栏目，但未见年报：{top.url}；可能是空栏目，也可能列表由脚本生成，需用浏览器打开"
        en = f"a section without a report: {top.url}; it is empty, or its list needs a browser"
        yield Doubt("empty-list", zh, en)


def _pages(found: Findings, choice: Choice) -> Iterator[Doubt]:
    if choice.reports and found.pages <= len(choice.sections):
        zh = "只看到一页列表；若实际不止一页，翻页方式没有认出来"
        en = "only one list page was seen; where there are more, their pager was not understood"
        yield Doubt("one-page", zh, en)
    if found.notebook.unread_pages or found.notebook.unread_branches:
        zh = f"没有全部读完：列表还有后续页，或每页多于{MOST_BRANCHES}个分支；最早年度可能更早，机关可能更多"
        en = "not all was read: pages or branches were left out; there may be earlier years and more bodies"
        yield Doubt("not-all-read", zh, en)


def _reports(found: Findings, choice: Choice) -> Iterator[Doubt]:
    if not choice.reports:
        return
    if not found.publishers:
        zh, en = "标题都没有写明机关，发布机关未知", "no title names its body; the publisher is unknown"
        yield Doubt("publisher", zh, en)
    if not found.years:
        yield Doubt(
            "year", "标题都没有写明年度，最早年度留空", "no title states its year; first_year is left empty"
        )
    if not found.evidence.articles and not any(s.is_report_itself for s in choice.main.sights):
        zh, en = "没有打开一篇正文，故状态为 unverified", "no report could be opened, hence status unverified"
        yield Doubt("unopened", zh, en)


RULES: tuple[RowRule, ...] = (
    _front,
    _unnamed_section,
    _one_report,
    _one_year,
    _several_sections,
    _empty_list,
    _pages,
    _reports,
)
