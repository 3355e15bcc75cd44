"""Lines of running text into paragraphs; page numbers and running heads dropped.

A line goes on with the one before it where that one was full and this one is not indented: so Chinese
text is set.  Across a page break the same holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.readers.pdf.text import TextLine

_MARGIN_ZONE = 0.12  # of the page's height, at the top and at the bottom
_RUNNING = 3  # pages that print the same words at the same height: a running head
_PAGE_NUMBER = re.compile(
    r"[-—–－·.~\s]{0,6}第?\s?\d{1,4}\s?页?\s?(?:[/／,，共]{1,2}\s?\d{1,4}\s?页?)?[-—–－·.~\s]{0,6}"
)
_DIGITS = re.compile(r"\d+")
_INDENT = 1.2  # of a line's height: less is no indent
_SEVERAL = 3  # lines that end at one place: there the text ends …
_LEAST_REACH = 0.6  # … if that is so far across the page
_SHORT = 1.6  # of a line's height that a full line may leave free
_LOOSE = 1.5  # times the usual distance of lines: a wider one parts paragraphs


def without_margins(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[list[TextLine]]:
    """The lines of each page without page numbers and running heads."""
    margins = [
        [line for line in lines if not height * _MARGIN_ZONE < line.middle < height * (1 - _MARGIN_ZONE)]
        for lines, height in zip(pages, heights, strict=True)
    ]
    seen = Counter(_running(line) for lines in margins for line in lines)
    dropped = {
        id(line)
        for lines, height in zip(margins, heights, strict=True)
        for line in lines
        if _is_page_number(line, lines, height) or seen[_running(line)] >= _RUNNING
    }
    return [[line for line in lines if id(line) not in dropped] for lines in pages]


def _is_page_number(line: TextLine, margin: Sequence[TextLine], height: float) -> bool:
    """Whether a line numbers its page; a bare number that text stands beyond is a figure of a table."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    outwards = 1 if line.middle > height / 2 else -1
    beyond = (other for other in margin if 0 < (other.middle - line.middle) * outwards < height / 2)
    return not line.text.isdecimal() or all(other.text.isascii() for other in beyond)


def _running(line: TextLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.middle / 4)


def paragraphs(lines: Sequence[TextLine], left: float, right: float) -> Iterator[str]:
    """The paragraphs that lines form between the margins of the text."""
    parts: list[str] = []
    before: TextLine | None = None
    leading = _leading(lines)
    for line in lines:
        if before is not None and not _continues(before, line, left, right, leading):
            yield "".join(parts)
            parts = []
        text = line.text
        if parts and parts[-1][-1].isascii() and text[0].isascii():
            parts.append(" ")
        parts.append(text)
        before = line
    if parts:
        yield "".join(parts)


def margins_of(lines: Sequence[TextLine], width: float) -> tuple[float, float]:
    """Where the text of pages of that width begins and ends.

    It ends where several lines do; where no two agree, as far from the edge as it begins.
    """
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    is_seen = sum(line.right > right - _SHORT * line.size for line in lines) >= _SEVERAL
    return left, right if is_seen and right > _LEAST_REACH * width else max(right, width - left)


def _leading(lines: Sequence[TextLine]) -> float:
    """The distance at which most lines follow each other."""
    steps = Counter(
        round(line.middle - before.middle) for before, line in pairwise(lines) if line.page == before.page
    )
    return steps.most_common(1)[0][0] if steps else 0.0


def _continues(before: TextLine, line: TextLine, left: float, right: float, leading: float) -> bool:
    if before.right < right - _SHORT * before.size or line.left > left + _INDENT * line.size:
        return False
    if line.page != before.page:
        return True
    is_near = line.middle - before.middle <= _LOOSE * max(leading, line.size)
    return is_near and abs(line.size - before.size) < before.size / 3
