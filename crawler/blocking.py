"""Telling a page from what is served in its place.

Portals answer with status 200 and something else: a script that sets a cookie and reloads, a firewall's
two lines, a page that says "not found", a login form.  Stored as a report, each of them would later read as
"the publisher's report has no tables", a false statement about a public body.  So they are recognised here,
once, at the door, and recorded for what they are.  The bodies are kept as evidence; no challenge is solved.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.models import CaptureKind, Disposition


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a fetch, and the code of what told so."""

    disposition: Disposition
    reason: str | None = None


USABLE = Verdict(Disposition.OK)

_BY_STATUS: Mapping[int, Verdict] = {
    202: Verdict(Disposition.BLOCKED, "challenge-202"),  # 瑞数: accepted, and a script that must run
    401: Verdict(Disposition.BLOCKED, "login-401"),
    403: Verdict(Disposition.BLOCKED, "forbidden-403"),
    404: Verdict(Disposition.MISSING, "not-found-404"),
    410: Verdict(Disposition.MISSING, "gone-410"),
    412: Verdict(Disposition.BLOCKED, "challenge-412"),  # 瑞数: a precondition that no header can meet
    429: Verdict(Disposition.BLOCKED, "rate-limited-429"),
    503: Verdict(Disposition.FAILED, "unavailable-503"),
    521: Verdict(
        Disposition.BLOCKED, "challenge-521"
    ),  # 加速乐: the answer is a script that sets __jsl_clearance
}

# A legal page with a title and one sentence is longer; every firewall stub seen is shorter.
_STUB_BYTES = 300
# Refresh stubs and notices of absence are small; a report that quotes such a sentence is not.
_SMALL_BYTES = 4096
_NOTICE_CHARACTERS = 120
_HEAD_BYTES = 8192
_HTML = re.compile(r"<(?:!doctype|html|head|body|script|meta|title)\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(script|style)\b[^>]*>.*?</\1\s*>|<title\b[^>]*>[^<]*</title\s*>", re.IGNORECASE | re.DOTALL
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_CONTENT = re.compile(r"<(?:a|table|frame|iframe|datastore|div id=[\"']app)\b", re.IGNORECASE)
_SOLVER = re.compile(r"document\.cookie|__jsl_clearance|\$_ts\b|location\.(?:href|reload|replace)|\beval\(")
_TITLE = re.compile(r"<title\b[^>]*>([^<]{0,300})", re.IGNORECASE)
_ABSENT = re.compile(
    r"(?:页面|网页|文件|内容|信息|文章|资源|栏目)(?:不存在|已删除|已被删除|未找到)|找不到|无法找到|"
    r"\b404\b|\bnot found\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"登录|登陆|\blog ?in\b|统一身份认证", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_TO_PARENT = re.compile(
    r"<meta\b[^>]{0,100}http-equiv\s*=\s*[\"']?refresh[^>]{0,100}url\s*=\s*[\"']?(?:\.\./?|\./|/)+[\"'\s/>]",
    re.IGNORECASE,
)
_DOCUMENTS = (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT)


def judge(status: int, body: bytes, kind: CaptureKind) -> Verdict:
    """What an answer is: usable, or missing, blocked or failed with the reason."""
    known = _BY_STATUS.get(status)
    if known:
        return known
    if not 200 <= status < 300:
        return Verdict(Disposition.FAILED, f"http-{status}")
    if kind is CaptureKind.ROBOTS:
        return USABLE if body.strip()[:1] != b"<" else Verdict(Disposition.MISSING, "not-robots")
    if not body.strip():
        return Verdict(Disposition.FAILED, "empty-body")
    head = _head(body)
    return _judge_html(head, len(body), kind) if _HTML.search(head) else USABLE


def _judge_html(head: str, size: int, kind: CaptureKind) -> Verdict:
    if size < _SMALL_BYTES:
        verdict = _judge_small(head, size, kind)
        if verdict is not USABLE:
            return verdict
    title = _TITLE.search(head)
    if title and _ABSENT.search(title[1]):
        return Verdict(Disposition.MISSING, "soft-404")
    if title and _LOGIN.search(title[1]) and _PASSWORD.search(head):
        return Verdict(Disposition.BLOCKED, "login-page")
    return USABLE


def _judge_small(text: str, size: int, kind: CaptureKind) -> Verdict:
    """A page short enough to be held against the shapes of stubs; ``text`` is all of it."""
    if kind in _DOCUMENTS and _TO_PARENT.search(text):
        return Verdict(Disposition.MISSING, "removed-document")  # TRS leaves a refresh to the list behind
    if _REFRESH.search(text) or _CONTENT.search(text):
        return USABLE
    visible = _TAG.sub("", _HIDDEN.sub("", text)).strip()
    if not visible and _SCRIPT.search(text) and (_SOLVER.search(text) or size < _STUB_BYTES):
        return Verdict(Disposition.BLOCKED, "challenge-script")
    if len(visible) < _NOTICE_CHARACTERS and _ABSENT.search(visible):
        return Verdict(Disposition.MISSING, "soft-404")
    return Verdict(Disposition.BLOCKED, "waf-stub") if size < _STUB_BYTES else USABLE


def _head(body: bytes) -> str:
    """The beginning of a page as text; a character cut in half at the end is no error."""
    start = body[:_HEAD_BYTES]
    if start.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!")):
        return ""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return start.decode("gb18030", errors="replace")
