"""What a person has to look at before a proposed row is taken over: plain sentences, each for one reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.models import Disposition
from crawler.hosts import host
from crawler.platforms.generic import Generic
from crawler.probing.findings import Findings
from crawler.probing.place import Clue
from crawler.probing.sections import is_of_one_year
from crawler.probing.walk import MOST_BRANCHES

_SHOWN = 5  # of a longer list of URLs, hosts or bodies


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look again, in Chinese and English."""

    code: str
    zh: str
    en: str


Rule = Callable[[Findings], Iterator[Doubt]]


def doubts(found: Findings) -> tuple[Doubt, ...]:
    """Every doubt about a probe, those about the site first."""
    rules = _ALWAYS + (_OF_SECTION if found.choice else _WITHOUT_SECTION)
    return tuple(doubt for rule in rules for doubt in rule(found))


def _challenge(found: Findings) -> Iterator[Doubt]:
    for refusal in [one for one in found.evidence.refusals if one.is_challenge][:_SHOWN]:
        zh = f"被拦截：{refusal.url}（{refusal.reason}）；不会绕过，也不据此推断内容"
        en = f"blocked: {refusal.url} ({refusal.reason}); it is not evaded and nothing is concluded from it"
        yield Doubt("blocked", zh, en)


def _robots(found: Findings) -> Iterator[Doubt]:
    forbidden = [one.url for one in found.evidence.refusals if one.disposition is Disposition.ROBOTS]
    if forbidden:
        urls = "、".join(forbidden[:_SHOWN])
        yield Doubt(
            "robots", f"robots.txt 禁止抓取：{urls}", f"robots.txt forbids: {', '.join(forbidden[:_SHOWN])}"
        )


def _unreachable(found: Findings) -> Iterator[Doubt]:
    kept_apart = (Disposition.BLOCKED, Disposition.ROBOTS)
    for refusal in [one for one in found.evidence.refusals if one.disposition not in kept_apart][:_SHOWN]:
        led = f" → {refusal.led_to}" if refusal.led_to else ""
        zh = f"未取得：{refusal.url}{led}（{refusal.disposition}，{refusal.reason}）"
        en = f"did not come: {refusal.url}{led} ({refusal.disposition}, {refusal.reason})"
        yield Doubt("unreachable", zh, en)


def _unfinished(found: Findings) -> Iterator[Doubt]:
    if found.outcome.finish_reason != "finished":
        reason = found.outcome.reason or found.outcome.finish_reason
        yield Doubt("unfinished", f"试探没有走完：{reason}", f"the probe ended early: {reason}")


def _no_section(found: Findings) -> Iterator[Doubt]:
    read = len(found.notebook.sights)
    if read:
        zh = f"读了{read}页，没有找到政府信息公开年报栏目；请换栏目网址再试"
        en = f"{read} page(s) read, no annual-report section among them; try the URL of the section"
        yield Doubt("no-section", zh, en)


def _shells(found: Findings) -> Iterator[Doubt]:
    shells = [s.url for s in found.notebook.sights if s.is_shell]
    if shells:
        urls = "、".join(shells[:_SHOWN])
        zh = f"页面几乎只有脚本，菜单可能要用浏览器才看得到：{urls}；请打开网页，换年报栏目的网址再试"
        en = f"hardly more than scripts, the menus may need a browser: {urls}; try the section's own URL"
        yield Doubt("needs-browser", zh, en)


def _unnamed_section(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    top = found.choice.main.top
    if not top.says_so and not top.is_data:
        zh = f"栏目页自己没有写明是年报栏目：{top.url}；登记行用 section_url 指明"
        en = f"the page does not call itself a section of annual reports: {top.url}; section_url names it"
        yield Doubt("unnamed-section", zh, en)


def _several_sections(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    others = [f"{section.title} {section.top.url}" for section in found.choice.others]
    if not others:
        return
    all_walked = found.choice.is_shared
    zh = "登记行从引向它们的页面开始" if all_walked else "登记行只含篇数最多的一个"
    en = (
        "the row begins at the page that leads to them"
        if all_walked
        else "the row has the one with most reports"
    )
    count = len(others) + 1
    yield Doubt(
        "several-sections",
        f"找到{count}个年报栏目，{zh}；另有：{'；'.join(others[:_SHOWN])}",
        f"{count} annual-report sections found, {en}; the others: {'; '.join(others[:_SHOWN])}",
    )


def _one_report(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if found.choice.main.top.is_report_itself and len(found.choice.reports) == 1:
        zh = f"这个网址本身是一篇年报，没有看到列表：{found.choice.main.top.url}"
        en = f"this is a report itself, no list was seen: {found.choice.main.top.url}"
        yield Doubt("one-report", zh, en)


def _one_year(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if is_of_one_year(found.choice.start.url):
        zh = f"起始网址是某一年的列表，明年的年报可能不在其中：{found.choice.start.url}"
        en = f"the row begins at one year's list, in which next year's may not be: {found.choice.start.url}"
        yield Doubt("one-year", zh, en)


def _empty_list(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if found.choice.reports:
        return
    top = found.choice.main.top
    if top.is_shell:
        zh = f"栏目页几乎只有脚本，列表要用浏览器（platform=browser）打开，试探没有打开：{top.url}"
        en = f"the section's page is hardly more than scripts; its list needs platform=browser: {top.url}"
        yield Doubt("needs-browser", zh, en)
    else:
        zh = f"找到栏目，但未见年报：{top.url}；可能是空栏目，也可能列表由脚本生成，需用浏览器打开"
        en = f"a section without a report: {top.url}; it is empty, or its list needs a browser"
        yield Doubt("empty-list", zh, en)


def _family(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if found.is_family_borrowed:
        zh = f"建站系统不确定：列表页没有痕迹，{found.family} 是按本站其他页面提出的"
        en = f"family unsure: the list bears no marks, {found.family} is proposed for the site's other pages"
        yield Doubt("family", zh, en)
    named = sorted({*found.choice.main.top.marked, *found.families} - {Generic.name})
    if len(named) > 1:
        zh = f"建站系统不确定：页面上有 {'、'.join(named)} 的痕迹，提出的是 {found.family}"
        en = f"family unsure: marks of {', '.join(named)} were seen, {found.family} is proposed"
        yield Doubt("family", zh, en)


def _pages(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if found.choice.reports and found.pages <= len(found.choice.sections):
        zh = "只看到一页列表；若实际不止一页，翻页方式没有认出来"
        en = "only one list page was seen; where there are more, their pager was not understood"
        yield Doubt("one-page", zh, en)
    if found.notebook.unread_pages or found.notebook.unread_branches:
        zh = f"没有全部读完：列表还有后续页，或每页多于{MOST_BRANCHES}个分支；最早年度可能更早，机关可能更多"
        en = "not all was read: pages or branches were left out; there may be earlier years and more bodies"
        yield Doubt("not-all-read", zh, en)


def _reports(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    if not found.choice.reports:
        return
    if not found.publishers:
        zh, en = "标题都没有写明机关，发布机关未知", "no title names its body; the publisher is unknown"
        yield Doubt("publisher", zh, en)
    if not found.years:
        yield Doubt(
            "year", "标题都没有写明年度，最早年度留空", "no title states its year; first_year is left empty"
        )
    if not found.evidence.articles and not any(s.is_report_itself for s in found.choice.main.sights):
        zh, en = "没有打开一篇正文，故状态为 unverified", "no report could be opened, hence status unverified"
        yield Doubt("unopened", zh, en)


def _hosts(found: Findings) -> Iterator[Doubt]:
    foreign = {name: found.report_hosts[name] for name in found.foreign_hosts}
    if foreign:
        listed = "、".join(f"{name}（{count}）" for name, count in list(foreign.items())[:_SHOWN])
        zh = f"列表中有链接指向外站，抓取时不会跟随：{listed}；确属本门户的，请加入 hosts"
        en = f"reports on foreign hosts will not be followed: {listed}; add the portal's own to hosts"
        yield Doubt("foreign-hosts", zh, en)


def _place(found: Findings) -> Iterator[Doubt]:
    place = found.place
    if place.clue is Clue.NONE:
        zh = "认不出属于哪个行政区划，division_code 须人工填写；未填之前登记表不会接受这一行"
        en = "the division could not be told; fill in division_code, or the registry will not take the row"
        yield Doubt("division", zh, en)
    elif not place.is_known:
        zh = f"网站标识码给出的区划代码 {place.code} 不在代码表中，请核对"
        en = f"the code {place.code} of the site's SiteIDCode is not in the code list; check it"
        yield Doubt("division", zh, en)
    elif place.clue is Clue.ABOVE_ID_CODE:
        zh = f"网站标识码的区划不在代码表中，区划代码 {place.code} 是它的上级，请核对"
        en = f"the SiteIDCode's division is not in the code list, {place.code} lies above it; check it"
        yield Doubt("division", zh, en)
    elif place.clue is Clue.TEXT:
        zh = f"区划代码 {place.code} 是按页面文字里的地名推测的，请核对"
        en = f"the division {place.code} is inferred from places that the pages name; check it"
        yield Doubt("division", zh, en)
    if place.contradicted_by:
        zh = f"网站标识码的区划 {place.code} 与网站名称中的 {place.contradicted_by} 不一致，请核对"
        en = f"SiteIDCode says {place.code}, the site's name says {place.contradicted_by}; check it"
        yield Doubt("division", zh, en)


def _known_already(found: Findings) -> Iterator[Doubt]:
    assert found.choice is not None, "a rule of found sections"
    url = found.choice.start.url
    for portal in found.registry:
        if url in (portal.start_url, portal.options.get("section_url")):
            zh, en = f"登记表中已有此栏目：{portal.id}", f"the registry has this section already: {portal.id}"
            yield Doubt("known", zh, en)
        elif host(portal.start_url) == host(url):
            zh, en = (
                f"登记表中已有同一主机的门户：{portal.id}",
                f"the registry has a row of this host: {portal.id}",
            )
            yield Doubt("same-host", zh, en)


def _charset(found: Findings) -> Iterator[Doubt]:
    charset = found.charset
    if charset and charset.is_lie:
        zh = f"页面声明的字符集是 {charset.declared}，实际是 {charset.actual}；抓取按实际解码"
        en = f"the page declares {charset.declared} and is {charset.actual}; a crawl decodes what it is"
        yield Doubt("charset", zh, en)


_ALWAYS: tuple[Rule, ...] = (_challenge, _robots, _unreachable, _unfinished)
_WITHOUT_SECTION: tuple[Rule, ...] = (_no_section, _shells)
_OF_SECTION: tuple[Rule, ...] = (
    _unnamed_section,
    _one_report,
    _one_year,
    _several_sections,
    _empty_list,
    _family,
    _pages,
    _reports,
    _hosts,
    _place,
    _known_already,
    _charset,
)
