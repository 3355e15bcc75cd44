"""Every reason why a page could not be had, with what it means; the table is reasons.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from archive.models import Disposition

_ATTEMPTS = " after "


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; a code that ends in a hyphen stands for all that begin with it."""

    code: str
    disposition: Disposition
    zh: str
    en: str


@cache
def reasons() -> Mapping[str, Reason]:
    """All of them by code, in the order of their file."""
    data = tomllib.loads(resources.files(__package__).joinpath("reasons.toml").read_text("utf-8"))
    return {
        code: Reason(code, Disposition(disposition), **words)
        for disposition, codes in data.items()
        for code, words in codes.items()
    }


def reason_of(text: str) -> Reason | None:
    """The reason that a capture bears; None for an error of no kind that is known, which names itself."""
    code = text.partition(_ATTEMPTS)[0]
    stem = code.rstrip("0123456789")
    return reasons().get(code) or (reasons().get(stem) if stem.endswith("-") else None)
