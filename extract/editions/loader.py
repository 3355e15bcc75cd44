"""TOML files into editions, strictly: an unknown key, a wrong type or an unknown code is an error.

The language of the files is small and closed on purpose; `model` says what each key means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.models import Identity, Term
from extract.editions.fields import EditionError, Fields, as_text, demand_distinct, demand_known
from extract.editions.model import LAYOUTS, ROWS, Block, Column, Edition, Heading, Named, Row, Source, Table


def read_edition(path: Path) -> Edition:
    """The edition that one TOML file describes; raises `EditionError` where it is not valid."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise EditionError(f"{path.name}: expected TOML, found: {error}") from error
    return _edition(Fields(data, path.name))


def _edition(fields: Fields) -> Edition:
    first, last = fields.integer("first_year"), fields.optional_integer("last_year")
    tables = fields.tables("tables", _table, is_required=True)
    edition = Edition(
        code=fields.text("code"),
        first_year=first,
        last_year=last,
        source=fields.table("source", _source),
        sections=fields.tables("sections", _heading),
        tables=tables,
        identities=fields.tables("identities", lambda item: _identity(item, tables)),
        is_free_form=fields.flag("is_free_form"),
    )
    fields.close()
    return edition


def _source(fields: Fields) -> Source:
    return Source(fields.text("document"), fields.text("title"), fields.text("date"), fields.text("basis"))


def _heading(fields: Fields) -> Heading:
    return Heading(fields.text("number"), fields.text("heading"), fields.texts("aliases"))


def _table(fields: Fields) -> Table:
    layout = fields.text("layout", ROWS)
    if layout not in LAYOUTS:
        raise EditionError(f"{fields.where}.layout: expected one of {', '.join(LAYOUTS)}, found {layout!r}")
    table = Table(
        code=fields.text("code"),
        title=fields.text("title"),
        layout=layout,
        stubs=fields.texts("stubs"),
        groups=fields.tables("groups", _named),
        blocks=fields.tables("blocks", _block, is_required=True),
    )
    rows = [row for block in table.blocks for row in block.rows]
    groups = {group.code for group in table.groups} | {""}
    demand_distinct([row.code for row in rows], f"{fields.where}: row codes")
    wholes = {row.code for row in rows} | {""}
    for row in rows:
        demand_known(row.group, groups, f"{fields.where}: group of row {row.code}")
        demand_known(row.part_of, wholes, f"{fields.where}: whole of row {row.code}")
    return table


def _named(fields: Fields) -> Named:
    return Named(fields.text("code"), fields.text("label"), fields.texts("aliases"))


def _block(fields: Fields) -> Block:
    columns = fields.tables("columns", _column, is_required=True)
    demand_distinct([column.code for column in columns], f"{fields.where}: column codes")
    rows = fields.tables("rows", _row, is_required=True)
    return Block(fields.text("code"), fields.texts("titles"), columns, rows)


def _column(fields: Fields) -> Column:
    unit = fields.text("unit", "") or None
    is_optional = fields.flag("is_optional")
    return Column(fields.text("code"), fields.text("label"), fields.texts("aliases"), unit, is_optional)


def _row(fields: Fields) -> Row:
    return Row(
        code=fields.text("code"),
        label=fields.text("label"),
        aliases=fields.texts("aliases"),
        group=fields.text("group", ""),
        part_of=fields.text("part_of", ""),
        splits=fields.flag("splits"),
        is_optional=fields.flag("is_optional"),
        number=fields.text("number", ""),
        is_background=fields.flag("is_background"),
    )


def _identity(fields: Fields, tables: Sequence[Table]) -> Identity:
    """An identity; it holds over every row (or column) of the form that is not among its operands."""
    code = fields.text("table")
    demand_known(code, {table.code for table in tables}, f"{fields.where}.table")
    along = fields.text("along")
    demand_known(along, {"row", "column"}, f"{fields.where}.along")
    blocks = next(table.blocks for table in tables if table.code == code)
    rows = tuple(dict.fromkeys(row.code for block in blocks for row in block.rows))
    columns = tuple(
        dict.fromkeys(code for block in blocks for code in (column.code for column in block.columns))
    )
    operands, over = (rows, columns) if along == "column" else (columns, rows)
    return Identity(
        code=fields.text("code"),
        version=fields.integer("version"),
        table=code,
        along=along,
        over=over,
        left=_terms(fields, "left", frozenset(operands)),
        right=_terms(fields, "right", frozenset(operands)),
        rule=fields.text("rule"),
        basis=fields.text("basis"),
    )


def _terms(fields: Fields, key: str, known: frozenset[str]) -> tuple[Term, ...]:
    where = f"{fields.where}.{key}"
    items = fields.items(key, is_required=True)
    terms = tuple(Term(((item,),) if isinstance(item, str) else _alternatives(item, where)) for item in items)
    for code in (code for term in terms for codes in term.alternatives for code in codes):
        demand_known(code, known, where)
    return terms


def _alternatives(item: object, where: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(item, list) or not all(isinstance(codes, list) for codes in item):
        raise EditionError(f"{where}: expected a code or an array of arrays of codes, found {item!r}")
    return tuple(tuple(as_text(code, where) for code in codes) for codes in item)


def load_folder(folder: Path) -> Mapping[str, Edition]:
    """Every edition of a folder by its code, in the order of the years; raises `EditionError`."""
    editions = sorted(map(read_edition, folder.glob("*.toml")), key=lambda edition: edition.first_year)
    demand_distinct([edition.code for edition in editions], str(folder.name))
    return {edition.code: edition for edition in editions}
