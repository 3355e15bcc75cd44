"""An e-mail: plain text, with the run's summary attached as JSON."""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote

from nianbao.notify.message import subject, text
from nianbao.notify.settings import Mailbox

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


def send(mailbox: Mailbox, summary: Mapping[str, Any], timeout_s: float) -> None:
    """Send one message to all recipients.

    Raises:
        smtplib.SMTPException: where the server refused it, or some of its recipients.
        OSError: where there was no server.
    """
    server = mailbox.server
    host, port = server.hostname or "", server.port or _PORTS[server.scheme]
    # smtplib's own default checks no certificate, and a password is sent through it.
    trusted = ssl.create_default_context()
    with _client(server.scheme, host, port, timeout_s, trusted) as client:
        if server.scheme == "smtp+starttls":
            client.starttls(context=trusted)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        refused = client.send_message(compose(mailbox, summary))
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


def _client(scheme: str, host: str, port: int, timeout_s: float, trusted: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=timeout_s, context=trusted)
    return smtplib.SMTP(host, port, timeout=timeout_s)


def compose(mailbox: Mailbox, summary: Mapping[str, Any]) -> EmailMessage:
    """The message: what a person reads, and the summary for a program."""
    message = EmailMessage()
    message["Subject"] = subject(summary)
    message["From"] = mailbox.sender
    message["To"] = ", ".join(mailbox.recipients)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="nianbao.invalid")
    message.set_content(text(summary) + "\n", cte="base64")
    attachment = json.dumps(summary, ensure_ascii=False, indent=1).encode()
    message.add_attachment(attachment, "application", "json", filename=f"{summary['run_id']}.json")
    return message
