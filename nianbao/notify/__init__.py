"""Tell a person how a run ended: by webhook, by e-mail, or not at all, which is the default.

A notification never fails a run and never holds it up for long: what goes wrong is said on standard error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from threading import Thread
from typing import Any

from nianbao.console import Console
from nianbao.notify import mail, webhook
from nianbao.notify.forms import forms
from nianbao.notify.settings import Settings, from_environment

TIMEOUT_S = 10.0  # for each step of an exchange
DEADLINE_S = 30.0  # for the whole of it: a server that sends a byte a second does not hold up the run

Send = Callable[[], None]


def notify(
    summary: Mapping[str, Any], environment: Mapping[str, str] | None = None, deadline_s: float = DEADLINE_S
) -> list[str]:
    """Send a run's summary to whom the environment names, where it needs a person or always is asked for.

    Returns:
        What went wrong, a line for each way that failed; empty where all went well or nothing was sent.
    """
    try:
        settings = from_environment(os.environ if environment is None else environment)
    except ValueError as error:  # NotifySettingWrong, or an address that is none
        return [str(error)]
    if not settings.is_on or not (settings.is_always or summary["needs_person"]):
        return []
    troubles = (_within(deadline_s, way, send) for way, send in _ways(settings, summary))
    return [trouble for trouble in troubles if trouble]


def tell(console: Console, summary: Mapping[str, Any]) -> None:
    """Send a run's summary, and say on standard error what went wrong with that."""
    for trouble in notify(summary):
        console.note(f"通知未送达 · notification failed: {trouble}")


def _ways(settings: Settings, summary: Mapping[str, Any]) -> Iterator[tuple[str, Send]]:
    if settings.webhook:
        form = forms()[settings.form]
        yield "webhook", partial(webhook.post, settings.webhook, form, summary, TIMEOUT_S)
    if settings.mailbox:
        yield "e-mail", partial(mail.send, settings.mailbox, summary, TIMEOUT_S)


def _within(deadline_s: float, way: str, send: Send) -> str | None:
    troubles: list[str] = []
    thread = Thread(target=_attempt, args=(send, troubles), daemon=True)
    thread.start()
    thread.join(deadline_s)
    if thread.is_alive():
        return f"{way}: no end after {deadline_s:g} s"
    return f"{way}: {troubles[0]}" if troubles else None


def _attempt(send: Send, troubles: list[str]) -> None:
    # smtplib's and urllib's errors are OSErrors or ValueErrors; the address is not said, for it holds keys.
    try:
        send()
    except (OSError, ValueError, webhook.NotTaken) as error:
        troubles.append(f"{type(error).__name__}: {error}")
