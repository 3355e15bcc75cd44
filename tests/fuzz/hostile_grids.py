"""Grids as no reader would give them, for the matcher alone: ragged, enormous texts, any label anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from extract import editions
from extract.grid import Block, Cell, Grid, Paragraph
from tests.fuzz.mutations import HOSTILE

_PLAIN = ("", "", "0", "1", "7", "12", "-3", "/", "—", "12.5", "3万元", "备注")


@cache
def labels() -> tuple[str, ...]:
    """Every label of every edition."""
    return tuple(dict.fromkeys(label for edition in editions.load().values() for label in _labels(edition)))


def _labels(edition: editions.Edition) -> Iterator[str]:
    for table in edition.tables:
        yield from table.stubs
        yield from (group.label for group in table.groups)
        for block in table.blocks:
            yield from block.titles
            yield from (named.label for named in (*block.columns, *block.rows))


def blocks(chance: Random) -> list[Block]:
    """Some grids and short paragraphs."""
    return [
        _grid(chance, index) if chance.random() < 0.8 else _paragraph(chance)
        for index in range(chance.randrange(1, 8))
    ]


def _paragraph(chance: Random) -> Paragraph:
    return Paragraph(chance.choice((*labels(), *HOSTILE)))


def _grid(chance: Random, index: int) -> Grid:
    height, width = chance.choice((1, 4, 12, 40, 200)), chance.choice((1, 2, 4, 8, 16, 60))
    printers = chance.sample(_PRINTERS, 3)
    rows: list[tuple[Cell | None, ...]] = []
    for row in range(height):
        line: list[Cell | None] = []
        for column in range(width if chance.random() < 0.9 else chance.randrange(width + 1)):
            line.append(_covering(rows, line, chance) or Cell(chance.choice(printers)(chance), row, column))
        rows.append(tuple(line))
    return Grid(tuple(rows), index, is_aligned=chance.random() < 0.7)


def _covering(rows: list[tuple[Cell | None, ...]], line: list[Cell | None], chance: Random) -> Cell | None:
    """Now and then the cell to the left or above, as spans give it."""
    draw = chance.random()
    if draw < 0.1 and line:
        return line[-1]
    if draw < 0.2 and rows and len(rows[-1]) > len(line):
        return rows[-1][len(line)]
    return None


_PRINTERS: tuple[Callable[[Random], str], ...] = (
    lambda chance: chance.choice(labels()),
    lambda chance: chance.choice(_PLAIN),
    lambda chance: str(chance.randrange(10_000)),
    lambda chance: chance.choice(HOSTILE),
    lambda chance: chance.choice(labels())[: chance.randrange(1, 9)],
    lambda chance: chance.choice(labels()) + chance.choice(labels()),
    lambda chance: chance.choice(HOSTILE) * chance.choice((1, 3, 500)),
)
