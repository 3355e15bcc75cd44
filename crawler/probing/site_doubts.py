"""Doubts about the site as a whole: what it refused, what did not come, what was not found."""

from __future__ import annotations

from collections.abc import Iterator

from archive.models import Disposition
from crawler.probing.doubt import SHOWN, Doubt, SiteRule
from crawler.probing.findings import Findings


def _challenge(found: Findings) -> Iterator[Doubt]:
    for refusal in [one for one in found.evidence.refusals if one.is_challenge][:SHOWN]:
        zh = f"被拦截：{refusal.url}（{refusal.reason}）；不会绕过，也不据此推断内容"
        en = f"blocked: {refusal.url} ({refusal.reason}); it is not evaded and nothing is concluded from it"
        yield Doubt("blocked", zh, en)


def _robots(found: Findings) -> Iterator[Doubt]:
    forbidden = [one.url for one in found.evidence.refusals if one.disposition is Disposition.ROBOTS]
    if forbidden:
        urls = "、".join(forbidden[:SHOWN])
        yield Doubt(
            "robots", f"robots.txt 禁止抓取：{urls}", f"robots.txt forbids: {', '.join(forbidden[:SHOWN])}"
        )


def _unreachable(found: Findings) -> Iterator[Doubt]:
    kept_apart = (Disposition.BLOCKED, Disposition.ROBOTS)
    for refusal in [one for one in found.evidence.refusals if one.disposition not in kept_apart][:SHOWN]:
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


def _no_page(found: Findings) -> Iterator[Doubt]:
    if not (found.notebook.sights or found.evidence.refusals) and found.outcome.finish_reason == "finished":
        zh = f"{found.url} 给出的不是网页，没有可读的链接"
        yield Doubt("no-page", zh, f"{found.url} answered with something that is no page of links")


def _shells(found: Findings) -> Iterator[Doubt]:
    shells = [s.url for s in found.notebook.sights if s.is_shell]
    if shells:
        urls = "、".join(shells[:SHOWN])
        zh = f"页面几乎只有脚本，菜单可能要用浏览器才看得到：{urls}；请打开网页，换年报栏目的网址再试"
        en = f"hardly more than scripts, the menus may need a browser: {urls}; try the section's own URL"
        yield Doubt("needs-browser", zh, en)


ALWAYS: tuple[SiteRule, ...] = (_challenge, _robots, _unreachable, _unfinished)
WITHOUT_SECTION: tuple[SiteRule, ...] = (_no_section, _no_page, _shells)
