"""Tables that survive only as running text: labels and numbers found again between the words.

Some exports keep no table: a page in one line whose cells run together, rows with blanks between the
cells, a cell a line, pipes without a rule.  Here the text is cut into *strips*, each the words in front of
some numbers and these numbers; `loose_forms` and `loose_lists` tell the strips of a form from prose and
make grids of them.  What separates numbers is kept apart: a line break does, a blank may be an accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.grid import Block, Cell, Grid, Paragraph
from extract.numbers import Kind, kind_of

_LONGEST_RUN = 15  # digits that a cell may hold; a longer run is several cells
_MARK = r"[0-9０-９]\s?(?:[、．]|\.(?![0-9]))"
# A unit of money may stand apart from its number, or wrapped below it: it changes it ten thousandfold.
_UNIT = r"(?:\s{0,2}(?:亿元|万元|元)|[件笔条项个次篇人])(?=\s|$)"
_TOKEN = re.compile(
    r"(?P<bracket>[（(][^（()）\n]{0,60}[)）])"
    r"|(?P<year>(?:19|20)[0-9]{2}(?=\s?年))"
    rf"|(?P<mark>{_MARK}\s*(?=[^\d\s]))"
    rf"|(?P<number>(?:\d+?(?={_MARK})|[-+－−＋]?\d+(?:\.\d+)?)(?:{_UNIT})?)"
    r"|(?P<line>\n)"
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<word>[^\d\s（()）]+|.)"
)
_PIPE = re.compile(r"[|｜]")
_FEWEST_PIPES = 2  # lines in a row with pipes make a table


@dataclass(slots=True)
class Strip:
    """Words, and the numbers right behind them; ``lines`` holds those of each printed line.

    ``start`` and ``end`` are where both stand in the text, the white space behind not counted.
    """

    words: str
    lines: list[list[str]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def numbers(self) -> list[str]:
        """All numbers in order."""
        return [number for line in self.lines for number in line]

    @property
    def is_cell_a_line(self) -> bool:
        """Whether line breaks part the numbers: then they are whole cells."""
        return len(self.lines) > 1 and all(len(line) == 1 for line in self.lines)


def strips(text: str) -> list[Strip]:
    """The text as words with their numbers; words at the end without numbers make the last strip."""
    found: list[Strip] = []
    words: list[str] = []
    lines: list[list[str]] = []
    start = end = 0
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        if kind == "line" and lines:
            lines.append([])
        elif kind == "number" or (lines and kind == "word" and kind_of(token) is Kind.MARKER):
            if not lines:
                lines.append([])
            lines[-1] += _cells("".join(token.split()))
            end = match.end()
        elif kind not in ("line", "space") or not lines:
            if lines:
                found.append(Strip("".join(words), [line for line in lines if line], start, end))
                words, lines, start = [], [], match.start()
            words.append(" " if kind in ("line", "space") else token)
    return [
        *found,
        Strip("".join(words), [line for line in lines if line], start, end if lines else len(text)),
    ]


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Each stretch of paragraphs between grids as one text, a paragraph a line."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def without_pipes(text: str) -> tuple[list[list[list[str]]], str]:
    """The rows of each table whose cells are parted by pipes, and the other lines."""
    tables: list[list[list[str]]] = [[]]
    others: list[str] = []
    for line in text.split("\n"):
        if _PIPE.search(line):
            tables[-1].append([cell.strip() for cell in _PIPE.split(line)])
        else:
            others.append(line)
            tables += [[]] if tables[-1] else []
    return [rows for rows in tables if len(rows) >= _FEWEST_PIPES], "\n".join(others)


def grid_of(rows: Iterable[Sequence[str]], index: int, *, is_run_together: bool = False) -> Grid:
    """A ragged grid of these texts."""
    cells = tuple(
        tuple(Cell(text, row, column) for column, text in enumerate(line)) for row, line in enumerate(rows)
    )
    return Grid(cells, index, is_aligned=False, is_run_together=is_run_together, is_from_text=True)


def _cells(token: str) -> list[str]:
    if len(token) <= _LONGEST_RUN or not token.isdecimal():
        return [token]
    return [token[start : start + _LONGEST_RUN] for start in range(0, len(token), _LONGEST_RUN)]
