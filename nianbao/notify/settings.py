"""Where a run's outcome is sent, from the environment; nothing is sent where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from nianbao.notify.forms import forms

WHEN = ("failure", "always")
_SMTP = ("smtp", "smtps", "smtp+starttls")


class NotifySettingWrong(ValueError):
    """Raised by `from_environment` for a variable with a value that it cannot have; names both."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail server and whom to write to."""

    server: SplitResult
    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is sent where; ``form`` names the shape of the webhook's message (webhooks.toml)."""

    is_always: bool = False
    webhook: str | None = None
    form: str = "json"
    mailbox: Mailbox | None = None

    @property
    def is_on(self) -> bool:
        """Whether anything is sent at all."""
        return self.webhook is not None or self.mailbox is not None


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the variables ``NIANBAO_NOTIFY_…``.

    Raises:
        NotifySettingWrong: where one cannot be what it is.
    """
    values = {name: value.strip() for name, value in environment.items() if value.strip()}
    when, webhook = values.get("NIANBAO_NOTIFY_WHEN", WHEN[0]), values.get("NIANBAO_NOTIFY_WEBHOOK")
    _require(when in WHEN, "NIANBAO_NOTIFY_WHEN", " or ".join(WHEN), when)
    is_http = webhook is None or urlsplit(webhook).scheme in ("http", "https")
    _require(is_http, "NIANBAO_NOTIFY_WEBHOOK", "an http(s) URL", "another")  # it holds a key: never said
    form = values.get("NIANBAO_NOTIFY_WEBHOOK_FORM") or _form_of(webhook)
    _require(form in forms(), "NIANBAO_NOTIFY_WEBHOOK_FORM", " or ".join(forms()), form)
    return Settings(when == "always", webhook, form, _mailbox(values))


def _mailbox(values: Mapping[str, str]) -> Mailbox | None:
    named = values.get("NIANBAO_NOTIFY_EMAIL", "").split(",")
    recipients = tuple(filter(None, map(str.strip, named)))
    if not recipients:
        return None
    server = urlsplit(values.get("NIANBAO_NOTIFY_SMTP", "smtp://localhost:25"))
    is_server = server.scheme in _SMTP and bool(server.hostname)
    expected = f"[user:password@]host[:port] after {' or '.join(f'{scheme}://' for scheme in _SMTP)}"
    _require(is_server, "NIANBAO_NOTIFY_SMTP", expected, server.scheme or "no scheme")
    return Mailbox(server, values.get("NIANBAO_NOTIFY_EMAIL_FROM", recipients[0]), recipients)


def _form_of(webhook: str | None) -> str:
    host = urlsplit(webhook or "").hostname
    return next((name for name, form in forms().items() if host in form.hosts), "json")


def _require(holds: bool, name: str, expected: str, found: str) -> None:
    if not holds:
        raise NotifySettingWrong(f"{name}: expected {expected}, found {found!r}")
