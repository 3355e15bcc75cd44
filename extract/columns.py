"""The places that one printed row fills, and the cells that stand under its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extract.choosing import Variant
from extract.claims import Claim, Header
from extract.editions.model import Column, Row
from extract.grid import Cell, Grid
from extract.lexicon import Kind
from extract.numbers import Kind as Printed
from extract.numbers import kind_of

Slot = tuple[str, str, str | None]  # a place on the form: row, column, the unit in which its numbers count
_FARTHEST_HEADING = 20  # rows above a column's label in which the heading over it may stand


class Columns(NamedTuple):
    """Codes and units of the columns that rows fill, and whether their header prints them in that order."""

    units: Sequence[tuple[str, str | None]]
    is_in_order: bool


class Slots:
    """The places that claims fill; rows of one block that print as many cells fill the same columns."""

    def __init__(self) -> None:
        self._columns: dict[tuple[object, ...], Columns] = {}

    def of(self, claim: Claim, variant: Variant) -> tuple[list[Slot], bool]:
        """The places of one claim as its figures are printed, and whether the header has the same order.

        Columns that cannot be trusted have no other order; the header of a banner may have any.
        """
        grid, row = claim.grid, claim.row
        if not row:
            rows = [row.code for row in _banner_rows(claim, variant)]
            each = _units(claim, variant, len(rows))
            return [(row, code, unit) for row in rows for code, unit in each], not grid.is_aligned
        key = (
            id(variant),
            len(claim.values),
            claim.column,
            claim.unit,
            grid.is_run_together,
            grid.is_from_text,
        )
        columns = self._columns.get(key)
        if columns is None:
            columns = self._columns[key] = _columns_of(claim, variant)
        units, is_in_order = columns
        return [(row, code, unit) for code, unit in units], is_in_order or not grid.is_aligned


def cells_by_header(claim: Claim, slots: Sequence[Slot], variant: Variant) -> list[Cell | None] | None:
    """The cells under the header's cells, None where the columns cannot be trusted.

    They can where the header stands in the same grid and names every column, and the row prints a cell at
    each of its positions, behind the label, and no number anywhere else.  A header in the order of the
    form tells nothing more where there are just as many cells as columns.
    """
    header = claim.header
    if header is None or header.grid != claim.grid.index or not slots:
        return None
    positions = _positions(claim, header, variant)
    row = claim.grid.rows[claim.line]
    columns = [positions.get(slot[:2], len(row)) for slot in slots]
    if not claim.row and max(columns) >= len(row):
        columns = _columns_in_order(header, slots, claim.block) or columns
    if max(columns) >= len(row) or (len(claim.values) == len(slots) and columns == sorted(columns)):
        return None
    start = -1 if claim.label is None else claim.label.column
    cells = [row[column] for column in columns]
    if any(cell is None or cell.column <= start for cell in cells):
        return None
    return cells if _holds_every_number(cells, claim.values) else None


def _columns_of(claim: Claim, variant: Variant) -> Columns:
    units = _units(claim, variant, 1)
    printed = [variant.fitted[code].column for code, _ in units if code in variant.fitted]
    return Columns(units, printed == sorted(printed))


def _holds_every_number(cells: Sequence[Cell | None], values: Sequence[Cell]) -> bool:
    placed = {id(cell) for cell in cells}
    return all(id(cell) in placed for cell in values if kind_of(cell.text) is Printed.NUMBER)


def _positions(claim: Claim, header: Header, variant: Variant) -> Mapping[tuple[str, str], int]:
    if claim.row:
        return {(claim.row, code): cell.column for code, cell in variant.fitted.items()}
    positions = {}
    for entry, cell in header.cells:
        row = _heading_above(claim.grid, cell, header.rows)
        for word in entry.of(Kind.COLUMN):
            if row and word.block == claim.block:
                positions[row, word.code] = cell.column
    return positions


def _columns_in_order(header: Header, slots: Sequence[Slot], block: str) -> list[int]:
    """Where a banner's labels stand if they name the slots one by one, however far its headings reach."""
    named = sorted(
        {
            (cell.column, word.code)
            for entry, cell in header.cells
            for word in entry.of(Kind.COLUMN)
            if word.block == block
        }
    )
    is_each = [code for _, code in named] == [code for _, code, _ in slots]
    return [column for column, _ in named] if is_each else []


def _heading_above(grid: Grid, cell: Cell, headings: Mapping[str, Cell]) -> str | None:
    """The row whose heading covers the column of a cell: the nearest one above it."""
    for row in reversed(grid.rows[max(0, cell.row - _FARTHEST_HEADING) : cell.row]):
        above = row[cell.column] if cell.column < len(row) else None
        for code, heading in headings.items():
            if heading is above:
                return code
    return None


def _banner_rows(claim: Claim, variant: Variant) -> Sequence[Row]:
    """The rows that a banner names, those of a named group where none of them is; all where none is named."""
    named = claim.header.rows if claim.header else {}
    rows = variant.block.rows
    open_groups = {row.group for row in rows if row.group in named} - {
        row.group for row in rows if row.code in named
    }
    found = [row for row in rows if row.code in named or row.group in open_groups]
    return found or rows


def _printed_columns(claim: Claim, variant: Variant) -> Sequence[Column]:
    """The block's columns, an optional one only where the header names it or no header is there to ask."""
    columns, fitted = variant.block.columns, variant.fitted
    due = [column for column in columns if not column.is_optional or column.code in fitted]
    # Without a header nothing tells into how many columns digits run together are to be cut.
    is_due = bool(fitted) or (len(claim.values) <= len(due) and not claim.grid.is_run_together)
    return due if is_due else columns


def _units(claim: Claim, variant: Variant, rows: int) -> Sequence[tuple[str, str | None]]:
    """Codes and units of the columns of a claim that fills so many rows."""
    columns = [c for c in _columns(claim, variant, rows) if claim.column in ("", c.code)]
    return [(column.code, claim.unit or variant.unit_of(column)) for column in columns]


def _columns(claim: Claim, variant: Variant, rows: int) -> Sequence[Column]:
    """The block's columns; only those that the header names where it names just as many as are printed.

    A header that names them all in one line gives their order as well.
    """
    columns, fitted = _printed_columns(claim, variant), variant.fitted
    named = [column for column in columns if column.code in fitted]
    if len(named) < 2 or len(named) * rows != len(claim.values):
        return columns
    if claim.grid.is_from_text and len({fitted[column.code].row for column in named}) > 1:
        return columns
    if claim.row and len({fitted[column.code].row for column in named}) == 1:
        named.sort(key=lambda column: fitted[column.code].column)
    return named
