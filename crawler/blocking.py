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
from crawler.hijack import has_chinese, has_traditional, is_foreign, is_traditional, spam_title
from crawler.walls import may_be_wall, wall_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a fetch, and the code of what told so."""

    disposition: Disposition
    reason: str | None = None


USABLE = Verdict(Disposition.OK)

_BY_STATUS: Mapping[int, Verdict] = {
    202: Verdict(Disposition.BLOCKED, "challenge-202"),  # 瑞数: accepted, and a script that must run
    206: Verdict(Disposition.FAILED, "partial-206"),  # a part, which nobody asked for
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
_WALL_BYTES = 65_536
_LONGEST = 262_144
_LOGIN_CHARACTERS = 300
_WALL_STATUSES = (403, 503)  # which say nothing of the wall; of the others each belongs to one
_HTML = re.compile(r"<(?:!doctype|html|head|body|script|meta|title)\b", re.IGNORECASE)
_OPENS_HIDDEN = re.compile(r"<(script|style|title)\b", re.IGNORECASE)
_CLOSES_HIDDEN = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in ("script", "style", "title")
}
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CONTENT = re.compile(r"<(?:a|table|frame|iframe|datastore|div id=[\"'](?:app|root))\b", re.IGNORECASE)
_SOLVER = re.compile(r"document\.cookie|__jsl_clearance|\$_ts\b|location\.(?:href|reload|replace)|\beval\(")
_TITLE = re.compile(r"<title\b[^>]*>([^<]{0,300})", re.IGNORECASE)
_ABSENT = re.compile(
    r"(?:页面|网页|文件|内容|信息|文章|资源|栏目)(?:不存在|已删除|已被删除|未找到)|找不到|无法找到|"
    r"\b404\b|\bnot found\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"登录|登陆|\blog ?in\b|统一身份认证", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_ERROR_TITLE = re.compile(
    r"^.{0,12}(?:错误页面?|出错了?|出错啦|系统错误|服务器错误|错误提示|发生错误|访问出错|页面跑丢了)[!！。]?$|"
    r"^(?:\d{3} )?(?:error|server error|internal server error)$",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_TO_PARENT = re.compile(
    r"<meta\b[^>]{0,100}http-equiv\s*=\s*[\"']?refresh[^>]{0,100}url\s*=\s*[\"']?(?:\.\./?|\./|/)+[\"'\s/>]",
    re.IGNORECASE,
)
_DATA = re.compile(r"\s*(?:(?:[\w.$]{1,60}\()?[{\[<]|(?:null|\d+)\s*$)")  # JSON, JSONP, XML
_DOCUMENTS = (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT)


def judge(status: int, body: bytes, kind: CaptureKind) -> Verdict:
    """What an answer is: usable, or missing, blocked or failed with the reason."""
    if not 200 <= status < 300 or status in _BY_STATUS:
        return _judge_refusal(status, body)
    if kind is CaptureKind.ROBOTS:
        return USABLE if body.strip()[:1] != b"<" else Verdict(Disposition.MISSING, "not-robots")
    if not body.strip():
        return Verdict(Disposition.FAILED, "empty-body")
    head = _head(body)
    return _judge_html(head, body, kind) if _HTML.search(head) else _judge_words(head, len(body), kind)


def _judge_refusal(status: int, body: bytes) -> Verdict:
    """Judge by the status, and by the name of the wall where the status leaves room for one."""
    known = _BY_STATUS.get(status)
    if status in _WALL_STATUSES or (known is None and status >= 400):
        head = _head(body)
        wall = wall_of(head, _title(head), _visible(head)) if may_be_wall(head) else None
        if wall:
            return Verdict(Disposition.BLOCKED, wall)
    return known or Verdict(Disposition.FAILED, f"http-{status}")


def _judge_html(head: str, body: bytes, kind: CaptureKind) -> Verdict:
    title = _title(head)
    if spam_title(title):
        return Verdict(Disposition.FAILED, "hijacked-title")
    if len(body) < _SMALL_BYTES:
        verdict = _judge_small(head, len(body), kind)
        if verdict is not USABLE:
            return verdict
    if _ABSENT.search(title) or _ERROR_TITLE.search(title):
        return Verdict(Disposition.MISSING, "soft-404")
    if _LOGIN.search(title) and _PASSWORD.search(head):
        return Verdict(Disposition.BLOCKED, "login-page")
    return _judge_text(head, title, body)


def _judge_text(head: str, title: str, body: bytes) -> Verdict:
    """Judge by what a reader sees; the whole page is looked at only where its beginning gives cause."""
    is_doubtful = has_traditional(head) or not has_chinese(head)
    if not (is_doubtful or (len(body) < _WALL_BYTES and (may_be_wall(head) or _PASSWORD.search(head)))):
        return USABLE
    source = _text(body)
    visible = _visible(source)
    if is_doubtful and is_traditional(visible):
        return Verdict(Disposition.FAILED, "hijacked-script")
    if is_doubtful and is_foreign(visible):
        return Verdict(Disposition.FAILED, "hijacked-language")
    wall = wall_of(source, title, visible) if len(body) < _WALL_BYTES else None
    if wall:
        return Verdict(Disposition.BLOCKED, wall)
    is_login = len(visible) < _LOGIN_CHARACTERS and _PASSWORD.search(source) and _LOGIN.search(visible)
    return Verdict(Disposition.BLOCKED, "login-page") if is_login else USABLE


def _judge_small(text: str, size: int, kind: CaptureKind) -> Verdict:
    """A page short enough to be held against the shapes of stubs; ``text`` is all of it."""
    if kind in _DOCUMENTS and _TO_PARENT.search(text):
        return Verdict(Disposition.MISSING, "removed-document")  # TRS leaves a refresh to the list behind
    if _REFRESH.search(text) or _CONTENT.search(text):
        return USABLE
    visible = _visible(text)
    if not visible and _SCRIPT.search(text) and (_SOLVER.search(text) or size < _STUB_BYTES):
        return Verdict(Disposition.BLOCKED, "challenge-script")
    if len(visible) < _NOTICE_CHARACTERS and _ABSENT.search(visible):
        return Verdict(Disposition.MISSING, "soft-404")
    wall = wall_of(text, _title(text), visible) if may_be_wall(text) else None
    if wall:
        return Verdict(Disposition.BLOCKED, wall)
    return Verdict(Disposition.BLOCKED, "waf-stub") if size < _STUB_BYTES else USABLE


def _judge_words(text: str, size: int, kind: CaptureKind) -> Verdict:
    """A few words without a page round them, as gateways and download scripts say; no article is so short."""
    is_answer = _CONTENT.search(text) or (kind is CaptureKind.LIST and _DATA.match(text))
    if is_answer or not text or size >= _STUB_BYTES or not _is_words(text):
        return USABLE
    visible = _visible(text)
    if _ABSENT.search(visible):
        return Verdict(Disposition.MISSING, "soft-404")
    wall = wall_of(text, "", visible) if may_be_wall(text) else None
    if wall or kind is CaptureKind.ARTICLE:
        return Verdict(Disposition.BLOCKED, wall or "waf-stub")
    return USABLE


def _is_words(text: str) -> bool:
    return "\ufffd" not in text and "".join(text.split()).isprintable()


def _title(head: str) -> str:
    found = _TITLE.search(head)
    return found[1].strip() if found else ""


def _visible(source: str) -> str:
    """What a reader sees; one pass, whatever is left open."""
    pieces, at = list[str](), 0
    while opened := _OPENS_HIDDEN.search(source, at):
        pieces.append(source[at : opened.start()])
        closed = _CLOSES_HIDDEN[opened[1].lower()].search(source, opened.end())
        at = closed.end() if closed else len(source)
    pieces.append(source[at:])
    return _TAG.sub("", "".join(pieces)).strip()


def _text(body: bytes) -> str:
    try:
        return body[:_LONGEST].decode("utf-8")
    except UnicodeDecodeError:
        return body[:_LONGEST].decode("gb18030", errors="replace")


def _head(body: bytes) -> str:
    """The beginning of a page as text; a character cut in half at the end is no error."""
    start = body[:_HEAD_BYTES]
    if start.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!")):
        return ""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return start.decode("gb18030", errors="replace")
