"""Digits run together, cut into numbers again: every cut that the form's arithmetic allows.

A number has no zero in front, so that zeros part themselves; sums do the rest.  A cut is certain only
where it is the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

Cut = tuple[str, ...]
Signs = Sequence[int]  # 1 for a column on the left of an equation, -1 on its right, 0 elsewhere

_MOST_CUTS = 60_000  # tried for one run of digits; beyond, it stays unread
_MOST_OF_DOCUMENT = 800_000  # tried for all its runs together
_MOST_KEPT = 64


class TooManyCuts(ArithmeticError):
    """Raised where a run of digits can be cut in more ways than are worth trying."""


class Room:
    """How many cuts may still be tried in one document."""

    def __init__(self) -> None:
        self.left = _MOST_OF_DOCUMENT


def cuts(digits: str, count: int) -> Iterator[Cut]:
    """Every way to cut digits into ``count`` numbers."""
    if count == 1:
        if digits == "0" or (digits and digits[0] != "0"):
            yield (digits,)
        return
    longest = 1 if digits[:1] == "0" else len(digits) - count + 1
    for length in range(1, min(longest, len(digits) - count + 1) + 1):
        for rest in cuts(digits[length:], count - 1):
            yield (digits[:length], *rest)


def holds(cut: Cut, equations: Sequence[Signs]) -> bool:
    """Whether every equation holds over the numbers of a cut."""
    return all(
        sum(sign * int(number) for sign, number in zip(signs, cut, strict=True)) == 0 for signs in equations
    )


def solutions(
    digits: str, count: int, equations: Sequence[Signs], blocks: int = 1, room: Room | None = None
) -> list[Cut]:
    """The cuts into ``blocks`` times ``count`` numbers in which the equations hold in every block.

    Raises `TooManyCuts`, for this run or for the document to which ``room`` belongs.
    """
    search = _Search(digits, count, equations, room or Room())
    return search.from_(0, blocks)


class _Search:
    """Blocks of a run one after the other; what may stand between two positions is found once."""

    def __init__(self, digits: str, count: int, equations: Sequence[Signs], room: Room) -> None:
        self._room = room
        self._digits = digits
        self._count = count
        self._equations = equations
        self._tried = 0
        self._rests: dict[tuple[int, int], list[Cut]] = {}

    def from_(self, start: int, blocks: int) -> list[Cut]:
        """The cuts of what follows a position into so many blocks."""
        if (start, blocks) not in self._rests:
            found = list(islice(self._all_from(start, blocks), _MOST_KEPT + 1))
            if len(found) > _MOST_KEPT:
                # Some of them would pass for all of them.
                raise TooManyCuts(f"more than {_MOST_KEPT} ways to read {self._digits[:40]}")
            self._rests[start, blocks] = found
        return self._rests[start, blocks]

    def _all_from(self, start: int, blocks: int) -> Iterator[Cut]:
        end = len(self._digits)
        if blocks == 1:
            yield from self._between(start, end)
            return
        for middle in range(start + self._count, end - (blocks - 1) * self._count + 1):
            rests = self.from_(middle, blocks - 1)
            for first in self._between(start, middle) if rests else ():
                yield from (first + rest for rest in rests)

    def _between(self, start: int, end: int) -> Iterator[Cut]:
        for cut in cuts(self._digits[start:end], self._count):
            self._tried += 1
            self._room.left -= 1
            if self._tried > _MOST_CUTS or self._room.left < 0:
                raise TooManyCuts(f"more than {_MOST_CUTS} ways to cut {self._digits[:40]}")
            if holds(cut, self._equations):
                yield cut
