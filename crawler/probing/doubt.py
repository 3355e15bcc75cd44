"""One reason to look again before a proposed row is taken over, and what finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crawler.probing.findings import Findings
from crawler.probing.sections import Choice

SHOWN = 5  # of a longer list of URLs, hosts or bodies


@dataclass(frozen=True, slots=True)
class Doubt:
    """A plain sentence in Chinese and English; ``code`` names its kind."""

    code: str
    zh: str
    en: str


SiteRule = Callable[[Findings], Iterator[Doubt]]
RowRule = Callable[[Findings, Choice], Iterator[Doubt]]  # of a probe that found a section
