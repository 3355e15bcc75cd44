"""Every fault that the tests play, what the server does, and what the archive must hold of it afterwards.

To add one is to add a line to the table: a name, the answer to ``/fault.html``, and the outcome.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import brotli  # type: ignore[import-untyped]

from tests.crawler.fault_server import RESET, Answers, Asked, Pause, Script, answer, head

REPORT = "<html><head><title>某局2023年政府信息公开工作年度报告</title></head><body>" + "<p>正文。</p>" * 80
_BYTES = REPORT.encode()
_LONG = 100 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """One fault of one page and its documented outcome.

    ``asked`` is how often the server may be asked for it; ``settings`` are those of the crawl, so that a
    fault of a minute takes a second; ``other`` is what comes of a page after it.
    """

    name: str
    answers: Answers
    disposition: str
    reason: str | None
    asked: int = 1
    settings: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, Answers] = field(default_factory=dict)
    other: str = "ok"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _drip() -> Script:
    return (head(), *(step for _ in range(60) for step in (b"<p>", Pause(0.05))))


def _endless() -> Script:
    return (head(), *([b"0" * 65_536] * (_LONG // 65_536)))


def _to(location: str, cookie: str | None = None) -> Script:
    return answer("", 302, {"Location": location} | ({"Set-Cookie": cookie} if cookie else {}))


def _gateway(asked: Asked) -> Script:
    """A page behind a gateway that wants its cookie back."""
    is_known = asked.headers.get("Cookie") == "CT6T=abc"
    return answer(REPORT) if is_known else _to(asked.path, "CT6T=abc; Path=/; HttpOnly")


def _page(text: str, title: str = "") -> str:
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{text}</body></html>"


_SOON = {"DOWNLOAD_TIMEOUT": 0.5}
_GZIP = {"Content-Encoding": "gzip"}
_FILLER_LINES = [b"X-Filler: " + b"x" * 8000 + b"\r\n"] * 100
_SMALL = {"DOWNLOAD_MAXSIZE": 200_000}
_JSL = "<script>document.cookie='__jsl_clearance=1;path=/';location.href=location.pathname</script>"
_RUISHU = "<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>"
_TRADITIONAL = "<p>本網站為您提供最新電影與遊戲資訊，歡迎各國會員註冊體驗</p>" * 40

FAULTS: tuple[Fault, ...] = (
    # the network
    Fault("slow", (Pause(1.5), *answer(REPORT)), "unreachable", "timeout", 3, _SOON),
    Fault("drip-fed", _drip(), "unreachable", "timeout", 3, _SOON),
    Fault("reset-before-the-answer", (RESET,), "unreachable", "connection-failed", 3),
    Fault("reset-at-random", [(RESET,), answer(REPORT)], "ok", None, 2),
    Fault("closed-without-a-word", (), "unreachable", "connection-failed", 3),
    Fault("not-http", (b"SSH-2.0-OpenSSH_9.2\r\n",), "unreachable", "connection-failed", 3),
    Fault("header-without-colon", (b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", _BYTES), "ok", None),
    Fault("head-of-800-kilobytes", (b"HTTP/1.1 200 OK\r\n", *_FILLER_LINES, b"\r\n", _BYTES), "unreachable",
          "connection-failed", 3),
    Fault("head-line-without-end", (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",), "unreachable",
          "connection-failed", 3),
    Fault("length-that-is-none", (b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", _BYTES), "unreachable",
          "connection-failed", 3),
    Fault("hints-before-the-answer", (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", *answer(REPORT)),
          "ok", None),
    # the body
    Fault("truncated", answer(REPORT, length=99_999), "failed", "truncated", 3),
    Fault(
        "chunks-cut",
        (head(200, {"Transfer-Encoding": "chunked"}), _chunk(_BYTES)),
        "failed",
        "truncated",
        3,
    ),
    Fault("reset-midway", (head(length=99_999), _BYTES, RESET), "failed", "truncated", 3),
    Fault("length-too-short", answer(REPORT, length=900), "ok", None),
    Fault("chunk-that-is-none", (head(200, {"Transfer-Encoding": "chunked"}), b"zz\r\n", _BYTES), "failed",
          "truncated", 3),
    Fault("length-unsaid", (head(), _BYTES), "ok", None),
    Fault("type-unsaid", (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", _BYTES), "ok", None),
    Fault("empty", answer(""), "failed", "empty-body"),
    Fault("blank", answer(" \r\n "), "failed", "empty-body"),
    Fault("too-large-and-says-so", answer("x", length=_LONG), "failed", "too-large"),
    Fault("too-large-in-silence", _endless(), "failed", "too-large"),
    Fault("gzip-bomb", answer(gzip.compress(b"0" * 20_000_000), 200, {"Content-Encoding": "gzip"}), "failed",
          "too-large", 1, _SMALL),
    Fault("gzip-broken", answer(gzip.compress(_BYTES)[:10] + b"\xff" * 90, 200, {"Content-Encoding": "gzip"}),
          "failed", "bad-encoding"),
    Fault("gzip-cut", answer(gzip.compress(_BYTES + bytes(range(256)) * 99)[:-300], 200, _GZIP), "failed",
          "bad-encoding"),
    Fault("gzip-with-something-behind", answer(gzip.compress(_BYTES) + bytes(9), 200, _GZIP), "ok", None),
    Fault("gzip-unasked", answer(gzip.compress(_BYTES), 200, {"Content-Encoding": "gzip"}), "ok", None),
    Fault("gzip-unlabelled", answer(gzip.compress(_BYTES)), "ok", None),
    Fault("gzip-only-by-label", answer(REPORT, 200, {"Content-Encoding": "gzip"}), "ok", None),
    Fault("deflate", answer(zlib.compress(_BYTES), 200, {"Content-Encoding": "deflate"}), "ok", None),
    Fault("brotli", answer(brotli.compress(_BYTES), 200, {"Content-Encoding": "br"}), "ok", None),
    Fault("charset-lies", answer(REPORT.encode("gb18030")), "ok", None),
    Fault("meta-lies", answer(REPORT, 200, {"Content-Type": "text/html; charset=gb2312"}), "ok", None),
    # the server
    Fault("500-storm", answer("<p>500</p>", 500), "failed", "http-500", 3),
    Fault("503-once", [answer("<p>忙</p>", 503), answer(REPORT)], "ok", None, 2),
    Fault("504-storm", answer("", 504), "failed", "http-504", 3),
    Fault("429", answer("<p>慢</p>", 429), "blocked", "rate-limited-429", 3),
    Fault("429-come-back-soon", [answer("", 429, {"Retry-After": "1"}), answer(REPORT)], "ok", None, 2),
    Fault("429-come-back-tomorrow", answer("", 429, {"Retry-After": "86400"}), "blocked", "rate-limited-429",
          other="deferred"),
    Fault("503-come-back-on-a-date", answer("", 503, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}),
          "failed", "unavailable-503", other="deferred"),
    Fault("a-part-that-nobody-asked-for", answer(REPORT[:400], 206, {"Content-Range": "bytes 0-399/9000"}),
          "failed", "partial-206"),
    Fault("unchanged-though-never-seen", answer("", 304), "failed", "http-304"),
    Fault("404", answer(REPORT, 404), "missing", "not-found-404"),
    Fault("410", answer("", 410), "missing", "gone-410"),
    # redirects
    Fault("redirect-circle", _to("/b.html"), "failed", "redirect-loop", 3, {},
          {"/b.html": _to("/fault.html")}),
    Fault("redirect-to-itself", _to("/fault.html"), "failed", "redirect-loop"),
    Fault("redirect-to-itself-for-a-cookie", _gateway, "ok", None, 2),
    Fault("redirect-to-itself-for-ever", _to("/fault.html", "a=1"), "failed", "redirect-loop", 2),
    Fault("redirect-abroad", _to("http://mirror.test/a"), "failed", "redirect-to-foreign-host"),
    Fault("redirect-to-a-page-already-seen", _to("/good.html"), "ok", None),
    Fault("redirect-to-the-home-page", _to("/"), "missing", "redirect-back", 1, {}, {"/": answer(REPORT)}),
    Fault("redirect-to-the-list", _to("/zfxxgknb/"), "missing", "redirect-back"),
    Fault("redirect-to-a-login", _to("/login.jsp"), "blocked", "login-page", 1, {},
          {"/login.jsp": answer(_page("<p>请登录</p><input type='password'>" + "<br>" * 999))}),
    Fault("redirect-to-no-address", _to("http://[::1"), "failed", "redirect-nowhere"),
    Fault("redirect-to-a-script", _to("javascript:history.back()"), "failed", "redirect-nowhere"),
    Fault("redirect-without-a-target", answer("", 302), "failed", "http-302"),
    # in the page's place
    Fault("challenge-521", answer(_JSL, 521), "blocked", "challenge-521"),
    Fault("challenge-412", answer(_RUISHU, 412), "blocked", "challenge-412"),
    Fault("challenge-202", answer(_RUISHU, 202), "blocked", "challenge-202"),
    Fault("challenge-with-200", answer(_JSL), "blocked", "challenge-script"),
    Fault("forbidden", answer("", 403), "blocked", "forbidden-403"),
    Fault("waf-named", answer(_page("<p>请求已被创宇盾拦截</p>"), 403), "blocked", "waf-chuangyu"),
    Fault("waf-405", answer(_page("<p>由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断</p>"), 405),
          "blocked", "waf-aliyun"),
    Fault("too-frequent", answer(_page("<p>您的访问过于频繁</p>")), "blocked", "too-frequent"),
    Fault("captcha", answer(_page("<p>请完成安全验证</p>")), "blocked", "captcha"),
    Fault("soft-404", answer(_page("<p>对不起，您访问的页面不存在</p>")), "missing", "soft-404"),
    Fault("soft-404-in-plain-words", answer("文件不存在"), "missing", "soft-404"),
    Fault("waf-in-plain-words", answer("Request rejected, id 20240120-88"), "blocked", "waf-stub"),
    Fault("words-of-no-kind", answer("ok"), "blocked", "waf-stub"),
    Fault("too-frequent-as-data", answer('{"code":1,"msg":"访问过于频繁"}'), "blocked", "too-frequent"),
    Fault("error-page", answer(_page("<p>请稍候</p>" * 999, "出错了")), "missing", "soft-404"),
    Fault("removed", answer('<meta http-equiv="refresh" content="0;URL=../" />'), "missing",
          "removed-document"),
    Fault("login", answer(_page("<p>统一身份认证 请登录</p><input type='password'>" + "<br>" * 999)),
          "blocked", "login-page"),
    Fault("login-401", answer("", 401), "blocked", "login-401"),
    Fault("hijacked-for-bets", answer(_page("<p>某区人民政府</p>" * 99, "澳门葡京官网")), "failed",
          "hijacked-title"),
    Fault("hijacked-in-traditional-script", answer(_page(_TRADITIONAL)), "failed", "hijacked-script"),
    Fault("hijacked-abroad", answer(_page("<p>Cheap watches, best price, free delivery</p>" * 40)), "failed",
          "hijacked-language"),
)  # fmt: skip


@dataclass(frozen=True)
class RobotsFault:
    """One oddity of robots.txt and what comes of a page; ``asked`` counts requests for robots.txt."""

    name: str
    answers: Answers
    disposition: str
    reason: str | None
    asked: int = 1


_FORBIDS = b"User-agent: *\nDisallow: /good.html\n"
_FILLER = b"# " + b"x" * 97 + b"\n"

ROBOTS_FAULTS: tuple[RobotsFault, ...] = (
    RobotsFault("denied", answer(_FORBIDS), "robots", "robots-disallow"),
    RobotsFault("denied-after-a-mark", answer(b"\xef\xbb\xbf" + _FORBIDS), "robots", "robots-disallow"),
    RobotsFault("denied-in-gbk", answer("# 网站\n".encode("gbk") + _FORBIDS), "robots", "robots-disallow"),
    RobotsFault("denied-to-us", answer(b"User-agent: NianBao\r\nDisallow: /good\r\n"), "robots",
                "robots-disallow"),
    RobotsFault("absent", answer("", 404), "ok", None),
    RobotsFault("forbidden", answer("", 403), "ok", None),
    RobotsFault("for-members", answer("", 401), "ok", None),
    RobotsFault("a-page", answer(_page("<p>首页</p>")), "ok", None),
    RobotsFault("empty", answer(""), "ok", None),
    RobotsFault("broken-down", answer("", 500), "deferred", "robots-unreachable", 3),
    RobotsFault("too-many-requests", answer("", 429), "blocked", "rate-limited-429 after 3 attempts", 3),
    RobotsFault("reset", (RESET,), "unreachable", "connection-failed after 3 attempts", 3),
    RobotsFault("challenge", answer(_JSL, 521), "blocked", "challenge-521"),
    RobotsFault("moved", [_to("/robots.txt?v=2"), answer(_FORBIDS)], "ok", None),
    RobotsFault("moved-for-ever", _to("/robots.txt"), "ok", None),
    RobotsFault("long-and-forbids-early", answer(_FORBIDS + _FILLER * 7000), "robots", "robots-disallow"),
    RobotsFault("long-and-forbids-late",
                answer(b"User-agent: *\n" + _FILLER * 5200 + b"Disallow: /good.html\n"), "ok", None),
)  # fmt: skip
