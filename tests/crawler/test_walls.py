"""Walls, log-in pages, soft 404s and hijacked pages are told apart; no report is taken for any of them."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import CaptureKind, Disposition
from crawler import walls
from crawler.blocking import judge
from nianbao.demo.plan import portals
from nianbao.demo.refusals import refusal
from nianbao.demo.sites import site

FIXTURES = Path(__file__).parents[1] / "fixtures"


def from_sign(sign: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Texts that a sign finds, without the noise round them."""
    return st.from_regex(sign, fullmatch=True)


DAY = date(2020, 1, 1)
FILLER = "<script>" + "var a=1;" * 700 + "</script>"  # a wall is often thirty thousand bytes of script


def page(text: str, title: str = "", head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{text}</body></html>".encode()


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (403, "<p>当前访问疑似黑客攻击，已被创宇盾拦截</p>", "waf-chuangyu"),
        (200, "<p>您的请求带有不合法参数，已被网站管理员设置拦截！ 网站安全狗</p>", "waf-safedog"),
        (405, "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>", "waf-aliyun"),
        (200, '<div data-src="https://errors.aliyun.com/error.js">405</div>', "waf-aliyun"),
        (403, "<p>请求被云锁拦截</p>", "waf-yunsuo"),
        (200, "<p>360网站卫士提醒：当前访问被拦截</p>", "waf-360"),
        (200, "<p>对不起，您的访问过于频繁，请稍后再试！</p>", "too-frequent"),
        (503, "<p>请求过于频繁</p>", "too-frequent"),
        (200, "<p>请完成安全验证</p><p>向右滑动完成验证</p>", "captcha"),
        (200, "<p>您的访问行为存在异常，该访问已被拦截</p>", "waf-stub"),
        (200, "<p>网站防火墙</p><p>您的IP已被封禁</p>", "waf-stub"),
    ],
)
def test_a_wall_is_known_by_its_name(status: int, text: str, reason: str, is_long: bool) -> None:
    verdict = judge(status, page(text, head=FILLER if is_long else ""), CaptureKind.ARTICLE)
    assert (verdict.disposition, verdict.reason) == (Disposition.BLOCKED, reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page("<p>请稍候</p>" * 900, "错误页面"), "soft-404"),
        (page("<p>x</p>" * 900, "Error"), "soft-404"),
        (page("<p>统一身份认证平台 请登录</p><input type='password'>", head=FILLER), "login-page"),
        (page("<a href=/x>进入</a>" * 400, "澳门葡京_官方网站"), "hijacked-title"),
        (page("<p>某区人民政府</p>", "百家乐 在线投注"), "hijacked-title"),
        (page("<p>本網站為您提供最新電影與遊戲資訊，歡迎各國會員註冊體驗</p>" * 40), "hijacked-script"),
        (page("<p>Buy cheap watches online, best price, free delivery to you</p>" * 40), "hijacked-language"),
    ],
)
def test_a_page_of_no_use_is_known_by_its_reason(body: bytes, reason: str) -> None:
    verdict = judge(200, body, CaptureKind.LIST)
    assert verdict.reason == reason
    assert verdict.disposition is not Disposition.OK


@pytest.mark.parametrize(
    "text",
    [
        "<p>龍先生与羅女士反映的问题，區民政局已答复。</p>" + "<p>本年度共收到申请12件。</p>" * 40,
        "<p>打击赌博、电信诈骗和色情直播专项行动</p>" * 40,
        "<p>全年网站拦截攻击3万次，阿里云服务到期后迁移</p>" + "<p>正文内容。</p>" * 120,
        "<form>用户名<input type='password'>登录</form>" + "<a href='/a'>政府信息公开年报</a>" * 40,
        "<p>访问次数过多时请稍后再试的提示已优化。</p>" + "<p>一、总体情况。</p>" * 90,
    ],
)
def test_a_page_that_only_speaks_of_such_things_is_a_page(text: str) -> None:
    body = page(text, "某区2023年政府信息公开工作年度报告")
    assert judge(200, body, CaptureKind.ARTICLE).disposition is Disposition.OK


def test_no_saved_report_is_called_anything_but_a_page() -> None:
    reports = [path for path in (FIXTURES / "documents").rglob("*") if path.suffix in (".html", ".htm")]
    assert len(reports) > 40
    for path in reports:
        for kind in (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT, CaptureKind.LIST):
            verdict = judge(200, path.read_bytes(), kind)
            assert verdict.disposition is Disposition.OK, (path, verdict)


def test_no_saved_list_is_called_anything_but_a_page() -> None:
    lists = sorted((FIXTURES / "portals").rglob("*.html"))
    assert len(lists) > 10
    for path in lists:
        verdict = judge(200, path.read_bytes(), CaptureKind.LIST)
        assert verdict.disposition is Disposition.OK, (path, verdict)


@pytest.mark.parametrize("visit", [1, 2])
def test_no_page_of_the_demo_portals_is_called_anything_but_a_page(visit: int) -> None:
    traps = {refusal(name, DAY).body for name in ("removed-stub", "not-found", "waf-stub", "trap")}
    pages = 0
    for portal in portals():
        for path, resource in site(portal, visit).resources.items():
            if resource.status == 200 and resource.body not in traps and path != "/robots.txt":
                verdict = judge(200, resource.body, CaptureKind.LIST)
                assert verdict.disposition is Disposition.OK, (path, verdict)
                pages += 1
    assert pages > 100


@pytest.mark.parametrize(
    "piece", [b"<script", b"<", b"<title", b"</script", b"<a <script>", "安全验证".encode()]
)
def test_hostile_pages_are_judged_in_no_time(piece: bytes) -> None:
    body = b"<html>" + piece * (600_000 // len(piece))
    began = time.perf_counter()
    judge(200, body, CaptureKind.LIST)
    assert time.perf_counter() - began < 1


@given(st.sampled_from([*walls._SAID.values(), *walls._MARKS.values()]).flatmap(from_sign))
def test_the_quick_look_misses_no_sign(said: str) -> None:
    assert walls.may_be_wall(said)


def test_a_usual_page_is_judged_in_a_fraction_of_a_millisecond() -> None:
    body = page("<p>一、总体情况。本年度收到申请12件。</p>" * 900 + "<a href='/a'>年报</a>" * 40)
    began = time.perf_counter()
    for _ in range(20):
        judge(200, body, CaptureKind.ARTICLE)
    assert (time.perf_counter() - began) / 20 < 0.005
