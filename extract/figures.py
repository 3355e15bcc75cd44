"""Claims into observations: each cell read once, every doubt and every oddity an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from archive.models import Issue, Locator, Observation, Severity, Status
from extract.choosing import Chooser, Variant
from extract.claims import UNNAMED, Claim, Header, Leftover
from extract.columns import Slot, Slots, cells_by_header
from extract.lexicon import How
from extract.numbers import figures, kind_of
from extract.placing import Doubt, Placement, leading_blanks, place

_new = tuple.__new__  # half the time of Observation(...)
_QUOTED = 120  # characters of a row that an issue quotes


class ReadRow(NamedTuple):
    """What became of one printed row: its places on the form and the cells that were put there."""

    claim: Claim
    slots: Sequence[Slot]
    placement: Placement


class FigureReader:
    """Reads the figures of claims; the first reading of a cell stands."""

    def __init__(self, chooser: Chooser, runs: Mapping[int, Placement], claims: Sequence[Claim]) -> None:
        self._chooser = chooser
        self._runs = runs
        self._claims = claims
        self._read: dict[tuple[str, str, str], Observation] = {}
        self._rows: set[tuple[str, str]] = set()
        self._slots = Slots()
        self._narrow: dict[int, Header] = {}  # by identity: a header is no value
        self._headed: set[tuple[int, int, int]] = set()
        self.issues: list[Issue] = []
        self.rows: list[ReadRow] = []

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All figures, each cell of the form once."""
        return tuple(self._read.values())

    @cached_property
    def _tails(self) -> Mapping[tuple[int, int], set[int]]:
        """How many blank cells stand behind the figures of rows, where that is certain, by `_width`."""
        found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for claim in self._claims:
            extra = len(claim.values) - len(self._chooser.variant(claim).block.columns)
            behind = leading_blanks(claim.values[::-1]) if extra else 0
            is_certain = extra >= 0 and (not extra or leading_blanks(claim.values) + behind == extra)
            if claim.row and is_certain:
                found[_width(claim)].add(behind)
        return found

    def read(self, claim: Claim) -> bool:
        """Read the figures of one printed row; a weak claim yields to whatever was read before."""
        if claim.is_weak and (claim.table, claim.row) in self._rows:
            return False
        variant = self._chooser.variant(claim)
        slots, is_in_order = self._slots.of(claim, variant)
        if is_in_order and len(claim.values) == len(slots) and id(claim) not in self._runs:
            placement = Placement(claim.values)
        else:
            placement = self._place(claim, slots, variant)
        self.rows.append(ReadRow(claim, slots, placement))
        self._report_label(claim)
        if claim.header is not None:
            self._report_header(claim, claim.header, variant, slots)
        self._report_doubt(claim, placement, len(slots))
        self._read_cells(claim, slots, placement)
        rows = [claim.row] if claim.row else [row for row, _, _ in slots]
        self._rows.update((claim.table, row) for row in rows)
        return True

    def report(self, leftover: Leftover) -> None:
        """Say what stands in a statutory table and was not understood."""
        printed = [cell for cell in leftover.cells if kind_of(cell.text)]
        text = " | ".join(cell.text for cell in printed)[:_QUOTED]
        code, severity = ("unused-cell", Severity.INFO)
        if leftover.has_numbers:
            code, severity = ("unmatched-label", Severity.WARNING)
        message = f"表中有一行未能识别 / a row that is not on the form: {text}"
        self.issues.append(Issue(code, severity, message, leftover.grid.locator(printed[0])))

    def _place(self, claim: Claim, slots: Sequence[Slot], variant: Variant) -> Placement:
        if (cut := self._runs.get(id(claim))) is not None:
            return cut
        by_header = cells_by_header(claim, slots, variant)
        tails = self._tails.get(_width(claim), set())
        tail = next(iter(tails)) if len(tails) == 1 else None
        return place(claim.values, by_header, len(slots), tail, is_aligned=claim.grid.is_aligned)

    def _read_cells(self, claim: Claim, slots: Sequence[Slot], placement: Placement) -> None:
        """Read the cells of one row; every figure passes here, so that this is one loop."""
        table, line, read = claim.table, claim.line, self._read
        cells, doubtful = placement.cells, placement.doubtful
        places = zip(slots, cells, claim.grid.locators(cells, line), strict=True)
        for position, ((row, column, due), cell, locator) in enumerate(places):
            text = cell[0] if cell else ""
            value, status, unit, concern = figures[text, due]
            if concern:
                self._report_cell(status, f"{row}/{column}: {concern}: {text[:_QUOTED]}", locator)
            if doubtful and position in doubtful and (cell is None or status is Status.REPORTED):
                status = Status.AMBIGUOUS
            if cell is not None and cell[1] != line and claim.row:
                value, status = None, Status.AMBIGUOUS  # merged with the row above, whose number it is
                self._report_merged(text, locator)
            key = (table, row, column)
            new = _new(Observation, (table, row, column, value, status, text, unit, locator, None, None))
            old = read.setdefault(key, new)
            if old is not new and (old.value, old.status) != (value, status):
                self._report_contradiction(old, new)

    def _report_contradiction(self, old: Observation, new: Observation) -> None:
        message = f"{new.cell}: 前后两处不同 / printed twice, differently: {old.raw!r}, {new.raw!r}"
        self.issues.append(Issue("contradicting-reading", Severity.WARNING, message, new.locator))

    def _report_merged(self, text: str, locator: Locator) -> None:
        message = f"跨行合并的单元格 / a cell merged over rows: {text[:_QUOTED]}"
        self.issues.append(Issue("merged-cell", Severity.WARNING, message, locator))

    def _report_cell(self, status: Status, message: str, locator: Locator) -> None:
        code = "unreadable-cell" if status is Status.UNREADABLE else "odd-number"
        self.issues.append(Issue(code, Severity.WARNING, message, locator))

    def _report_label(self, claim: Claim) -> None:
        if claim.row.startswith(UNNAMED):
            message = "格式中没有的行，按原文保留 / kept under its printed label"
            self._report_row(claim, "unmatched-label", Severity.WARNING, message)
        elif not self._chooser.has_row(claim):
            message = "所用格式中没有的行 / a row of another edition"
            self._report_row(claim, "row-of-another-edition", Severity.INFO, message)
        if claim.how is How.SIMILAR:
            message = "按近似文字识别的行 / a label read by likeness"
            self._report_row(claim, "label-guessed", Severity.WARNING, message)

    def _report_row(self, claim: Claim, code: str, severity: Severity, message: str) -> None:
        label = claim.label or claim.values[0]
        self.issues.append(Issue(code, severity, f"{message}: {label.text}", claim.grid.locator(label)))

    def _report_header(self, claim: Claim, header: Header, variant: Variant, slots: Sequence[Slot]) -> None:
        key = (id(header), id(variant), len(slots))
        if key in self._headed and variant.fitted:
            return
        self._headed.add(key)
        if not claim.column and id(header) not in self._narrow:
            due = {column.code for column in variant.block.columns if not column.is_optional}
            absent = due - {column for _, column, _ in slots}
            if absent:
                self._narrow[id(header)] = header
                message = f"表头缺列 / columns that the header does not name: {'、'.join(sorted(absent))}"
                self.issues.append(Issue("missing-column", Severity.WARNING, message, _absent(claim)))
        if header.cells and not variant.fitted:
            printed = "、".join(cell.text for _, cell in header.cells)[:_QUOTED]
            message = f"表头与本行不符，按格式的列次读取 / the header is another block's: {printed}"
            self.issues.append(Issue("header-mismatch", Severity.WARNING, message, _absent(claim)))

    def _report_doubt(self, claim: Claim, placement: Placement, count: int) -> None:
        if placement.doubt is Doubt.NONE:
            return
        code = "surplus-cells" if placement.doubt is Doubt.TOO_MANY else "ambiguous-row"
        printed = " | ".join(cell.text for cell in claim.values)[:_QUOTED]
        message = f"{count} 列与所印数字不合 / {placement.doubt} for {count} columns: {printed}"
        first = (placement.surplus or claim.values)[0]
        self.issues.append(Issue(code, Severity.WARNING, message, claim.grid.locator(first)))


def _width(claim: Claim) -> tuple[int, int]:
    """What rows share whose figures stand in the same columns: their grid and their number of cells."""
    return claim.grid.index, len(claim.grid.rows[claim.line])


def _absent(claim: Claim) -> Locator:
    """The address of a cell that is not printed: its row."""
    return Locator(claim.grid.page, claim.grid.index, claim.line, None)
