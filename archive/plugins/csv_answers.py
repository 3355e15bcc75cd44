"""CSV answers for Excel: UTF-8 with byte order mark, and Chinese column names where asked.

``?_bom=off`` leaves the mark out; ``?_header=zh`` puts the described Chinese labels in place of the codes.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

_OK = 200
_CSV_TYPES = (b"text/csv", b"text/plain")  # Datasette sends plain text where ?_dl is not asked for
_MARK = "nianbao.csv"  # in the scope: the plugin may be loaded twice (entry point and --plugins-dir)
_TABLE = re.compile(r"^/([^/]+)/([^/]+)\.csv$")


def wrap(app: App, datasette: Any) -> App:
    """An application that rewrites the beginning of its CSV answers."""

    async def wrapped(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        is_csv = scope["type"] == "http" and scope["path"].endswith(".csv") and _MARK not in scope
        if not is_csv:
            await app(scope, receive, send)
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        begin = b"" if query.get("_bom") == ["off"] else codecs.BOM_UTF8
        labels = _labels(scope["path"], datasette) if query.get("_header") == ["zh"] else {}
        await app({**scope, _MARK: True}, receive, _Answer(send, begin, labels))

    return wrapped


def chinese_label(description: str) -> str:
    """The Chinese half of a column's description, 中文 · English (unit)."""
    return description.partition(" · ")[0]


def _labels(path: str, datasette: Any) -> dict[str, str]:
    match = _TABLE.match(path)
    if match is None:
        return {}
    columns = (datasette.table_metadata(*match.groups()) or {}).get("columns", {})
    return {name: chinese_label(description) for name, description in columns.items()}


class _Answer:
    """Sends on one answer; its first line is held back until it is complete."""

    def __init__(self, send: Send, begin: bytes, labels: dict[str, str]) -> None:
        self._send, self._begin, self._labels = send, begin, labels
        self._held = b""
        self._is_begun = False

    async def __call__(self, event: Message) -> None:
        if event["type"] == "http.response.start":
            self._is_begun = not _is_csv(event)
            if not self._is_begun:
                event = {
                    **event,
                    "headers": [h for h in event["headers"] if h[0].lower() != b"content-length"],
                }
            await self._send(event)
        elif self._is_begun:
            await self._send(event)
        else:
            await self._first(event)

    async def _first(self, event: Message) -> None:
        self._held += event.get("body", b"")
        if b"\n" not in self._held and event.get("more_body"):
            return
        self._is_begun = True
        header, newline, rest = self._held.partition(b"\n")
        await self._send({**event, "body": self._begin + self._translated(header) + newline + rest})

    def _translated(self, header: bytes) -> bytes:
        if not self._labels:
            return header
        names = next(csv.reader([header.decode()]), [])
        line = io.StringIO()
        csv.writer(line, lineterminator="\r").writerow([self._labels.get(name, name) for name in names])
        return line.getvalue().encode()


def _is_csv(event: Message) -> bool:
    types = [value for name, value in event["headers"] if name.lower() == b"content-type"]
    return event["status"] == _OK and any(value.startswith(_CSV_TYPES) for value in types)
