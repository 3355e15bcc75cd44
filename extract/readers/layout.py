"""Whether a table of a document holds data or only lays out prose, for every format with markup."""

from __future__ import annotations

from collections.abc import Sequence

from extract.numbers import Kind, kind_of

_PROSE_CELL = 1000  # characters: no cell of a statutory table is so long …
_PROSE_CELL_OF_FEW = 200  # … and none so long in a table of few cells
_FEW_CELLS = 6
_ENOUGH_FIGURES = 8  # a table with so many numbers holds data, whatever else it holds
_WIDE_ROW = 4  # a single row of so many cells is part of a table that was broken over pages


def holds_data(texts: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Judge a table by all its cells and by the same cells row by row."""
    filled = [row for row in rows if any(row)]
    widest = max(map(len, filled), default=0)
    if widest < 2:
        return False
    if len(filled) == 1 and widest < _WIDE_ROW:
        return any(kind_of(text) is Kind.NUMBER for text in texts)
    figures = sum(map(str.isdecimal, texts))
    limit = _PROSE_CELL_OF_FEW if len(texts) <= _FEW_CELLS else _PROSE_CELL
    return figures >= _ENOUGH_FIGURES or max(map(len, texts)) <= limit
