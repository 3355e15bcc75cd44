"""Migrations of the archive's database (sqlite-utils).  A migration once released is never edited.

A test compares the migrated database with schema.toml, column by column.
"""

from __future__ import annotations

from importlib import resources

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("nianbao")


@migrations()
def m0001_first_tables(db: Database) -> None:
    """The tables of the first release."""
    sql = resources.files("archive").joinpath("sql", "0001_first_tables.sql").read_text("utf-8")
    for statement in filter(None, map(str.strip, sql.split(";\n"))):
        db.conn.execute(statement)


def migrate(db: Database) -> None:
    """Bring a database to the newest form; does nothing where it is there already."""
    if migrations.pending(db):
        migrations.apply(db)
