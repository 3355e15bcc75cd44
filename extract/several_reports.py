"""Documents that print one report after another: the first is read, and an issue says that there is more.

A later title counts where it names another year or body than the first and where the form's table of
requests is printed in front of it and behind it: lines that lead to last year's report have no such table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.models import Issue, Severity
from extract.grid import Block, Grid, Paragraph
from extract.statements import LONGEST_LINE, Title, read_title

_FEWEST_TABLES = 2
_LABEL = "本年新收"  # printed in every edition that has a table of requests, and once in a report


def first_report(
    blocks: tuple[Block, ...], within: str | None
) -> tuple[tuple[Block, ...], tuple[Issue, ...]]:
    """The blocks of the first report; ``within`` is the division of the portal."""
    tables = [place for place, block in enumerate(blocks) if isinstance(block, Grid) and _has_label(block)]
    if len(tables) < _FEWEST_TABLES:
        return blocks, ()
    titles = _titles(blocks, within)
    _, first = next(titles, (0, None))
    for place, title in titles:
        if first and _differ(first, title) and tables[0] < place < tables[-1]:
            message = (
                "文件中还有另一份报告，只读第一份 / "
                f"the document holds another report, only the first was read: {title.text}"
            )
            return blocks[:place], (Issue("several-reports", Severity.WARNING, message),)
    return blocks, ()


def _titles(blocks: Sequence[Block], within: str | None) -> Iterator[tuple[int, Title]]:
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph) and len(block.text) <= LONGEST_LINE:
            title = read_title(block.text, within)
            if title:
                yield place, title


def _differ(first: Title, other: Title) -> bool:
    if first.year and other.year and first.year != other.year:
        return True
    names = [title.publisher.name for title in (first, other) if title.publisher]
    return len(names) > 1 and not (names[0].endswith(names[1]) or names[1].endswith(names[0]))


def _has_label(grid: Grid) -> bool:
    return any(row and row[0] is not None and _LABEL in row[0].text for row in grid.rows)
