"""Editions of the statutory form, one TOML file each: labels, layout, arithmetic and legal source.

A new edition is a new file; an old one is never edited to fit it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from extract.editions.fields import EditionError
from extract.editions.loader import load_folder, read_edition
from extract.editions.model import Block, Column, Edition, Heading, Named, Row, Source, Table

__all__ = [
    "Block",
    "Column",
    "Edition",
    "EditionError",
    "Heading",
    "Named",
    "Row",
    "Source",
    "Table",
    "load",
    "load_folder",
    "read_edition",
    "years",
]


@lru_cache(maxsize=1)
def load() -> Mapping[str, Edition]:
    """The editions of the package by code, oldest first; raises `EditionError` where a file is not valid."""
    return load_folder(Path(__file__).parent)


@lru_cache(maxsize=1)
def years() -> Mapping[str, tuple[int, int | None]]:
    """First and last year of each edition by its code, as the checks take them; raises `EditionError`."""
    return {edition.code: (edition.first_year, edition.last_year) for edition in load().values()}
