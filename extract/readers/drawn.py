"""Tables drawn with characters, as reStructuredText, Org mode and terminals print them.

A line of ``+---+`` or ``├──┼──┤`` parts rows.  Where every row stands between two of them, the lines between
are one row, whose cells were wrapped; where only the header does, each line is a row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╒╤╕╞╪╡╘╧╛"
_DRAWN = re.compile(rf"(?m)^[ ]*[|│┃║]?[-=─━═]*[{_CORNERS}][-=─━═{_CORNERS}]*[-=─━═]{{2}}")
_STROKE = re.compile("[-=─━═]{2}")
_MARKS = frozenset(f"-=:─━═|│┃║ {_CORNERS}")
_BAR = re.compile("[|│┃║]")
_FEWEST_ROWS = 3  # that rules part: with fewer, only the header may be parted from the rest


def undrawn(text: str) -> str:
    """The text with the rows of its drawn tables as lines of cells that tabs divide."""
    if not _DRAWN.search(text):
        return text
    lines: list[str] = []
    for is_drawn, run in groupby(text.split("\n"), _is_drawn):
        stretch = list(run)
        lines += _rows(stretch) if is_drawn and any(map(_is_rule, stretch)) else stretch
    return "\n".join(lines)


def _is_rule(line: str) -> bool:
    marks = set(line.strip())
    return marks <= _MARKS and not marks.isdisjoint(_CORNERS) and _STROKE.search(line) is not None


def _is_drawn(line: str) -> bool:
    stripped = line.strip()
    is_framed = len(stripped) > 2 and bool(_BAR.match(stripped[0]) and _BAR.match(stripped[-1]))
    return is_framed or _is_rule(line)


def _rows(lines: Sequence[str]) -> Iterator[str]:
    parts = [list(run) for is_rule, run in groupby(lines, _is_rule) if not is_rule]
    are_framed = _is_rule(lines[0]) and _is_rule(lines[-1]) and len(parts) >= _FEWEST_ROWS
    for row in parts if are_framed else ([line] for part in parts for line in part):
        cells = ["".join(texts) for texts in zip_longest(*map(_cells, row), fillvalue="")]
        yield "\t".join(cells) if len(cells) > 1 else f"{cells[0]}\t"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _BAR.split(line.strip()[1:-1])]
