"""The tables of WordprocessingML: gridSpan, gridBefore, hMerge and vMerge become row and column spans."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extract.readers.docx_text import attribute, children, find, text_of
from extract.readers.folding import fold
from extract.readers.layout import holds_data
from extract.readers.merging import Merge, RowCell, expand, merge_rows, texts_of
from extract.readers.spans import TO_THE_EDGE, SpanningTable

_BOX_SIZE = 200  # characters that a boxed text in a cell may have; a longer one is prose
_MAX_COLUMNS = TO_THE_EDGE + 1  # what gridSpan and gridBefore may count; Word itself allows 63 columns


def read_tables(root: etree._Element) -> dict[etree._Element, SpanningTable]:
    """The tables that hold data, by element, innermost first; a table around one of them is layout."""
    tables: dict[etree._Element, SpanningTable] = {}
    layout: set[etree._Element] = set()
    for element in reversed(list(root.iter("{*}tbl"))):
        if element in layout:
            continue
        rows = merge_rows(map(_read_row, children(element, {"tr"})))
        lines = texts_of(rows)
        texts = [text for line in lines for text in line]
        if holds_data(texts, lines):
            tables[element] = expand(rows)
        elif sum(map(len, texts)) <= _BOX_SIZE:
            continue
        _mark_outer(element, layout)
    return tables


def _mark_outer(element: etree._Element, layout: set[etree._Element]) -> None:
    for outer in element.iterancestors("{*}tbl"):
        if outer in layout:
            return
        layout.add(outer)


def _read_row(element: etree._Element) -> list[RowCell]:
    """The cells of a row; one that goes on from the left (hMerge) widens the one before it."""
    row = [RowCell(None)] * _count(find(element, "trPr", "gridBefore"), 0)
    for cell in _cells(element):
        if isinstance(cell, int) and row:
            row[-1] = row[-1]._replace(columns=row[-1].columns + cell)
        elif not isinstance(cell, int):
            row.append(cell)
    return row


def _cells(row: etree._Element) -> Iterator[RowCell | int]:
    """Each cell of a row, or the columns that it adds to the cell on its left."""
    for element in children(row, {"tc"}):
        columns = _count(find(element, "tcPr", "gridSpan"), 1)
        if _merge(find(element, "tcPr", "hMerge")) is Merge.GOES_ON:
            yield columns
        else:
            yield RowCell(fold(text_of(element)), columns, _merge(find(element, "tcPr", "vMerge")))


def _merge(element: etree._Element | None) -> Merge:
    if element is None:
        return Merge.NONE
    return Merge.BEGINS if attribute(element, "val") == "restart" else Merge.GOES_ON


def _count(element: etree._Element | None, default: int) -> int:
    digits = (attribute(element, "val") or "")[:9]
    return min(int(digits), _MAX_COLUMNS) if digits.isdecimal() and int(digits) else default
