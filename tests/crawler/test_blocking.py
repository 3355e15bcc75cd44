"""What is served in a page's place is told apart from a page."""

from __future__ import annotations

import pytest

from archive.models import CaptureKind, Disposition
from crawler.blocking import judge

REPORT = (
    "<html><head><title>某局2023年政府信息公开工作年度报告</title></head><body><h1>年度报告</h1>"
    + "<p>一、总体情况。</p>" * 40
    + "</body></html>"
)
JSL = "<script>document.cookie=('__jsl_clearance=1')+';path=/';location.href=location.pathname</script>"
RUISHU = "<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>"


@pytest.mark.parametrize(
    ("status", "body", "disposition", "reason"),
    [
        (521, JSL, Disposition.BLOCKED, "challenge-521"),
        (200, JSL, Disposition.BLOCKED, "challenge-script"),
        (412, RUISHU, Disposition.BLOCKED, "challenge-412"),
        (202, RUISHU, Disposition.BLOCKED, "challenge-202"),
        (200, RUISHU, Disposition.BLOCKED, "challenge-script"),
        (403, "", Disposition.BLOCKED, "forbidden-403"),
        (429, "", Disposition.BLOCKED, "rate-limited-429"),
        (401, "", Disposition.BLOCKED, "login-401"),
        (200, "<html><body>Request denied by WAF. ID 123</body></html>", Disposition.BLOCKED, "waf-stub"),
        (503, "", Disposition.FAILED, "unavailable-503"),
        (500, REPORT, Disposition.FAILED, "http-500"),
        (302, "", Disposition.FAILED, "http-302"),
        (200, " \n", Disposition.FAILED, "empty-body"),
        (404, REPORT, Disposition.MISSING, "not-found-404"),
        (410, "", Disposition.MISSING, "gone-410"),
        (200, '<meta http-equiv="refresh" content="0;URL=../" />', Disposition.MISSING, "removed-document"),
        (
            200,
            REPORT.replace("某局2023年政府信息公开工作年度报告", "页面不存在"),
            Disposition.MISSING,
            "soft-404",
        ),
        (
            200,
            REPORT.replace("某局2023年政府信息公开工作年度报告", "404 Not Found"),
            Disposition.MISSING,
            "soft-404",
        ),
        (
            200,
            "<html><body><p>对不起，您访问的页面不存在！</p></body></html>",
            Disposition.MISSING,
            "soft-404",
        ),
        (
            200,
            "<html><head><title>用户登录</title></head><body>" + "<p>请登录</p>" * 40 + '<a href="/">首页</a>'
            '<form><input name="p" type="password"></form></body></html>',
            Disposition.BLOCKED,
            "login-page",
        ),
    ],
)
def test_what_is_no_page_is_known_by_its_reason(
    status: int, body: str, disposition: Disposition, reason: str
) -> None:
    verdict = judge(status, body.encode(), CaptureKind.ARTICLE)
    assert (verdict.disposition, verdict.reason) == (disposition, reason)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_soft_404_is_known_in_either_encoding(encoding: str) -> None:
    body = "<html><head><title>您访问的页面找不到了</title></head><body><a href=/>首页</a></body></html>"
    assert judge(200, body.encode(encoding), CaptureKind.LIST).reason == "soft-404"


@pytest.mark.parametrize(
    "body",
    [
        REPORT.encode(),
        REPORT.encode("gb18030"),
        b"%PDF-1.7 short",
        b"PK\x03\x04short",
        b"\xd0\xcf\x11\xe0short",
        b"<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>",
        b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        ("年度报告，" * 20).encode(),
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_page_or_file_is_usable(body: bytes) -> None:
    assert judge(200, body, CaptureKind.ARTICLE).disposition is Disposition.OK


@pytest.mark.parametrize("answer", ['{"articles":[],"msg":"404"}', 'null({"list":[]})', "null", "<ul></ul>"])
def test_a_short_answer_of_an_api_is_for_its_family_to_judge(answer: str) -> None:
    assert judge(200, answer.encode(), CaptureKind.LIST).disposition is Disposition.OK


def test_a_download_script_that_has_no_file_says_so_in_words() -> None:
    assert judge(200, "附件不存在或文件已被删除".encode(), CaptureKind.ATTACHMENT).reason == "soft-404"
    assert judge(200, b"1", CaptureKind.ATTACHMENT).disposition is Disposition.OK


def test_a_report_that_speaks_of_pages_not_found_is_a_report() -> None:
    body = REPORT.replace("</body>", "<p>全年收到“页面不存在”类纠错留言3条，均已办结，无需登录。</p></body>")
    assert judge(200, body.encode(), CaptureKind.ARTICLE).disposition is Disposition.OK


def test_a_refresh_on_the_way_to_the_section_is_a_link_and_no_removed_document() -> None:
    stub = b'<html><head><meta http-equiv="refresh" content="0;url=/zwgk/"></head></html>'
    assert judge(200, stub, CaptureKind.LIST).disposition is Disposition.OK


def test_a_page_of_html_is_no_robots_txt() -> None:
    assert judge(200, b"<html>home</html>", CaptureKind.ROBOTS).disposition is Disposition.MISSING
    assert judge(200, b"User-agent: *\nDisallow: /x", CaptureKind.ROBOTS).disposition is Disposition.OK


def test_a_body_that_is_cut_in_the_middle_of_a_character_is_still_read() -> None:
    page = ("<html><head><title>找不到</title></head><body>" + "年" * 9000).encode()
    assert judge(200, page, CaptureKind.LIST).reason == "soft-404"
