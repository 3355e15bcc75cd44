"""What the form prescribes and the document does not print: each an issue, never a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from archive.models import Issue, Severity
from extract.choosing import Chooser
from extract.claims import UNNAMED, Claim
from extract.editions.model import BANNER, LIST, Edition, Row, Table
from extract.grid import Block, Paragraph
from extract.labels import normalise
from extract.numbers import Kind, kind_of

_HEADING = 60  # characters; a heading is no longer


def without_headings(claims: Sequence[Claim], editions: Mapping[str, Edition]) -> list[Claim]:
    """The claims but for those of a row that is printed empty above its parts: 其他处理 over 1. 2. 3."""
    wholes = {
        (table.code, row.part_of)
        for edition in editions.values()
        for table in edition.tables
        for block in table.blocks
        for row in block.rows
        if row.part_of and any(claim.table == table.code and claim.row == row.code for claim in claims)
    }
    return [
        claim
        for claim in claims
        if (claim.table, claim.row) not in wholes or any(kind_of(c.text) >= Kind.NUMBER for c in claim.values)
    ]


def missing(
    blocks: Sequence[Block], editions: Mapping[str, Edition], chooser: Chooser, claims: Sequence[Claim]
) -> Iterator[Issue]:
    """An issue for each table of the document's edition, and each required row, that nothing claimed."""
    edition = editions[chooser.document]
    for table in edition.tables:
        found = {claim.row for claim in claims if claim.table == table.code}
        if not found:
            yield _absent(table, bare_headings(blocks, {edition.code: edition}))
        elif table.layout != LIST and (table.layout != BANNER or "" not in found):
            home = chooser.tables[table.code]
            own = next(own for own in editions[home].tables if own.code == table.code)
            yield from _missing_rows(own, found, _blocks_read(chooser, claims, table.code))


def no_table(blocks: Iterable[Block], editions: Mapping[str, Edition], year: int | None) -> Issue:
    """What to say of a document without any table of the form: it may be one that needs none."""
    if free_form(editions, year):
        message = "本年度报告无规定表格，未见统计表 / no table was found; the form of that year has none"
        return Issue("no-statutory-table", Severity.INFO, message)
    bare = bare_headings(blocks, editions)
    if bare:
        return _images("、".join(bare))
    return Issue("no-statutory-table", Severity.ERROR, "未找到法定统计表 / no statutory table was found")


def _absent(table: Table, bare: Sequence[str]) -> Issue:
    heading = next((text for text in bare if normalise(text).core == normalise(table.title).core), None)
    return (
        _images(heading) if heading else _issue("missing-table", f"未见表格 / no such table: {table.title}")
    )


def _images(names: str) -> Issue:
    message = f"标题下无表格，表格可能是图片 / nothing below the heading, the table may be an image: {names}"
    return Issue("tables-are-images", Severity.ERROR, message)


def free_form(editions: Mapping[str, Edition], year: int | None) -> str | None:
    """The edition of that year that prescribes no table, None where there is none."""
    valid = (edition for edition in editions.values() if edition.is_free_form and edition.is_valid_in(year))
    return next((edition.code for edition in valid), None)


def bare_headings(blocks: Iterable[Block], editions: Mapping[str, Edition]) -> list[str]:
    """The headings of tables below which another heading of the form stands at once."""
    tables = {normalise(table.title).core for edition in editions.values() for table in edition.tables}
    headings = {
        normalise(words).core
        for edition in editions.values()
        for section in edition.sections
        for words in (section.heading, *section.aliases)
    }
    found: list[str] = []
    for block, following in pairwise(blocks):
        if isinstance(block, Paragraph) and isinstance(following, Paragraph):
            is_bare = normalise(following.text[:_HEADING]).core in headings
            if is_bare and normalise(block.text[:_HEADING]).core in tables:
                found.append(block.text)
    return found


def _blocks_read(chooser: Chooser, claims: Sequence[Claim], table: str) -> dict[str, tuple[Row, ...]]:
    """The rows of each block as the edition that its header follows has them."""
    first = {claim.block: claim for claim in reversed(claims) if claim.table == table}
    return {block: chooser.variant(claim).block.rows for block, claim in first.items()}


def _missing_rows(
    table: Table, found: set[str], blocks_read: Mapping[str, tuple[Row, ...]]
) -> Iterator[Issue]:
    for block in table.blocks:
        rows = blocks_read.get(block.code, block.rows)
        for row in rows:
            if row.code not in found and _is_required(row, rows, found):
                yield _issue("missing-row", f"未见“{row.label}”一行 / no such row: {table.code}/{row.code}")


def _is_required(row: Row, rows: Sequence[Row], found: set[str]) -> bool:
    """A whole may be replaced by its parts; parts are due where the form prints them and not the whole."""
    if row.part_of:
        whole = next(whole for whole in rows if whole.code == row.part_of)
        return whole.is_optional and whole.code not in found
    if row.is_optional:
        return False
    parts = {part.code for part in rows if part.part_of == row.code}
    return not (parts & found or (row.splits and any(code.startswith(UNNAMED) for code in found)))


def _issue(code: str, message: str) -> Issue:
    return Issue(code, Severity.WARNING, message)
