"""How times and sentences are put to a reader in China: Beijing time, Chinese before English."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from markupsafe import Markup

_BEIJING = timezone(timedelta(hours=8))  # without daylight saving since 1991
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]")  # how it begins; a Chinese term within it is quoted
_SEPARATORS = " · ", " / "


def beijing(at: str | None) -> str:
    """A stored UTC time as ``2026-01-31 08:05``, in Beijing's time; nothing where there is none."""
    if not at:
        return ""
    return datetime.fromisoformat(at).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def bilingual(text: str) -> Markup | None:
    """“中文 · English” on two lines, the English quieter; None where a text is not written so."""
    for separator in _SEPARATORS:
        zh, _, en = text.partition(separator)
        if _CHINESE.search(zh) and _ENGLISH.match(en):
            return Markup('{} <span class="beside" lang="en">{}</span>').format(zh, en)
    return None
