"""What the operator should know of one walk, each thing told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.models import Issue, Severity


@dataclass(frozen=True, slots=True)
class _Key:
    code: str
    about: str


class IssueLog:
    """The issues of one walk: each code once for each thing it is about, with the first URL and a count."""

    def __init__(self) -> None:
        self._found: dict[_Key, tuple[Severity, str, str, int]] = {}

    def note(self, code: str, severity: Severity, message: str, url: str, *, about: str = "") -> None:
        """Note one; ``about`` tells things of the same code apart (a host, a page)."""
        key = _Key(code, about)
        first: tuple[Severity, str, str, int] = self._found.get(key, (severity, message, url, 0))
        self._found[key] = (*first[:3], first[3] + 1)

    def __contains__(self, code: str) -> bool:
        return any(key.code == code for key in self._found)

    @property
    def issues(self) -> list[tuple[Issue, str]]:
        """In a stable order, whatever the order of the walk."""
        return [
            (Issue(key.code, severity, message + (f" ({count} ×)" if count > 1 else "")), url)
            for key, (severity, message, url, count) in sorted(self._found.items(), key=_order)
        ]


def _order(item: tuple[_Key, Any]) -> tuple[str, str]:
    return item[0].code, item[0].about
