"""Rows whose figures run together in text: cut by the form's arithmetic, and never by guess.

Where nearly every row of a table prints as many numbers as there are columns, blanks part the cells and
nothing is to be cut.  Else the blanks are accidents: the digits of a row are joined and cut anew, by the
equations of the row and then by those over rows.  A reading is certain only where one cut is left and an
equation confirms it (or zeros leave no other); a table without arithmetic is not read at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from archive.models import Identity
from extract.choosing import Chooser
from extract.claims import Claim
from extract.columns import Slots
from extract.grid import Cell
from extract.placing import Doubt, Placement
from extract.splitting import Cut, Room, Signs, TooManyCuts, solutions

_MOST_PARTED = 0.8  # share of rows with a number for each column
_MOST_COMBINED = 20_000  # combinations of cuts tried over the rows of an equation
_ROUNDS = 4
_LONGEST_NUMBER = 18  # digits, as in `extract.numbers`
_FEWEST_COLUMNS = 2


class Run:
    """One row: its digits, and the cuts that are still possible."""

    def __init__(
        self, claim: Claim, columns: Sequence[str], rows: int, equations: Sequence[Signs], room: Room
    ) -> None:
        self.claim = claim
        self.room = room
        self.columns = columns
        self.rows = rows
        self.equations = equations
        self.digits = "".join(cell.text for cell in claim.values)
        self.is_confirmed = bool(equations)
        self.cuts = self._solve(len(columns), equations)

    @property
    def count(self) -> int:
        """How many numbers the row prints where no cell is blank."""
        return self.rows * len(self.columns)

    @property
    def is_certain(self) -> bool:
        """Whether there is one reading, and something that proves it."""
        is_forced = self.digits[:-1].strip("0") == ""
        return len(self.cuts) == 1 and (self.is_confirmed or is_forced)

    def placement(self) -> Placement:
        """The cells of the row; in doubt those on which all cuts agree, as ambiguous."""
        if self.is_certain:
            return Placement(self._cells(self.cuts[0]))
        doubtful, cells = range(self.count), self._agreed()
        return Placement(cells, Doubt.RUN_TOGETHER, doubtful)

    def _agreed(self) -> Sequence[Cell | None]:
        if not self.cuts and (ends := self._ends_around_a_blank()):
            return self._cells([ends[0], *[None] * (self.count - 2), ends[1]])
        found = self.cuts or self._solve(len(self.columns), ())
        agreed = [{*numbers} for numbers in zip(*found, strict=True)] or [set()] * self.count
        return self._cells([next(iter(numbers)) if len(numbers) == 1 else None for numbers in agreed])

    def _ends_around_a_blank(self) -> tuple[str, str] | None:
        """One number too few: the first and the last, where the arithmetic leaves one reading."""
        if self.rows > 1 or not self.equations or self.count <= _FEWEST_COLUMNS:
            return None
        shorter = self._solve(self.count - 1, [(*signs[:1], *signs[2:]) for signs in self.equations])
        return (shorter[0][0], shorter[0][-1]) if len(shorter) == 1 else None

    def _solve(self, count: int, equations: Sequence[Signs]) -> list[Cut]:
        if not self.digits.isascii() or not self.digits.isdecimal() or count == 0:
            return []
        if len(self.digits) > _LONGEST_NUMBER * count * self.rows:
            return []
        try:
            return solutions(self.digits, count, equations, self.rows, self.room)
        except TooManyCuts:
            return []

    def _cells(self, texts: Sequence[str | None]) -> Sequence[Cell | None]:
        first = self.claim.values[0]
        return [
            None if text is None else Cell(text, first.row, first.column + n) for n, text in enumerate(texts)
        ]


def placements(
    claims: Iterable[Claim], chooser: Chooser, identities: Sequence[Identity]
) -> Mapping[int, Placement]:
    """How the figures of each claim in running text stand in its columns, by the claim's ``id``."""
    tables: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.grid.is_run_together and claim.values:
            tables[claim.grid.index, claim.table].append(claim)
    found: dict[int, Placement] = {}
    room, places = Room(), Slots()
    slots = {
        id(claim): places.of(claim, chooser.variant(claim))[0] for rows in tables.values() for claim in rows
    }
    whole = [len(claim.values) == len(slots[id(claim)]) for rows in tables.values() for claim in rows]
    is_parted = sum(whole) >= _MOST_PARTED * len(whole)
    for (_, table), rows in tables.items():
        own = [identity for identity in identities if identity.table == table]
        sized = [(len(claim.values), len(slots[id(claim)])) for claim in rows]
        parted = sum(values == columns for values, columns in sized)
        # Where blanks part the cells of the other tables, they do in one without arithmetic, or of one row.
        is_like_the_others = is_parted and (not own or all(values >= columns for values, columns in sized))
        if parted < _MOST_PARTED * len(rows) and not is_like_the_others:
            columns = [[column for _, column, _ in slots[id(claim)]] for claim in rows]
            found |= _cut(rows, columns, own, room)
    return found


def _cut(
    claims: Sequence[Claim], columns: Sequence[Sequence[str]], own: Sequence[Identity], room: Room
) -> Mapping[int, Placement]:
    if not own:
        return {
            id(claim): _unread(len(names))
            for claim, names in zip(claims, columns, strict=True)
            if len(names) > 1 or len(claim.values) > 1
        }
    runs = [_run(claim, names, own, room) for claim, names in zip(claims, columns, strict=True)]
    by_row = {run.claim.row: run for run in runs if run.rows == 1}
    for _ in range(_ROUNDS):
        before = sum(len(run.cuts) for run in runs)
        for identity in own:
            _narrow(identity, by_row)
        if sum(len(run.cuts) for run in runs) == before:
            break
    return {id(run.claim): run.placement() for run in runs}


def _unread(count: int) -> Placement:
    return Placement([None] * count, Doubt.RUN_TOGETHER, range(count))


def _run(claim: Claim, names: Sequence[str], own: Sequence[Identity], room: Room) -> Run:
    columns = list(dict.fromkeys(names))
    equations = [
        signs for identity in own if identity.along == "row" and (signs := _signs(identity, columns))
    ]
    return Run(claim, columns, len(names) // len(columns), equations, room)


def _signs(identity: Identity, columns: Sequence[str]) -> Signs | None:
    """The equation over the columns printed; None where it has an operand that is not."""
    signs = dict.fromkeys(columns, 0)
    for terms, sign in ((identity.left, 1), (identity.right, -1)):
        for term in terms:
            codes = next((a for a in term.alternatives if all(code in signs for code in a)), None)
            if codes is None:
                return None
            signs.update(dict.fromkeys(codes, sign))
    return tuple(signs.values())


def _narrow(identity: Identity, by_row: Mapping[str, Run]) -> None:
    """Strike the cuts of rows that no solution of an equation over these rows has."""
    signs = _signs(identity, list(by_row)) if identity.along == "column" else None
    if signs is None:
        return
    operands = [(run, sign) for run, sign in zip(by_row.values(), signs, strict=True) if sign]
    if (
        len({run.count for run, _ in operands}) > 1
        or not 0 < prod(len(r.cuts) for r, _ in operands) <= _MOST_COMBINED
    ):
        return
    width = range(operands[0][0].count)
    solved = [
        combined
        for combined in product(*(run.cuts for run, _ in operands))
        if all(
            sum(sign * int(cut[n]) for (_, sign), cut in zip(operands, combined, strict=True)) == 0
            for n in width
        )
    ]
    for (run, _), left in zip(operands, zip(*solved, strict=True), strict=False):
        run.cuts = list(dict.fromkeys(left))
        run.is_confirmed = True
