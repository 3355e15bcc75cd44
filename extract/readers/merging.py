"""Tables of word processors: a cell says that it goes on from its neighbour; here that becomes spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from extract.readers.spans import Span, SpanningTable


class Merge(Enum):
    """What a cell is in a vertical merge."""

    NONE = 0
    BEGINS = 1
    GOES_ON = 2  # its content is not printed where a cell above began


class RowCell(NamedTuple):
    """A cell of one row; text None stands for columns that the row leaves out."""

    text: str | None
    columns: int = 1
    merge: Merge = Merge.NONE


@dataclass(slots=True)
class MergedCell:
    """A cell while the rows below may still join it."""

    text: str | None
    rows: int
    columns: int


MergedRow = list[MergedCell]


def merge_rows(rows: Iterable[Sequence[RowCell]]) -> list[MergedRow]:
    """The rows with the cells that begin in them; a cell that goes on adds a row to the one above."""
    merged: list[MergedRow] = []
    above: dict[int, MergedCell] = {}  # the cells that the next row may continue, by column
    for row in rows:
        line: MergedRow = []
        begun: dict[int, MergedCell] = {}
        column = 0
        for cell in row:
            joined = above.get(column) if cell.merge is Merge.GOES_ON else None
            if joined is None:
                line.append(joined := MergedCell(cell.text, 1, cell.columns))
            else:
                joined.rows += 1
            if cell.merge is not Merge.NONE:
                begun[column] = joined
            column += cell.columns
        merged.append(line)
        above = begun
    return merged


def texts_of(rows: Iterable[MergedRow]) -> list[list[str]]:
    """The printed texts row by row."""
    return [[cell.text for cell in row if cell.text is not None] for row in rows]


def expand(rows: Iterable[MergedRow]) -> SpanningTable:
    """The rows as a table whose cells stand at every position that they cover."""
    table = SpanningTable()
    for row in rows:
        spans = {number: Span(cell.rows, cell.columns) for number, cell in enumerate(row)}
        table.add([cell.text for cell in row], {n: span for n, span in spans.items() if span != (1, 1)})
    return table
