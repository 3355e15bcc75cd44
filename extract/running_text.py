"""Tables found in paragraphs, for documents whose tables no grid holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from archive.models import Issue, Severity
from extract.claims import Scan
from extract.editions.model import Edition
from extract.grid import Block, Grid
from extract.indicators import Indicators
from extract.labels import fold
from extract.lexicon import Kind, Lexicon
from extract.listing import ListScanner
from extract.loose import grid_of, strips, texts, without_pipes
from extract.loose_forms import form_grid
from extract.loose_lists import list_grids
from extract.scan import Scanner

_LONGEST_TEXT = 300_000  # characters
_SHORTEST_SIGN = 4


def has_every_table(found: Scan, editions: Mapping[str, Edition]) -> bool:
    """Whether the grids of a document hold all tables of some edition."""
    tables = {claim.table for claim in found.claims if not claim.is_weak}
    return any({table.code for table in edition.tables} <= tables for edition in editions.values())


def scan_text(
    blocks: Sequence[Block], editions: Mapping[str, Edition], lexicon: Lexicon, labels: Indicators
) -> tuple[Scan, tuple[Issue, ...]]:
    """What the paragraphs print of any table, and an issue where a text was too long to be looked through."""
    found, issues = Scan(), []
    index = sum(isinstance(block, Grid) for block in blocks)
    for text in texts(blocks):
        if len(text) > _LONGEST_TEXT:
            message = f"文字过长，未从中查找表格 / not searched for tables, too long: {len(text)} characters"
            issues.append(Issue("text-not-searched", Severity.WARNING, message))
        elif _promises(text, lexicon, labels):
            lists, scanner = ListScanner(labels), Scanner(lexicon, editions.values())
            for grid in _grids(text, lexicon, labels, index):
                index = grid.index + 1
                if not lists.take(grid):
                    scanner.take(grid)
            found = found.joined(scanner.finish()).joined(lists.found)
    return found, tuple(issues)


def _grids(text: str, lexicon: Lexicon, labels: Indicators, index: int) -> Iterator[Grid]:
    tables, rest = without_pipes(text)
    for rows in tables:
        yield grid_of(rows, index)
        index += 1
    found = strips(rest)
    form = form_grid(found, lexicon, index)
    if form is not None:
        yield form
        index += 1
    yield from list_grids(found, labels, index)


def _promises(text: str, lexicon: Lexicon, labels: Indicators) -> bool:
    """A cheap look: whether the text holds any word that only the head of a table prints."""
    squeezed = fold(text)
    return any(
        sign in squeezed for sign in (*_signs(lexicon), *_long(labels.stubs), *_long(labels.row_cores))
    )


@lru_cache(maxsize=4)
def _signs(lexicon: Lexicon) -> Sequence[str]:
    return _long(core for core in lexicon.cores if lexicon.find(core).kinds & (Kind.COLUMN | Kind.STUB))


def _long(cores: Iterable[str]) -> Sequence[str]:
    return [core for core in cores if len(core) >= _SHORTEST_SIGN]
