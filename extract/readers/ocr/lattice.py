"""Tables from ruled lines: a cell is what lines enclose, a missing line makes a cell span.

Lines that nearly coincide are one.  They part a table into fields; fields with no line between them are
one cell, which the mask of the lines decides field by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.ocr.geometry import Picture, Rectangle
from extract.readers.ocr.rulings import Rulings

MOST_FIELDS = 20_000  # of one table; the form's largest has 300

_SAME_LINE = 9  # pixels, one millimetre: lines that are nearer are one, drawn twice
_BESIDE = 4  # pixels that a line may stray
_RULED = 0.5  # of a side: less than that is no line …
_RULED_SHORT, _STROKE = 0.88, 30  # … and of a short side all but its ends, unless no stroke is so long
_LOW_ROW, _END = 50, 9  # pixels: a row no higher than a character might fill, and how near to a line it ends
_FEWEST_CELLS, _NARROWEST = 3, 300  # of a table; pixels

Walls: TypeAlias = NDArray[np.bool_]


class Area(NamedTuple):
    """One cell: the fields that it covers and its place on the page.

    ``is_open`` where a line that should enclose it is missing: the paper beside a table, or a cell that
    goes on over a page break.
    """

    row: int
    column: int
    rows: int
    columns: int
    place: Rectangle
    is_open: bool


class Lattice(NamedTuple):
    """One table: its size in fields, its cells, its place on the page, and there the mask of its lines."""

    rows: int
    columns: int
    areas: tuple[Area, ...]
    place: Rectangle
    lines: Picture


def find_lattices(rulings: Rulings) -> Iterator[Lattice]:
    """The tables of a page from the top; a frame with nothing ruled inside is none, nor is a large 面."""
    joined = cv2.dilate(rulings.both, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    order = sorted(range(1, len(stats)), key=lambda number: int(stats[number][1]))
    for number in order:
        left, top, width, height = (int(value) for value in stats[number][:4])
        place = Rectangle(left, top, left + width, top + height)
        if place.width < _NARROWEST:
            continue
        own = np.where(place.of(labels) == number, 255, 0).astype(np.uint8)
        lattice = _lattice(Rulings(*(place.of(mask) & own for mask in rulings)), place)
        if lattice and len(lattice.areas) >= _FEWEST_CELLS and lattice.columns > 1:
            yield lattice


def _lattice(rulings: Rulings, place: Rectangle) -> Lattice | None:
    across = _lines(rulings.across, place.height, axis=1)
    down = _lines(rulings.down, place.width, axis=0)
    rows, columns = len(across) - 1, len(down) - 1
    if rows < 1 or columns < 1 or rows * columns > MOST_FIELDS:
        return None
    upright = _walls(rulings.down, down, across) & ~_strokes(rulings.ink, down, across)
    level = _walls(rulings.across.T, across, down).T
    areas = []
    for row, column, height, width in _areas(upright, level):
        box = Rectangle(down[column], across[row], down[column + width], across[row + height])
        sides = (
            level[row, column : column + width],
            level[row + height, column : column + width],
            upright[row : row + height, column],
            upright[row : row + height, column + width],
        )
        is_open = not all(side.all() for side in sides)
        areas.append(Area(row, column, height, width, _moved(box, place), is_open))
    return Lattice(rows, columns, tuple(areas), place, rulings.both)


def _moved(box: Rectangle, by: Rectangle) -> Rectangle:
    return Rectangle(box.left + by.left, box.top + by.top, box.right + by.left, box.bottom + by.top)


def _lines(mask: Picture, size: int, axis: int) -> list[int]:
    """Where lines lie across ``axis``; the table's own edges are lines where none is drawn."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    # A centre is given as x, y: lines across the page (axis 1) differ in y.
    found = sorted(float(centre[axis]) for centre in centres[1:]) if len(stats) > 1 else []
    groups: list[list[float]] = []
    for at in found:
        if groups and at - groups[-1][-1] < _SAME_LINE:
            groups[-1].append(at)
        else:
            groups.append([at])
    lines = [round(sum(group) / len(group)) for group in groups]
    if not lines or lines[0] > 2 * _SAME_LINE:
        lines.insert(0, 0)
    if size - lines[-1] > 2 * _SAME_LINE:
        lines.append(size - 1)
    return lines


def _walls(mask: Picture, at: Sequence[int], between: Sequence[int]) -> Walls:
    """Whether a line stands at each place of ``at`` along each gap of ``between``: [gap, place]."""
    walls: Walls = np.zeros((len(between) - 1, len(at)), bool)
    for place, x in enumerate(at):
        covered = mask[:, max(0, x - _BESIDE) : x + _BESIDE + 1].any(axis=1)
        for gap, (start, end) in enumerate(pairwise(between)):
            walls[gap, place] = _is_ruled(covered[start:end])
    return walls


def _strokes(ink: Picture, at: Sequence[int], between: Sequence[int]) -> Walls:
    """Whether what stands in a low row is parted from the lines above and below, as strokes of text are."""
    parted: Walls = np.zeros((len(between) - 1, len(at)), bool)
    for place, x in enumerate(at):
        covered = ink[:, max(0, x - _BESIDE // 2) : x + _BESIDE // 2 + 1].any(axis=1)
        for gap, (start, end) in enumerate(pairwise(between)):
            if end - start < _LOW_ROW:
                ends = covered[start + 1 : start + _END], covered[end - _END : end - 1]
                parted[gap, place] = not any(part.all() for part in ends)
    return parted


def _is_ruled(covered: Walls) -> bool:
    """Whether a line runs along a side, and not a stroke of a character that stands there."""
    ruled = int(covered.sum())
    return ruled > _RULED * len(covered) and ruled >= min(_RULED_SHORT * len(covered), _STROKE)


def _areas(upright: Walls, level: Walls) -> Iterator[tuple[int, int, int, int]]:
    """Row, column, height and width of each cell; what is no rectangle is taken row by row."""
    rows, columns = len(upright), level.shape[1]
    plan = np.zeros((2 * rows - 1, 2 * columns - 1), np.uint8)
    plan[::2, ::2] = 1
    plan[::2, 1::2] = ~upright[:, 1:-1]
    plan[1::2, ::2] = ~level[1:-1]
    count, labels = cv2.connectedComponents(plan, connectivity=4)
    fields = labels[::2, ::2]
    for number in range(1, count):
        own = np.argwhere(fields == number)
        (top, left), (bottom, right) = own.min(axis=0), own.max(axis=0)
        if len(own) == (bottom - top + 1) * (right - left + 1):
            yield int(top), int(left), int(bottom - top + 1), int(right - left + 1)
        else:
            yield from _runs(fields == number)


def _runs(own: Walls) -> Iterator[tuple[int, int, int, int]]:
    for row in range(len(own)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], own[row].astype(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield row, int(start), 1, int(end - start)
