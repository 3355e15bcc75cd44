"""Renderings made by a program of its own, one at a time, and those made lately.

A stored document may be hostile, and neither PDFium nor LibreOffice can be interrupted: the site must go on
whatever they do.  Each rendering runs in `nianbao.plugins.worker` within limits on time and memory.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.models import Locator

SECONDS = 60  # for one rendering; LibreOffice takes up to half of it
MOST_KEPT = 32  # pictures in memory, a megabyte each at most
MOST_WAITING = 8  # visitors; further ones are asked to come again

_BUSY = "同时查看的人太多，请稍后再试 / too many pages are being drawn; please try again shortly"
_TOO_LONG = "这份文件的页面画不出来（超出时间或内存）/ the page takes too much time or memory to draw"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture (PNG) or a table (HTML) with what a person should know about it.

    ``table`` is the table as it was read (HTML), where the picture does not show where the figure stands.
    """

    content: bytes
    is_picture: bool
    is_marked: bool
    page: int | None
    notes: tuple[str, ...]
    table: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing is shown; ``is_busy`` where trying again will help."""

    reason: str
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A stored document and the place in it that is asked for.

    ``declared`` is the Content-Type header as sent, ``pictures`` are those of a web page by URL.
    """

    data: bytes
    sha256: str
    media_type: str
    declared: str | None
    url: str | None
    locator: Locator
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def packed(self) -> bytes:
        """As the worker takes it: a line of JSON, then the document and its pictures one after the other."""
        head = {
            "sha256": self.sha256,
            "media_type": self.media_type,
            "declared": self.declared,
            "url": self.url,
            "locator": self.locator,
            "size": len(self.data),
            "pictures": [(url, len(picture)) for url, picture in self.pictures.items()],
        }
        return b"".join([json.dumps(head).encode(), b"\n", self.data, *self.pictures.values()])


_Key = tuple[str, Locator]


class Renderer:
    """Renders for one data root; ``folder`` keeps what LibreOffice printed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[_Key, Shown | Failed] = OrderedDict()

    async def show(self, item: Item) -> Shown | Failed:
        """What shows a figure."""
        key = item.sha256, item.locator
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._waiting >= MOST_WAITING:
            return Failed(_BUSY, is_busy=True)
        self._waiting += 1
        try:
            async with self._turn:
                if key not in self._kept:
                    self._keep(key, await asyncio.to_thread(self._render, item))
                return self._kept[key]
        finally:
            self._waiting -= 1

    def _keep(self, key: _Key, made: Shown | Failed) -> None:
        self._kept[key] = made
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _render(self, item: Item) -> Shown | Failed:
        command = [sys.executable, "-I", "-m", "nianbao.plugins.worker", str(self._folder)]
        try:
            done = subprocess.run(
                command, input=item.packed(), capture_output=True, timeout=SECONDS, check=True
            )
        except subprocess.SubprocessError:
            return Failed(_TOO_LONG)
        return _read(done.stdout)


def _read(answer: bytes) -> Shown | Failed:
    head, _, content = answer.partition(b"\n")
    said = json.loads(head)
    if "failed" in said:
        return Failed(said["failed"])
    is_picture = said["media_type"] == "image/png"
    notes = tuple(said["notes"])
    return Shown(content, is_picture, said["is_marked"], said["page"], notes, said["table"])
