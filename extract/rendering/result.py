"""What a rendering is, and the words beside it."""

from __future__ import annotations

from typing import NamedTuple

PNG, HTML = "image/png", "text/html"

NO_CELL = "没有找到这个格子的位置，图上未标框 / the cell's place on the page was not found; no box is drawn"
NO_TABLE = (
    "这个数字不在表格里，见报告正文 / the figure stands in no table of the document; see the report's prose"
)
NO_OFFICE = (
    "本机没有 LibreOffice，无法显示页面，下面是读到的表格"
    " / without LibreOffice the page cannot be shown; this is the table as it was read"
)
CONVERTED = (
    "页面由 LibreOffice 从 {} 文件排出，可能与原稿略有不同"
    " / the page as LibreOffice prints the {} file; it may differ a little from the publisher's own"
)
NOT_CONVERTED = (
    "LibreOffice 未能排出页面，下面是读到的表格"
    " / LibreOffice could not print the page; this is the table as it was read"
)


class Rendering(NamedTuple):
    """A picture (PNG) or a fragment of HTML without scripts, and what a person should know about it.

    ``is_marked`` tells whether the cell is marked; ``page`` is the page shown, 0-based, None for a table.
    ``table`` is the table as it was read, HTML too, where the picture of a page has no frame.
    """

    media_type: str
    content: bytes
    is_marked: bool
    page: int | None = None
    notes: tuple[str, ...] = ()
    table: str = ""
