"""Where a run's outcome is sent, from the environment; nothing is sent where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from nianbao.notify.forms import forms

PREFIX = "NIANBAO_NOTIFY_"
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
    values = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    when, webhook = values.get("WHEN", WHEN[0]), values.get("WEBHOOK")
    _require(when in WHEN, "WHEN", " or ".join(WHEN), when)
    if webhook is not None:  # the address is a key to the messenger: never said
        _require(urlsplit(webhook).scheme in ("http", "https"), "WEBHOOK", "an http(s) URL", "another")
    form = values.get("WEBHOOK_FORM") or _form_of(webhook)
    _require(form in forms(), "WEBHOOK_FORM", " or ".join(forms()), form)
    return Settings(when == "always", webhook, form, _mailbox(values))


def _mailbox(values: Mapping[str, str]) -> Mailbox | None:
    recipients = tuple(part.strip() for part in values.get("EMAIL", "").split(",") if part.strip())
    if not recipients:
        return None
    server = urlsplit(values.get("SMTP", "smtp://localhost:25"))
    is_server = server.scheme in _SMTP and bool(server.hostname)
    expected = f"[user:password@]host[:port] after {' or '.join(f'{scheme}://' for scheme in _SMTP)}"
    _require(is_server, "SMTP", expected, server.scheme or "no scheme")
    return Mailbox(server, values.get("EMAIL_FROM", recipients[0]), recipients)


def _form_of(webhook: str | None) -> str:
    host = urlsplit(webhook or "").hostname
    return next((name for name, form in forms().items() if host in form.hosts), "json")


def _require(holds: bool, name: str, expected: str, found: str) -> None:
    if not holds:
        raise NotifySettingWrong(f"{PREFIX}{name}: expected {expected}, found {found!r}")
