"""Printed labels made comparable: one core and one enumerator mark for every way to print a label.

``（ 三 ） 不予公开``, ``(三)不予公开`` and the same in full-width forms have one core, so that the editions
need to list only what really differs.  Compatibility forms are folded by NFKC (UAX #15); the CJK
Radicals Supplement (U+2E80-2EFF), which fonts of PDF writers leave behind, has no compatibility mapping
and is folded by the table below (Unicode EquivalentUnifiedIdeograph.txt).
The text of a cell is never altered: only what it is compared by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_RADICALS = str.maketrans(
    "⺁⺅⺆⺈⺉⺊⺌⺎⺒⺓⺖⺘⺙⺛⺜⺝⺠⺡⺣⺤⺧⺨⺩⺪⺫⺬⺭⺮⺰⺲⺶⺹⺼⺽⻁⻂⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻭⻮⻰⻲",
    "厂亻冂刀刂卜小兀巳幺忄扌攵旡日月民氵灬爫牛犭王疋目示礻竹纟罒羊耂月臼虎衤西见角讠贝足车辶辶辶阝钅長长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾齐歯齿龙亀",
)
_WORD_LEAK = re.compile(r"\[(?:if [^\[\]]{0,80}|endif|bookmark:[^\[\]]{0,80})\]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]+")
# A numeral in brackets is part of the label: 第二十条第（五）项.
_BRACKETS = re.compile(r"\((?![一二三四五六七八九十]{1,3}\))[^()]*(?:\)|$)")
_NOT_WORD = re.compile(r"[\W_]+")
_ENUMERATOR = re.compile(
    r"\((?P<paren>[一二三四五六七八九十]{1,3})\)[、.,:]?"
    r"|(?P<top>[一二三四五六七八九十]{1,3})[、.,:]"
    r"|\(?(?P<digit>[0-9]{1,2})(?:[).、,:]+(?![0-9])|(?=[\u4e00-\u9fff]))"
)


class Label(NamedTuple):
    """What a label is compared by.

    ``core`` holds letters, digits and ideographs only; ``mark`` is the enumerator in front:
    ``（六）`` for a bracketed numeral, ``六、`` for a bare one, ``3.`` for a digit, empty for none.
    """

    core: str
    mark: str


def plain(text: str) -> str:
    """The text with compatibility forms and radicals folded, white space as it is."""
    folded = unicodedata.normalize("NFKC", text).translate(_RADICALS)
    return _WORD_LEAK.sub("", folded) if "[" in folded else folded


def fold(text: str) -> str:
    """The text with compatibility forms and radicals folded and all white space removed."""
    return _INVISIBLE.sub("", plain(text))


@lru_cache(maxsize=16384)
def normalise(text: str) -> Label:
    """Core and enumerator of a printed label; bracketed remarks go, unless nothing else is there."""
    return split(fold(text))


def enumerated_parts(folded: str) -> tuple[Label, ...]:
    """The labels that one folded text runs together, parted before each inner enumerator.

    ``（三）不予公开 1.属于国家秘密`` has two; a label without an inner enumerator has one.
    """
    starts = [0, *(match.start() for match in _ENUMERATOR.finditer(folded) if match.start())]
    ends = [*starts[1:], len(folded)]
    return tuple(split(folded[start:end]) for start, end in zip(starts, ends, strict=True))


def split(folded: str) -> Label:
    """Core and enumerator of a folded text."""
    match = _ENUMERATOR.match(folded)
    mark = _mark(match) if match else ""
    rest = folded[match.end() :] if match else folded
    core = _NOT_WORD.sub("", _BRACKETS.sub("", rest)) or _NOT_WORD.sub("", rest)
    return Label(core, mark)


def _mark(match: re.Match[str]) -> str:
    if numeral := match["paren"]:
        return f"（{numeral}）"
    if numeral := match["top"]:
        return f"{numeral}、"
    return f"{int(match['digit'])}."
