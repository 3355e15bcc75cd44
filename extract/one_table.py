"""Reports whose headings and prose stand in rows of one large table: laid open for who, when and sections.

Figures are read from the table as it is printed; only what tells title, headings and sentences reads this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.editions.model import Edition
from extract.flattened import heading_of
from extract.grid import Block, Cell, Grid, Paragraph

_FEWEST_ROWS = 40  # the three tables of the form have more
_FEWEST_HEADINGS = 3  # of different sections


def laid_open(blocks: tuple[Block, ...], editions: Mapping[str, Edition]) -> tuple[Block, ...]:
    """The blocks; of a large grid with headings of sections the lines of prose are paragraphs."""
    if not any(isinstance(block, Grid) and len(block.rows) >= _FEWEST_ROWS for block in blocks):
        return blocks
    heading = heading_of(editions)
    return tuple(part for block in blocks for part in _parts(block, heading))


def _parts(block: Block, heading: re.Pattern[str]) -> Iterator[Block]:
    lines = _lines(block, heading) if isinstance(block, Grid) else {}
    if not isinstance(block, Grid) or not lines:
        yield block
        return
    begin = 0
    for row, text in [*lines.items(), (len(block.rows), "")]:
        if row > begin:
            yield replace(block, rows=block.rows[begin:row])
        known = heading.match(text)
        parts = (known[0], text[known.end() :].strip()) if known else (text,)
        yield from (Paragraph(part) for part in parts if part)
        begin = row + 1


def _lines(grid: Grid, heading: re.Pattern[str]) -> Mapping[int, str]:
    """The rows that print one cell: what stands above the first heading, headings and sentences."""
    alone = {number: text for number, row in enumerate(grid.rows) if (text := _only(row))}
    headings = {number: known[1] for number, text in alone.items() if (known := heading.match(text))}
    if len(grid.rows) < _FEWEST_ROWS or len(set(headings.values())) < _FEWEST_HEADINGS:
        return {}
    first = min(headings)
    return {n: text for n, text in alone.items() if n <= first or n in headings or "。" in text}


def _only(row: tuple[Cell | None, ...]) -> str:
    """The text of a row that prints one cell, which may span others; nothing for any other row."""
    printed = {cell for cell in row if cell is not None and cell.text}
    return printed.pop().text if len(printed) == 1 else ""
