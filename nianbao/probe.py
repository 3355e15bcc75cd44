"""Probe a site in a throw-away archive: nothing of it stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from archive.models import Portal
from crawler.probing.doubts import Doubt, doubts
from crawler.probing.findings import Findings, probe
from crawler.probing.proposal import row
from crawler.run import OnProgress
from nianbao.throwaway import throwaway

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Probe:
    """What a probe proposes (None where it found no section), what it saw and what is doubtful."""

    row: Mapping[str, str] | None
    findings: Findings
    doubts: tuple[Doubt, ...]


def run(url: str, registry: Sequence[Portal], on_progress: OnProgress | None = None) -> Probe:
    """Probe a site politely; ``registry`` are the rows that there are already."""
    with throwaway("probe") as (archive, run_id):
        findings = probe(url, archive, run_id, registry, on_progress)
    return Probe(row(findings, datetime.now(_CHINA).date()), findings, doubts(findings))
