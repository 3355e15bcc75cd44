"""Why a document reads as it does: its grids, which printed row was taken for which row, what was left over.

Nothing is matched here: `extract.match` hands out what it did, and this module puts it beside the cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from archive.models import Hints, Observation, Reading, Status
from extract import editions
from extract.claims import UNNAMED, Claim, Leftover
from extract.containers import CONTAINERS, UNREAD
from extract.evidence import Evidence
from extract.figures import ReadRow
from extract.grid import Block, Cell, Grid, Paragraph
from extract.labels import normalise
from extract.lexicon import How, Kind, lexicon
from extract.pipeline import steps_of
from extract.reading import read

ALIAS, ORDER, BANNER, KEPT = "alias", "order", "banner", "kept"  # beside the values of `lexicon.How`

Figures = Mapping[tuple[str, str, str], Observation]


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """One place on the form that a row fills; ``status`` is None where another row's figure stands."""

    row: str
    column: str
    raw: str | None
    value: int | float | None
    status: Status | None


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """A printed row that is a row of the form.

    ``how`` says how its label was recognised: ``exact``, ``alias``, ``inner`` (behind another label),
    ``truncated``, ``similar``, ``order`` (its words stand for several rows; enumerator, group and order
    decided), ``banner`` (figures under headings), ``kept`` (no form has it).  ``doubt`` is empty where the
    cells fit the columns; ``surplus`` are those that no column took.
    """

    line: int
    table: str
    row: str
    label: str
    how: str
    doubt: str
    figures: tuple[ExplainedFigure, ...]
    surplus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedGrid:
    """One table: its texts (None where a merged cell goes on) and what they were taken for.

    ``left_over`` are the lines that no row of the form claimed although something unknown is printed there.
    """

    index: int
    page: int | None
    is_aligned: bool
    lines: tuple[tuple[str | None, ...], ...]
    rows: tuple[ExplainedRow, ...]
    left_over: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading, its grids, and whence title, year, publisher and published_on come."""

    reading: Reading
    sources: Mapping[str, str] = field(default_factory=dict)
    paragraphs: int = 0
    grids: tuple[ExplainedGrid, ...] = ()


def explain(data: bytes, hints: Hints = Hints()) -> Explanation:  # noqa: B008 - frozen
    """Explain one document; never raises on a bad one, whose reading says what was wrong.

    A container is explained only as far as its reading goes; its members are documents of their own.
    """
    reading = read(data, hints)
    if reading.reader == UNREAD or reading.media_type in CONTAINERS:
        return Explanation(reading)
    steps = steps_of(data, reading.sha256, reading.media_type, hints)
    sources = dict(Evidence(steps.told, hints).sources)
    if reading.published_on_source:
        sources["published_on"] = reading.published_on_source
    figures = {(o.table, o.row, o.column): o for o in reading.observations}
    blocks = steps.content.blocks
    grids = _grids(blocks, steps.found.rows, steps.found.leftovers, figures)
    return Explanation(reading, sources, sum(isinstance(block, Paragraph) for block in blocks), tuple(grids))


def _grids(
    blocks: Iterable[Block], read_rows: Iterable[ReadRow], leftovers: Iterable[Leftover], figures: Figures
) -> Iterator[ExplainedGrid]:
    """Every grid of the document, then those that were found in its running text."""
    grids = {block.index: block for block in blocks if isinstance(block, Grid)}
    rows: dict[int, list[ExplainedRow]] = defaultdict(list)
    for read_row in read_rows:
        grid = read_row.claim.grid
        grids.setdefault(grid.index, grid)
        rows[grid.index].append(_row(read_row, figures))
    left: dict[int, set[int]] = defaultdict(set)
    for leftover in leftovers:
        left[leftover.grid.index].add(max(cell.row for cell in leftover.cells))
    for index, grid in sorted(grids.items()):
        lines = tuple(_texts(line, number) for number, line in enumerate(grid.rows))
        ordered = tuple(sorted(rows[index], key=lambda row: row.line))
        yield ExplainedGrid(index, grid.page, grid.is_aligned, lines, ordered, tuple(sorted(left[index])))


def _texts(line: tuple[Cell | None, ...], number: int) -> tuple[str | None, ...]:
    """The texts of a line, each where its cell begins."""
    return tuple(
        cell.text if cell is not None and (cell.row, cell.column) == (number, column) else None
        for column, cell in enumerate(line)
    )


def _row(read_row: ReadRow, figures: Figures) -> ExplainedRow:
    claim, slots, placement = read_row
    places = zip(slots, placement.cells, strict=True)
    return ExplainedRow(
        line=claim.line,
        table=claim.table,
        row=claim.row,
        label=claim.label.text if claim.label else "",
        how=_how(claim),
        doubt=str(placement.doubt),
        figures=tuple(
            _figure(claim, row, figures.get((claim.table, row, column)), column, cell)
            for (row, column, _), cell in places
        ),
        surplus=tuple(cell.text for cell in placement.surplus),
    )


def _figure(
    claim: Claim, row: str, found: Observation | None, column: str, cell: Cell | None
) -> ExplainedFigure:
    raw = cell.text if cell else None
    here = cell.row if cell else claim.line
    if found is None or (found.locator.table, found.locator.row) != (claim.grid.index, here):
        return ExplainedFigure(row, column, raw, None, None)
    return ExplainedFigure(row, column, raw, found.value, found.status)


def _how(claim: Claim) -> str:
    if claim.label is None:
        return BANNER
    if claim.row.startswith(UNNAMED):
        return KEPT
    if claim.how is not How.EXACT:
        return str(claim.how)
    if len(lexicon().find(claim.label.text).of(Kind.ROW)) > 1:
        return ORDER
    is_own = (claim.table, claim.row, normalise(claim.label.text).core) in _own_labels()
    return str(How.EXACT) if is_own else ALIAS


@cache
def _own_labels() -> frozenset[tuple[str, str, str]]:
    """Table, row and label as some edition prints it itself; what else is known is an alias."""
    return frozenset(
        (table.code, row.code, normalise(row.label).core)
        for edition in editions.load().values()
        for table in edition.tables
        for block in table.blocks
        for row in block.rows
    )
