"""Which part of a page is the document: the known containers of government portal systems.

A container is chosen only where it holds every table of the form that the page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from extract.grid import Block, Paragraph

# TRS WCM, 开普 ucap, 大汉 JCMS, 博达 VSB, 广东 gkmlpt and their kin; compared in lower case.
CONTAINER_IDS = frozenset({
    "ivs_content", "webeditorview", "zoom", "ucap-content", "zoomcon", "articlecontent", "vsb_content",
})  # fmt: skip
CONTAINER_CLASSES = frozenset({
    "trs_editor", "trs_editor_view", "trs_ueditor", "custom_unionstyle", "article-content", "article_content",
    "article_component", "xxgk_content", "zw-content", "news_cont_d_wrap", "main-txt", "pages_content",
})  # fmt: skip
CONTAINER_TAGS = ("div", "td", "article", "section", "ucapcontent")

# Words printed in the statutory tables of every edition and in no navigation bar.
FORM_LABELS = (
    "第二十条第",
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "本年新收",
    "复议后起诉",
    "计量单位",
    "指标名称",
)

_HEAD_LINES = 12  # lines before the container in which its title and date stand
_HEAD_LINE = re.compile(r"(?:19|20)\d\d|二[○〇Oo０零]|来源|发布")
_LONGEST_HEAD_LINE = 120


def count_labels(markup: str) -> int:
    """How often the words of the form occur: a measure of how much of its tables a text holds."""
    return sum(map(markup.count, FORM_LABELS))


def container_of(body: etree._Element) -> etree._Element | None:
    """The first known container, the outermost where they are nested."""
    return next((element for element in body.iter(*CONTAINER_TAGS) if _is_container(element)), None)


def _is_container(element: etree._Element) -> bool:
    if element.tag == "ucapcontent" or (element.get("id") or "").lower() in CONTAINER_IDS:
        return True
    classes = element.get("class")
    return classes is not None and not CONTAINER_CLASSES.isdisjoint(classes.lower().split())


def head_lines(blocks: Iterable[Block]) -> list[Paragraph]:
    """Of what stands above a container, the lines that may be its title, date or source."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return [
        line
        for line in paragraphs[-_HEAD_LINES:]
        if len(line.text) <= _LONGEST_HEAD_LINE and _HEAD_LINE.search(line.text)
    ]
