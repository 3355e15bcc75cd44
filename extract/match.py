"""Blocks into observations: every row of a statutory table is read, or an issue says why not.

`scan` says which printed row is which row of the form, `choosing` by which edition, `columns` and `placing`
which cell stands in which column, `figures` what it prints, `audit` what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.models import Identity, Issue, Observation, Severity
from extract.audit import free_form, missing, no_table, without_headings
from extract.choosing import Chooser
from extract.claims import Leftover, Scan
from extract.editions.model import Edition
from extract.figures import FigureReader, ReadRow
from extract.grid import Block, Grid
from extract.indicators import Indicators, indicators
from extract.lexicon import Lexicon
from extract.listing import ListScanner
from extract.row_numbers import without_row_numbers
from extract.running_text import has_every_table, scan_text
from extract.runs import placements
from extract.scan import Scanner

_LONGEST_HEARD = 40  # characters; a longer paragraph is prose, no label


@dataclass(frozen=True, slots=True)
class Match:
    """What the tables of one document say, by which edition, and the arithmetic that goes with it.

    ``rows`` tells how each row was read, ``leftovers`` what no row of any form claimed (`extract.explain`).
    """

    observations: tuple[Observation, ...] = ()
    issues: tuple[Issue, ...] = ()
    edition: str | None = None
    identities: tuple[Identity, ...] = ()
    rows: tuple[ReadRow, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    @property
    def is_from_text(self) -> bool:
        """Whether rows of the form were found in running text."""
        return any(row.claim.grid.is_from_text for row in self.rows)


def match(
    blocks: Iterable[Block], editions: Mapping[str, Edition], lexicon: Lexicon, year: int | None
) -> Match:
    """Read every statutory table among the blocks; ``year`` decides only where the form does not tell."""
    blocks, labels = without_row_numbers(blocks), indicators(editions)
    found = _scanned(blocks, editions, lexicon, labels)
    unsearched: tuple[Issue, ...] = ()
    if not has_every_table(found, editions):
        in_text, unsearched = scan_text(blocks, editions, lexicon, labels)
        found = found.completed_by(in_text)
    if not found.claims:
        issue = no_table(blocks, editions, year)
        edition = free_form(editions, year)
        return Match(issues=(*unsearched, issue), edition=edition, leftovers=tuple(found.leftovers))
    claims = without_headings(sorted(found.claims, key=lambda claim: claim.is_weak), editions)
    chooser = Chooser(editions, claims, year)
    identities = _identities(editions, chooser)
    runs = placements(claims, chooser, identities)
    reader = FigureReader(chooser, runs, claims)
    read = {claim.grid.index for claim in claims if reader.read(claim)}
    for leftover in found.leftovers:
        if leftover.grid.index in read | found.statutory:
            reader.report(leftover)
    issues = [*unsearched, *reader.issues, *missing(blocks, editions, chooser, claims)]
    if found.unread:
        message = f"超出读取上限 / {found.unread} of too many different texts were not compared with the form"
        issues.append(Issue("bound-hit", Severity.WARNING, message))
    if runs:
        message = "数字连写，按表内勾稽关系拆分 / figures run together, parted by the arithmetic of the form"
        issues.append(Issue("run-together", Severity.INFO, message))
    if chooser.is_mixed:
        message = "各部分采用不同版本的格式 / blocks follow different editions"
        issues.append(Issue("mixed-edition", Severity.INFO, message))
    trace = tuple(reader.rows), tuple(found.leftovers)
    return Match(reader.observations, tuple(issues), chooser.document, identities, *trace)


def _scanned(
    blocks: Iterable[Block], editions: Mapping[str, Edition], lexicon: Lexicon, labels: Indicators
) -> Scan:
    lists, scanner = ListScanner(labels), Scanner(lexicon, editions.values())
    for block in blocks:
        if isinstance(block, Grid):
            if not lists.take(block):
                scanner.take(block)
        elif len(block.text) <= _LONGEST_HEARD:
            scanner.hear(block.text)
    return scanner.finish().joined(lists.found)


def _identities(editions: Mapping[str, Edition], chooser: Chooser) -> tuple[Identity, ...]:
    """The equations of each table's own edition."""
    return tuple(
        identity
        for table, code in chooser.tables.items()
        for identity in editions[code].identities
        if identity.table == table
    )
