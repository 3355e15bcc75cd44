"""The whole job: crawl, extract, publish, as one run that can be killed and taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive import publish, run_summary, runs
from archive.divisions import Division
from archive.models import Portal
from archive.store import Archive
from crawler.calendar import Calendar, Revisit, china_today
from crawler.run import PortalOutcome, crawl
from nianbao import checking, divisions, extraction, health
from nianbao.console import Console


@dataclass(frozen=True, slots=True)
class JobSummary:
    """What a run did: counts, what came of each portal, and the same as it is written down (JSON)."""

    run_id: str
    outcome: str
    counts: dict[str, int]
    portals: dict[str, PortalOutcome]
    document: Mapping[str, Any]

    @property
    def failures(self) -> list[str]:
        """What needs a person: a line for each portal that failed."""
        return _lines(self.portals, "failed")

    @property
    def doubts(self) -> list[str]:
        """What did not come, of portals that otherwise did: blocked pages, pages without an answer."""
        return _lines(self.portals, "partial")


def run(  # noqa: PLR0913 (keywords, each an option of the command line)
    archive: Archive,
    command: str,
    portals: Sequence[Portal],
    console: Console,
    *,
    since: int | None = None,
    night: bool = False,
    revisit: str | None = None,
    more_divisions: Iterable[Division] = (),
) -> JobSummary:
    """Crawl the portals, read what is new and publish; a killed run goes on where it stopped.

    Raises:
        CorrectionError: where a correction is wrong, before anything is asked of a portal.
    """
    checking.reviewed(archive)
    this_run = runs.begin(archive, command)
    divisions.sync(archive, more_divisions)
    outcomes = crawl_stage(archive, this_run.id, portals, console, since, night=night, revisit=revisit)
    extract_stage(archive, console)
    outcomes = health.judge_reading(archive, this_run.id, outcomes)
    publish.publish(archive)
    return _close(archive, this_run, outcomes)


def crawl_only(
    archive: Archive,
    portals: Sequence[Portal],
    console: Console,
    since: int | None = None,
    *,
    night: bool = False,
    revisit: str | None = None,
) -> JobSummary:
    """Crawl the portals; reading and publishing are left for later."""
    this_run = runs.begin(archive, "crawl")
    divisions.sync(archive)
    outcomes = crawl_stage(archive, this_run.id, portals, console, since, night=night, revisit=revisit)
    return _close(archive, this_run, outcomes)


def crawl_stage(
    archive: Archive,
    run_id: str,
    portals: Sequence[Portal],
    console: Console,
    since: int | None,
    *,
    night: bool = False,
    revisit: str | None = None,
) -> dict[str, PortalOutcome]:
    """Crawl the portals into the archive; ``revisit`` (calendar or always) stands above what the rows say."""
    calendar = Calendar(china_today(), Revisit(revisit)) if revisit else None
    with console.progress("抓取 · crawl") as progress:
        return crawl(
            portals,
            data=archive.root,
            run_id=run_id,
            since=since,
            on_progress=progress.portal,
            night=night,
            calendar=calendar,
        )


def extract_stage(
    archive: Archive, console: Console, *, reparse: bool = False
) -> extraction.ExtractionSummary:
    """Read what this version has not read yet, and check what that changed.

    Raises:
        CorrectionError: where a correction is wrong, before anything is read.
    """
    checking.reviewed(archive)
    checking.write_catalogue(archive)
    with console.progress("读取 · extract") as progress:
        summary = extraction.extract_pending(archive, reparse=reparse, on_progress=progress.count)
    with console.progress("核对 · check") as progress:
        checking.check_waiting(archive, on_progress=progress.count)
    return summary


def _close(archive: Archive, this_run: runs.Run, portals: dict[str, PortalOutcome]) -> JobSummary:
    failures, outcome = _lines(portals, "failed"), _outcome(portals.values())
    reason = "; ".join([*failures, *_lines(portals, "partial")]) or None
    document = run_summary.close(archive, this_run, outcome, reason, failures)
    return JobSummary(this_run.id, outcome, document["counts"], portals, document)


def _outcome(portals: Iterable[PortalOutcome]) -> str:
    """Failed where every portal failed, complete where every one is, else partial."""
    states = {portal.status for portal in portals}
    return "complete" if states <= {"complete"} else "failed" if states == {"failed"} else "partial"


def _lines(portals: Mapping[str, PortalOutcome], status: str) -> list[str]:
    return [outcome.line for outcome in portals.values() if outcome.status == status]
