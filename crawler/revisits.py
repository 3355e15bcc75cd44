"""The calendar at work in a walk: of the steps that follow from a page, those that are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive import visits
from archive.models import CaptureKind
from crawler.calendar import Calendar, Link, Reason, Revisit
from crawler.memory import Memory
from crawler.sections import is_index
from crawler.tally import Tally
from crawler.walk import Step


def due_steps(
    steps: Iterable[Step], memory: Memory, calendar: Calendar, tally: Tally, *, with_files: bool = False
) -> Iterator[Step]:
    """Leave out what is not due; it is counted as seen and known, with the files that it showed.

    ``with_files``: an article was visited, and its attachments are visited with it.
    """
    for step in steps:
        is_free = with_files and step.errand.kind is CaptureKind.ATTACHMENT
        if is_free or _is_always_read(step, calendar) or _is_due(step, memory, calendar, tally):
            tally.not_due.discard(step.ask.name)
            yield step


def _is_always_read(step: Step, calendar: Calendar) -> bool:
    """Lists, and an article that may be one: a year's list may bear a report's title."""
    is_list = step.errand.kind is CaptureKind.LIST or is_index(step.ask.url)
    return is_list or calendar.revisit is Revisit.ALWAYS


def _is_due(step: Step, memory: Memory, calendar: Calendar, tally: Tally) -> bool:
    seen = visits.of_page(memory.archive, step.ask.name, memory.run_id)
    if calendar.verdict(seen, Link(step.errand.title, step.errand.listed_on)) is not Reason.NOT_DUE:
        return True
    tally.not_due |= {step.ask.name, *seen.files}
    return False
