"""Tables exported with commas (RFC 4180) or semicolons between the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from extract.grid import Block, Content, Grid, Paragraph
from extract.readers.bounds import MAX_POSITIONS, bound_hit
from extract.readers.calamine_worker import Sheet
from extract.readers.plain import bounded_text, number, text_blocks
from extract.readers.sheets import blocks_of_sheet, printed

_SEPARATORS = ",;"
_WIDEST = 256  # cells of a row


def read_separated(data: bytes, charset: str | None = None) -> Content:
    """Read a CSV file; never raises."""
    text, issues = bounded_text(data, charset)
    lines = text.split("\n")
    separator = max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines))
    rows, is_whole = _rows(lines, separator)
    if not is_whole:
        issues = (*issues, bound_hit("the table is too large; it was read in part"))
    return Content(tuple(_blocks(rows)), issues=issues)


def _rows(lines: list[str], separator: str) -> tuple[list[list[str | float | bool]], bool]:
    """The rows, and whether all of them were read; a cell may hold line breaks."""
    rows: list[list[str | float | bool]] = []
    width = 1
    try:
        for row in csv.reader((f"{line}\n" for line in lines), delimiter=separator):
            width = max(width, min(len(row), _WIDEST))
            if width * (len(rows) + 1) > MAX_POSITIONS:
                return rows, False
            rows.append([*row[:_WIDEST]])
    except csv.Error:  # a cell longer than the module takes: a quotation mark that nothing closes
        return rows, False
    return rows, True


def _blocks(rows: list[list[str | float | bool]]) -> Iterator[Block]:
    """Rows of one width are a sheet's, whose columns can be trusted; else each row stands for itself."""
    if len({len(row) for row in rows if row}) > 1:
        yield from number(text_blocks("\n".join("\t".join(map(printed, row)) for row in rows)))
        return
    index = 0
    for block in blocks_of_sheet(Sheet("", True, rows, [])) if any(map(any, rows)) else ():
        if isinstance(block, str):
            yield Paragraph(block)
            continue
        yield Grid(block.rows(), index, is_aligned=True)
        index += 1
