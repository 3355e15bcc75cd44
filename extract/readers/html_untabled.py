"""Pages that print the form without a table: in boxes that look like one, or as text with tabs in it.

Looked at only where a page holds words of the form and no table of data, so that other pages cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from lxml import etree

from archive.models import Issue
from extract.grid import Block, Grid
from extract.numbers import Kind, kind_of
from extract.readers.bounds import MAX_POSITIONS, within_separators
from extract.readers.drawn import undrawn
from extract.readers.html_tags import INLINE
from extract.readers.markdown import blocks_of_text
from extract.readers.plain import clean, number

_FEWEST_ROWS = 2
_FEWEST_CELLS = 2  # of a row
_WIDEST = 64  # cells of a row
_LONGEST_CELL = 200  # characters
_MOST_WORDS = 4  # cells with words for one with a figure
_OTHER_ROWS = frozenset({"table", "tbody", "thead", "tfoot", "tr"})
_COLUMNS = re.compile(r"template-columns\s{0,9}:\s{0,9}repeat\(\s{0,9}([1-9][0-9]?)\s{0,9},", re.IGNORECASE)
_SPAN = re.compile(r"grid-(column|row)[a-z-]{0,6}\s{0,9}:\s{0,9}span\s{1,9}([1-9][0-9]?)", re.IGNORECASE)
_AS_TYPED = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.IGNORECASE)
_TABS_OF_A_ROW = re.compile(r"\t*(?=[^\t\n]+\t)")  # they are no indentation
_MOST_PARTS = 100  # elements in a cell
_LONGEST_SOURCE = 2_000  # characters of a cell, white space included
_INLINE = frozenset(INLINE)


def make_tables(body: etree._Element) -> bool:
    """Make tables of boxes that hold rows of cells, figures among them; whether there were any."""
    tables = [table for box in list(body.iter()) if isinstance(box.tag, str) for table in _tables_in(box)]
    for rows in tables:
        parent = rows[0].getparent()
        if parent is None:
            continue
        table = etree.Element("table")
        rows[0].addprevious(table)
        for row in rows:
            row.tag = "tr"
            table.append(row)
            for cell in row:
                _make_cell(cell)
    return bool(tables)


def blocks_as_typed(body: etree._Element) -> tuple[tuple[Block, ...], tuple[Issue, ...]]:
    """The text of a page line by line, with the tables whose cells tabs or pipes part; what was too much.

    Nothing where there is no such table and no line break that the page means.
    """
    text, cut = within_separators(undrawn(clean("".join(_pieces(body)))))
    blocks = tuple(number(blocks_of_text(text)))
    widths = [len(row) for block in blocks if isinstance(block, Grid) for row in block.rows]
    outermost = (pre for pre in body.iter("pre") if next(pre.iterancestors("pre"), None) is None)
    is_typed = any("\n" in text for pre in outermost for text in pre.itertext())
    return (blocks, cut) if max(widths, default=0) <= _WIDEST and (widths or is_typed) else ((), ())


def _tables_in(box: etree._Element) -> Iterator[list[etree._Element]]:
    """The rows of each table among the children of a box: a child each, or as the style of a grid says."""
    if columns := _COLUMNS.search(box.get("style") or ""):
        cells = list(box)
        if cells and _are_short(cells):
            rows = _parted(box, cells, int(columns[1]))
            yield from [rows] if rows else []
        return
    for _, run in groupby(box, _row_kind):
        rows = list(run)
        cells = [cell for row in rows for cell in row]
        if len(rows) >= _FEWEST_ROWS and _row_kind(rows[0]) and _print_figures(cells) and _are_cells(cells):
            yield rows


def _row_kind(element: Any) -> str:
    """The tag of what may be a row, and nothing for what is none."""
    if not isinstance(element.tag, str) or len(element) < _FEWEST_CELLS or element.tag in _OTHER_ROWS:
        return ""
    texts = [element.text, *(child.tail for child in element)]
    return "" if any(text and not text.isspace() for text in texts) else element.tag


def _print_figures(cells: list[etree._Element]) -> bool:
    """Whether the cells are short, and figures enough of them."""
    if not _are_short(cells):
        return False
    kinds = [kind_of(_text(cell)) for cell in cells]
    figures, words = kinds.count(Kind.NUMBER), kinds.count(Kind.TEXT)
    return figures > 0 and _MOST_WORDS * figures >= words


def _are_short(cells: list[etree._Element]) -> bool:
    """Whether each cell prints little; what holds half a page is left at once, however deep it nests."""
    return all(
        sum(1 for _ in islice(cell.iter(), _MOST_PARTS + 1)) <= _MOST_PARTS
        and sum(map(len, cell.itertext())) <= _LONGEST_SOURCE
        and len(_text(cell)) <= _LONGEST_CELL
        for cell in cells
    )


def _text(cell: etree._Element) -> str:
    return "".join(map(str, cell.itertext())).strip()


def _are_cells(cells: list[etree._Element]) -> bool:
    """Whether these are boxes; runs of text are cells only where all look alike."""
    if not any(cell.tag in _INLINE or cell.tag == "br" for cell in cells):
        return True
    return len({(cell.tag, cell.get("class")) for cell in cells}) == 1 and bool(cells[0].get("class"))


def _parted(box: etree._Element, cells: list[etree._Element], columns: int) -> list[etree._Element]:
    """The cells of a grid as rows of so many columns; none where they do not fill it: then it is no table."""
    places: list[int] = []
    covered: set[tuple[int, int]] = set()
    place = 0
    for cell in cells:
        while divmod(place, columns) in covered:
            place += 1
        y, x = divmod(place, columns)
        spans = {axis.lower(): int(count) for axis, count in _SPAN.findall(cell.get("style") or "")}
        width, height = max(1, min(spans.get("column", 1), columns - x)), max(1, spans.get("row", 1))
        cell.set("colspan", str(width))
        cell.set("rowspan", str(height))
        covered |= {(y + dy, x + dx) for dy in range(height) for dx in range(width)}
        places.append(y)
        if len(covered) > MAX_POSITIONS:
            return []
    if len(covered) != columns * (1 + max(y for y, _ in covered)):
        return []
    rows = [etree.SubElement(box, "div") for _ in range(1 + max(places))]
    for cell, y in zip(cells, places, strict=True):
        rows[y].append(cell)
    return rows


def _make_cell(cell: etree._Element) -> None:
    cell.tag = "td"
    for axis in ("colspan", "rowspan"):
        span = cell.get(f"aria-{axis}") or cell.get(f"data-{axis}")
        if span:
            cell.set(axis, span)


def _pieces(body: etree._Element) -> Iterator[str]:
    """The text with a line break where a block begins or ends, and as it is typed where the page says so."""
    typed = 0
    has_begun = False  # whether the present line prints anything
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_block = element.tag not in _INLINE and element.tag != "br"
        keeps = element.tag == "pre" or _AS_TYPED.search(element.get("style") or "") is not None
        if event == "start":
            typed += keeps
            text = element.text
            if element.tag == "br" or (is_block and has_begun):
                yield "\n"
                has_begun = False
        else:
            typed -= keeps
            text = element.tail
            is_blank = len(element) == 0 and not (element.text or "").strip(" \r\n\xa0")
            if is_block and (has_begun or is_blank):
                yield "\n"
                has_begun = False
        if text:
            shown = text if typed else _on_one_line(text)
            yield shown
            has_begun = (has_begun or bool(shown)) and not shown.endswith("\n")


def _on_one_line(text: str) -> str:
    """The text without line breaks, and without the white space around those at either end."""
    inner = text.lstrip()
    lead = text[: len(text) - len(inner)]
    if "\n" in lead:
        tabs = _TABS_OF_A_ROW.match(text, lead.rindex("\n") + 1)
        text = (tabs[0] if tabs else "") + inner
    kept = text.rstrip()
    return (kept if "\n" in text[len(kept) :] else text).replace("\n", "")
