"""Merged cells that a converter printed once for each place they covered, told from their like beside them.

Programs that know no spans repeat the text of a merged cell: 第二十条第（一）项 over four columns, a
figure over two below a heading over two.  Read as cells of their own they would be too many figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.grid import Cell
from extract.numbers import Kind, kind_of

_ENOUGH = 3  # cells with the same words beside each other: no form prints them, a converter does


def unrepeated(rows: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...] | None:
    """The rows of a rectangle with one cell for what is repeated; None where nothing shows that it is."""
    if len(set(map(len, rows))) != 1 or not any(map(_repeats_words, rows)):
        return None
    found: list[tuple[Cell, ...]] = []
    head: Sequence[Cell] = ()
    for number, texts in enumerate(rows):
        kinds = list(map(kind_of, texts))
        row: list[Cell] = []
        for column, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
            is_same = column > 0 and text != "" and text == texts[column - 1]
            is_covered = kind is Kind.TEXT or (bool(head) and head[column] is head[column - 1])
            row.append(row[-1] if is_same and is_covered else Cell(text, number, column))
        if Kind.NUMBER not in kinds and Kind.TEXT in kinds:
            head = row
        found.append(tuple(row))
    return tuple(found)


def _repeats_words(texts: Sequence[str]) -> bool:
    """Whether the same words stand in several cells beside each other."""
    alike = zip(*(texts[n:] for n in range(_ENOUGH)), strict=False)
    return any(run[0] and len(set(run)) == 1 and kind_of(run[0]) is Kind.TEXT for run in alike)
