"""The reference page of the CMS families, written from the docstrings of their classes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.metadata import bilingual
from crawler.platforms import FAMILIES, Platform
from crawler.platforms.base import COMMON_OPTIONS

_WRITTEN = "<!-- Written by `make metadata`; edit the docstrings instead: crawler/platforms. -->"
_INTRODUCTION = bilingual(
    "登记表 `platform` 一栏的值。自上而下先认出的算数；都认不出的按 `generic` 处理。"
    "例子依公开资料，未实地核实的在登记表里写明。",
    "The values of the registry's column `platform`. The first that recognises a page has it; `generic` "
    "takes what is left. The examples come from public material; the registry says which were verified.",
)
_PARTS = ("Recognise it by", "Example portals", "Options", "Traps")
_HEADS = (("代码", "code"), ("系统", "system"), ("怎样识别", "how to recognise it"), ("例子", "examples"))
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Family:
    """A docstring, parted."""

    name: str
    summary: str
    marks: str
    examples: str
    options: str
    traps: str


def platforms_page() -> str:
    """Every family: how it is recognised, two portals that have it, its options, its traps."""
    return "\n".join(_lines(tuple(_family(kind) for kind in FAMILIES.values()))) + "\n"


def _family(kind: type[Platform]) -> _Family:
    paragraphs = [_SPACE.sub(" ", text) for text in inspect.getdoc(kind).split("\n\n")]  # type: ignore[union-attr]
    found = {
        part: text.removeprefix(part).lstrip(": ")
        for text in paragraphs
        for part in _PARTS
        if text.startswith(part)
    }
    return _Family(kind.name, paragraphs[0], *(_markdown(found[part]) for part in _PARTS))


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def _lines(families: tuple[_Family, ...]) -> Iterator[str]:
    yield f"# 建站系统 · CMS families\n\n{_WRITTEN}\n\n{_INTRODUCTION}\n"
    yield _row(*(f"{zh} {en}" for zh, en in _HEADS))
    yield _row(*("---" for _ in _HEADS))
    yield from (_row(f"`{it.name}`", _markdown(it.summary), it.marks, it.examples) for it in families)
    yield "\n## 选项与陷阱 · Options and traps\n"
    for it in families:
        yield f"### `{it.name}`\n"
        yield f"- {bilingual('选项', 'options')}：{it.options}"
        yield f"- {bilingual('陷阱', 'traps')}：{it.traps}\n"
    yield f"### {bilingual('各类通用的选项', 'Options of every family')}\n"
    yield from (f"- `{name}`：{option.expected}" for name, option in COMMON_OPTIONS.items())


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
