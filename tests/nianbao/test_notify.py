"""Notifications, to real servers on loopback: what is sent, when, and that a failed one harms nothing."""

from __future__ import annotations

import json
import ssl
import threading
import time
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from nianbao.notify import notify
from nianbao.notify.forms import cut, forms
from nianbao.notify.message import subject, text
from nianbao.notify.settings import Settings, from_environment
from tests.nianbao.sinks import mailserver, webhook
from tests.nianbao.test_health import GONE, LIST, Operator, pages
from tests.nianbao.test_health import serve as serve  # noqa: PLC0414


def portal(key: str, outcome: str, message: str | None = None) -> dict[str, Any]:
    counts = {"found_count": 3, "new_count": 1, "revised_count": 0, "unchanged_count": 2}
    return {"portal_id": key, "portal": f"{key}县", "outcome": outcome, "message": message, **counts}


def summary(*, is_broken: bool = True) -> dict[str, Any]:
    broken = portal("luting", "failed", "一份年报也没有找到 · no report was found\n有列表读不懂 · a list")
    portals = [portal("qinghe", "complete"), portal("yunqi", "partial", "1 个被拦截 · 1 blocked")]
    return {
        "run_id": "20261120T000000Z-update",
        "command": "update",
        "outcome": "partial" if is_broken else "complete",
        "needs_person": ["luting: failed"] if is_broken else [],
        "portals": [*portals, broken] if is_broken else portals,
    }


def test_nothing_is_sent_where_nothing_is_set() -> None:
    assert from_environment({"PATH": "/bin", "NIANBAO_CONTACT": "x"}) == Settings()
    assert notify(summary(), {}) == []


def test_a_person_reads_what_failed_first() -> None:
    assert subject(summary()) == "年报 update：部分完成，1 个门户需要处理"
    lines = text(summary()).splitlines()
    assert lines[1] == "3 个门户：找到 9，新增 3，改动 0，未变 6"
    assert lines[2].startswith("[失败] luting县（luting）：一份年报也没有找到")
    assert lines[3].startswith("[部分完成] yunqi县")
    assert not any("qinghe" in line for line in lines)


def test_a_webhook_gets_the_summary_itself() -> None:
    with webhook() as hook:
        assert notify(summary(), {"NIANBAO_NOTIFY_WEBHOOK": hook.url}) == []
    assert hook.got == [{"text": text(summary()), "summary": summary()}]
    assert hook.types == ["application/json; charset=utf-8"]


def test_it_is_sent_only_where_a_person_is_needed_unless_always_is_asked_for() -> None:
    with webhook() as hook:
        environment = {"NIANBAO_NOTIFY_WEBHOOK": hook.url}
        notify(summary(is_broken=False), environment)
        assert hook.got == []
        notify(summary(is_broken=False), environment | {"NIANBAO_NOTIFY_WHEN": "always"})
        assert len(hook.got) == 1


@pytest.mark.parametrize(
    ("host", "form", "answer"),
    [
        ("qyapi.weixin.qq.com", "wecom", b'{"errcode":0,"errmsg":"ok"}'),
        ("oapi.dingtalk.com", "dingtalk", b'{"errcode":0,"errmsg":"ok"}'),
        ("open.feishu.cn", "feishu", b'{"code":0,"msg":"success","data":{}}'),
    ],
)
def test_the_robots_of_messengers_get_plain_text(host: str, form: str, answer: bytes) -> None:
    assert from_environment({"NIANBAO_NOTIFY_WEBHOOK": f"https://{host}/send?key=1"}).form == form
    with webhook(answer=answer) as hook:
        asked = {"NIANBAO_NOTIFY_WEBHOOK": hook.url, "NIANBAO_NOTIFY_WEBHOOK_FORM": form}
        assert notify(summary(), asked) == []
    (got,) = hook.got
    said = {
        "wecom": {"msgtype": "text", "text": {"content": text(summary())}},
        "dingtalk": {"msgtype": "text", "text": {"content": text(summary())}},
        "feishu": {"msg_type": "text", "content": {"text": text(summary())}},
    }
    assert got == said[form]


def test_a_long_message_is_cut_between_characters_to_what_a_robot_takes() -> None:
    long = summary() | {"portals": [portal(f"p{n}", "failed", "栏目可能改版 · moved") for n in range(200)]}
    body = json.loads(forms()["wecom"].render(text(long), long))
    content = body["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.endswith("……")
    assert cut("年报", 6) == "年报"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"status": 500}, "HTTP 500"),
        ({"answer": b'{"errcode":93000,"errmsg":"invalid webhook url"}'}, "invalid webhook url"),
        ({"answer": b"<html>login"}, "<html>login"),
        ({"status": 302, "headers": {"Location": "/elsewhere"}}, "HTTP 302"),
    ],
)
def test_a_webhook_that_does_not_take_it_is_told(options: dict[str, Any], said: str) -> None:
    with webhook(**options) as hook:
        asked = {"NIANBAO_NOTIFY_WEBHOOK": hook.url, "NIANBAO_NOTIFY_WEBHOOK_FORM": "wecom"}
        (trouble,) = notify(summary(), asked)
    assert trouble.startswith("webhook: ")
    assert said in trouble
    assert "secret" not in trouble, "the address of a robot is a key"


def test_a_server_that_never_answers_holds_nothing_up() -> None:
    with webhook(wait=threading.Event()) as hook:
        began = time.monotonic()
        (trouble,) = notify(summary(), {"NIANBAO_NOTIFY_WEBHOOK": hook.url}, deadline_s=0.3)
        assert time.monotonic() - began < 2
    assert trouble == "webhook: no end after 0.3 s"


def test_nobody_there_is_told() -> None:
    nowhere = {"NIANBAO_NOTIFY_WEBHOOK": "http://127.0.0.1:1/", "NIANBAO_NOTIFY_EMAIL": "a@b.example",
               "NIANBAO_NOTIFY_SMTP": "smtp://127.0.0.1:1"}  # fmt: skip
    assert [trouble.partition(":")[0] for trouble in notify(summary(), nowhere)] == ["webhook", "e-mail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("WHEN", "sometimes"), ("WEBHOOK", "ftp://x/"), ("WEBHOOK_FORM", "fax"), ("SMTP", "mail.example")],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    (trouble,) = notify(summary(), {f"NIANBAO_NOTIFY_{name}": value, "NIANBAO_NOTIFY_EMAIL": "a@b.example"})
    assert trouble.startswith(f"NIANBAO_NOTIFY_{name}: expected ")


def test_an_e_mail_says_it_in_chinese_and_bears_the_summary() -> None:
    with mailserver() as server:
        asked = {
            "NIANBAO_NOTIFY_EMAIL": "a@example.org, b@example.org",
            "NIANBAO_NOTIFY_EMAIL_FROM": "nianbao@example.org",
            "NIANBAO_NOTIFY_SMTP": f"smtp://127.0.0.1:{server.port}",
        }
        assert notify(summary(), asked) == []
    (message,) = server.messages
    assert message["Subject"] == subject(summary())
    assert message["From"] == "nianbao@example.org"
    assert [line for line in server.commands if line.lower().startswith("rcpt")] == [
        "rcpt TO:<a@example.org>",
        "rcpt TO:<b@example.org>",
    ]
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == text(summary()).splitlines()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "20261120T000000Z-update.json"
    assert json.loads(attached.get_content()) == summary()


def test_a_recipient_that_is_refused_is_told() -> None:
    with mailserver("b@example.org") as server:
        asked = {
            "NIANBAO_NOTIFY_EMAIL": "a@example.org,b@example.org",
            "NIANBAO_NOTIFY_SMTP": f"smtp://127.0.0.1:{server.port}",
        }
        (trouble,) = notify(summary(), asked)
    assert "b@example.org" in trouble
    assert len(server.messages) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and self-signed certificate of localhost, in one file."""
    key, path = ec.generate_private_key(ec.SECP256R1()), tmp_path / "localhost.pem"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    ends = datetime.now(UTC) + timedelta(days=1)
    builder = builder.not_valid_before(ends - timedelta(days=2)).not_valid_after(ends)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return path


def test_a_password_goes_only_to_a_server_whose_certificate_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with mailserver(tls=tls) as server:
        asked = {
            "NIANBAO_NOTIFY_EMAIL": "a@example.org",
            "NIANBAO_NOTIFY_SMTP": f"smtps://ops%40example.org:p%3Aw@localhost:{server.port}",
        }
        (trouble,) = notify(summary(), asked)
        assert "certificate verify failed" in trouble
        assert server.commands == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert notify(summary(), asked) == []
    (login,) = [command.split()[2] for command in server.commands if command.startswith("AUTH")]
    assert b64decode(login) == b"\0ops@example.org\0p:w"
    assert len(server.messages) == 1


def test_a_run_that_needs_a_person_tells_once_and_one_that_does_not_is_silent(
    tmp_path: Path, serve: Any
) -> None:
    site = serve(pages(*range(2018, 2024)))
    operator = Operator(tmp_path, qinghe=site)
    with webhook() as hook:
        environment = {"NIANBAO_NOTIFY_WEBHOOK": hook.url}
        assert operator.update(**environment).returncode == 0
        assert hook.got == []
        site.pages[LIST] = GONE
        assert operator.update(**environment).returncode == 1
    (got,) = hook.got
    assert got["summary"] == operator.summary()
    assert "一份年报也没有找到" in got["text"]


def test_a_notification_that_fails_fails_no_run(tmp_path: Path, serve: Any) -> None:
    operator = Operator(tmp_path, qinghe=serve(pages(2022, 2023)))
    unsent = {"NIANBAO_NOTIFY_WEBHOOK": "http://127.0.0.1:1/", "NIANBAO_NOTIFY_WHEN": "always"}
    ran = operator.update(**unsent)
    assert ran.returncode == 0
    assert "通知未送达" in ran.stderr
