"""Word documents read twice: by our reader and through LibreOffice, and what the two do not agree on.

LibreOffice takes a second where our reader takes milliseconds, so no document is checked while it is read:
whoever verifies an archive calls `cross_check` on a batch, which is one LibreOffice call.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from archive.models import NOWHERE, Issue, Locator, Severity
from extract.errors import ReadError
from extract.grid import Content, Grid
from extract.readers.doc import read_piece_table
from extract.readers.docx import read_docx
from extract.readers.office import convert

CODE = "readers-disagree"


class Printed(NamedTuple):
    """A table cell that holds a digit, and its address."""

    text: str
    locator: Locator


def cross_check(documents: Mapping[str, bytes]) -> Mapping[str, tuple[Issue, ...]]:
    """The issues of each DOC of a batch, by its name in the batch: none where both readings agree.

    Raises:
        NeedsLibreOffice: where it is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-check-") as name:
        folder = Path(name)
        paths = {key: folder / f"{number}.doc" for number, key in enumerate(documents)}
        for key, path in paths.items():
            path.write_bytes(documents[key])
        converted = convert(list(paths.values()), "docx", folder / "results")
        theirs = {key: converted[path].read_bytes() for key, path in paths.items() if path in converted}
    return {key: _check(data, theirs.get(key)) for key, data in documents.items()}


def figures(content: Content) -> list[Printed]:
    """The cells of all tables that hold a digit, in reading order, each once."""
    return [printed for block in content.blocks if isinstance(block, Grid) for printed in _of_grid(block)]


def compare(ours: Sequence[Printed], theirs: Sequence[Printed]) -> tuple[Issue, ...]:
    """One issue at the first place where two readings differ, with the number of such places."""
    differing = [
        (one, other)
        for one, other in zip_longest(ours, theirs)
        if (one and one.text) != (other and other.text)
    ]
    if not differing:
        return ()
    one, other = differing[0]
    texts = f"{one.text if one else '—'} ≠ {other.text if other else '—'}"
    message = f"两种读法有{len(differing)}处不同 / our reading and LibreOffice's differ: {texts}"
    return (Issue(CODE, Severity.WARNING, message, one.locator if one else NOWHERE),)


def _of_grid(grid: Grid) -> Iterator[Printed]:
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line):
            if cell and (cell.row, cell.column) == (row, column) and any(map(str.isdigit, cell.text)):
                yield Printed(cell.text, grid.locator(cell))


def _check(data: bytes, converted: bytes | None) -> tuple[Issue, ...]:
    """Compare the readings of one document; where only one of them succeeds, that is the difference."""
    ours, theirs = _figures_or_none(read_piece_table, data), _figures_or_none(read_docx, converted)
    if ours is None or theirs is None:
        failed = "our reader" if ours is None else "LibreOffice"
        message = f"只有一种读法成功 / the document was not read by {failed}"
        return (Issue(CODE, Severity.WARNING, message),) if ours is not theirs else ()
    return compare(ours, theirs)


def _figures_or_none(read: Callable[[bytes], Content], data: bytes | None) -> list[Printed] | None:
    try:
        return None if data is None else figures(read(data))
    except ReadError:
        return None
