"""Which edition was used: told by the headers, block by block; else by the rows; else by the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extract.claims import UNNAMED, Claim, Header
from extract.editions.model import Block, Column, Edition
from extract.grid import Cell
from extract.lexicon import Kind
from extract.numbers import header_unit

_COLUMN = Kind.COLUMN


class Variant(NamedTuple):
    """A block as one edition has it, with the header cells that fit its columns.

    ``fitness`` is the number of columns found, then their share of the block.
    """

    edition: str
    block: Block
    fitted: Mapping[str, Cell]
    fitness: tuple[int, float]

    def unit_of(self, column: Column) -> str | None:
        """The unit of one of its columns, a money unit as the header prints it."""
        header = self.fitted.get(column.code)
        printed = header_unit(header.text) if header and header_unit(column.unit or "") else None
        return printed or column.unit


def variant_of(edition: str, block: Block, header: Header | None) -> Variant:
    """The block of one edition under a printed header."""
    fitted = fit(block, header)
    fitness = len(fitted), len(fitted) / len(block.columns)
    return Variant(edition, block, fitted, fitness)


def fit(block: Block, header: Header | None) -> dict[str, Cell]:
    """The header cell of each column of the block that the header prints; a cell serves one column."""
    fitted: dict[str, Cell] = {}
    wanted = {column.code for column in block.columns}
    for entry, cell in header.cells if header else ():
        for word in entry.words:
            if word.kind == _COLUMN and word.block == block.code and word.code in wanted:
                fitted[word.code] = cell
                wanted.remove(word.code)
                break
    return fitted


class Chooser:
    """Chooses the edition of a document, of each table and of each block from what was claimed."""

    def __init__(self, editions: Mapping[str, Edition], claims: Sequence[Claim], year: int | None) -> None:
        self._editions = editions
        self._memo: dict[tuple[str, str, int], tuple[Variant, ...]] = {}
        self._chosen: dict[tuple[str, str, int, int], Variant] = {}
        self._rows: dict[str, set[str]] = {}
        for claim in claims:
            named = self._rows.setdefault(claim.table, set())
            if claim.row and not claim.row.startswith(UNNAMED):
                named.add(claim.row)
        self._votes = self._header_votes(claims)
        ranked = sorted(editions.values(), key=lambda edition: self._preference(edition, year))
        self.document = ranked[-1].code
        self.tables = {table: self._table_edition(table, ranked) for table in self._rows}

    @property
    def is_mixed(self) -> bool:
        """Whether blocks of one document follow different editions."""
        votes = [set(editions) for editions in self._votes.values()]
        return bool(votes) and not set.intersection(*votes)

    def variant(self, claim: Claim) -> Variant:
        """The block of a claim as the edition has it that its header fits best; in doubt the table's."""
        printed = len(claim.values)
        key = (claim.table, claim.block, id(claim.header), printed)
        if key not in self._chosen:
            home = self.tables[claim.table]
            self._chosen[key] = max(
                self._variants(claim),
                key=lambda v: (
                    v.fitness,
                    not v.fitted and len(v.block.columns) == printed,
                    v.edition == home,
                ),
            )
        return self._chosen[key]

    def has_row(self, claim: Claim) -> bool:
        """Whether the edition of the claim's table has the row."""
        table = self._editions[self.tables[claim.table]].table(claim.table)
        return not claim.row or (table is not None and claim.row in table.row_codes)

    def _variants(self, claim: Claim) -> tuple[Variant, ...]:
        key = (claim.table, claim.block, id(claim.header))
        if key not in self._memo:
            self._memo[key] = tuple(
                variant_of(edition.code, block, claim.header)
                for edition in self._editions.values()
                if (table := edition.table(claim.table))
                for block in table.blocks
                if block.code == claim.block
            )
        return self._memo[key]

    def _header_votes(self, claims: Iterable[Claim]) -> dict[tuple[str, str], list[str]]:
        """For each block whose header tells one edition from the others: the editions that it fits best."""
        headed = {
            (claim.table, claim.block, id(claim.header)): claim
            for claim in claims
            if claim.header is not None and not claim.is_weak
        }
        votes: dict[tuple[str, str], list[str]] = {}
        for claim in headed.values():
            variants = self._variants(claim)
            best = max(variant.fitness for variant in variants)
            fitting = [variant.edition for variant in variants if variant.fitness == best]
            having = sum(edition.table(claim.table) is not None for edition in self._editions.values())
            if best[0] and len(fitting) < having:
                votes[claim.table, claim.block] = fitting
        return votes

    def _preference(self, edition: Edition, year: int | None) -> tuple[int, int, bool, int, int]:
        """How much speaks for an edition: headers, rows, the year; then the plainer form, then the newer."""
        headers = sum(edition.code in editions for editions in self._votes.values())
        rows = sum(_has_rows(edition, table, claimed) for table, claimed in self._rows.items())
        optional = sum(
            len(table.optional_rows & self._rows.get(table.code, set())) for table in edition.tables
        )
        return headers, rows, edition.is_valid_in(year), -optional, edition.first_year

    def _table_edition(self, table: str, ranked: Sequence[Edition]) -> str:
        """The document's edition where it has every row claimed of a table, else the next that does."""
        having = [edition for edition in ranked if edition.table(table)]
        whole = [edition for edition in having if _has_rows(edition, table, self._rows[table])]
        return (whole or having)[-1].code


def _has_rows(edition: Edition, code: str, rows: set[str]) -> bool:
    table = edition.table(code)
    return table is not None and rows <= table.row_codes
