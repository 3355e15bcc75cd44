"""Blocks into observations: every row of a statutory table is read, or an issue says why not.

`scan` says which printed row is which row of the form, `choosing` by which edition, `columns` and `placing`
which cell stands in which column, `figures` what it prints, `audit` what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.models import Identity, Issue, Observation, Severity
from extract.audit import missing, without_headings
from extract.choosing import Chooser
from extract.claims import Scan
from extract.editions.model import Edition
from extract.figures import FigureReader
from extract.grid import Block, Grid
from extract.lexicon import Lexicon
from extract.scan import Scanner

_LONGEST_HEARD = 40  # characters; a longer paragraph is prose, no label


@dataclass(frozen=True, slots=True)
class Match:
    """What the tables of one document say, by which edition, and the arithmetic that goes with it."""

    observations: tuple[Observation, ...] = ()
    issues: tuple[Issue, ...] = ()
    edition: str | None = None
    identities: tuple[Identity, ...] = ()


def match(
    blocks: Iterable[Block], editions: Mapping[str, Edition], lexicon: Lexicon, year: int | None
) -> Match:
    """Read every statutory table among the blocks; ``year`` decides only where the form does not tell."""
    found = _scanned(blocks, editions, lexicon)
    if not found.claims:
        message = "未找到法定统计表 / no statutory table was found"
        return Match(issues=(Issue("no-statutory-table", Severity.ERROR, message),))
    claims = without_headings(sorted(found.claims, key=lambda claim: claim.is_weak), editions)
    chooser = Chooser(editions, claims, year)
    reader = FigureReader(chooser)
    for claim in claims:
        if claim.row:
            reader.learn(claim)
    read = {claim.grid.index for claim in claims if reader.read(claim)}
    for leftover in found.leftovers:
        if leftover.grid.index in read | found.statutory:
            reader.report(leftover)
    issues = [*reader.issues, *missing(editions, chooser, claims)]
    if chooser.is_mixed:
        message = "各部分采用不同版本的格式 / blocks follow different editions"
        issues.append(Issue("mixed-edition", Severity.INFO, message))
    return Match(reader.observations, tuple(issues), chooser.document, _identities(editions, chooser))


def _scanned(blocks: Iterable[Block], editions: Mapping[str, Edition], lexicon: Lexicon) -> Scan:
    scanner = Scanner(lexicon, editions.values())
    for block in blocks:
        if isinstance(block, Grid):
            scanner.take(block)
        elif len(block.text) <= _LONGEST_HEARD:
            scanner.hear(block.text)
    return scanner.finish()


def _identities(editions: Mapping[str, Edition], chooser: Chooser) -> tuple[Identity, ...]:
    """The equations of each table's own edition."""
    return tuple(
        identity
        for table, code in chooser.tables.items()
        for identity in editions[code].identities
        if identity.table == table
    )
