"""Which part of a page is the document: the known containers of government portal systems.

A container is chosen only where it holds every table of the form that the page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from archive.containers import CLASSES, IDS, NUMBERED, TAG
from extract.grid import Block, Paragraph

CONTAINER_TAGS = ("div", "article", "section", TAG)

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

# Old layouts make a cell the container; looking at every cell of every table would take too long.
_identified_cells = etree.XPath(".//td/@id/..")
_HEAD_LINES = 12  # lines before the container in which its title and date stand
_HEAD_LINE = re.compile(r"(?:19|20)\d\d|二[○〇Oo０零]|来源|发布")
_LONGEST_HEAD_LINE = 120


def has_labels(markup: str) -> bool:
    """Whether words of the form occur, so that a table of the form may stand there."""
    return any(label in markup for label in FORM_LABELS)


def container_of(body: etree._Element) -> etree._Element | None:
    """The first known container, the outermost where they are nested."""
    found = next((element for element in body.iter(*CONTAINER_TAGS) if _is_container(element)), None)
    return found if found is not None else next(filter(_is_container, _cells_with_id(body)), None)


def _cells_with_id(body: etree._Element) -> list[etree._Element]:
    cells: Any = _identified_cells(body)
    return list(cells)


def _is_container(element: etree._Element) -> bool:
    name = (element.get("id") or "").lower()
    if element.tag == TAG or name in IDS or name.startswith(NUMBERED):
        return True
    classes = element.get("class")
    return classes is not None and not CLASSES.isdisjoint(classes.lower().split())


def head_lines(blocks: Iterable[Block]) -> list[Paragraph]:
    """Of what stands above a container, the lines that may be its title, date or source."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return [
        line
        for line in paragraphs[-_HEAD_LINES:]
        if len(line.text) <= _LONGEST_HEAD_LINE and _HEAD_LINE.search(line.text)
    ]
