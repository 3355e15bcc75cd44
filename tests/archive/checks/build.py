"""Facts of made-up reports, as short as the rules allow."""

from __future__ import annotations

from typing import Any

from archive.checks import ReportFacts
from archive.models import NOWHERE, Observation, Section, Status

YEARS = {"2014": (2014, 2018), "2019": (2019, 2020), "2021": (2021, None)}
PROSE = "本年度工作按照要求有序推进，各项任务全部完成。"


def observation(
    cell: str, value: float | str | None, raw: str | None = None, unit: str = "件"
) -> Observation:
    """A cell with a number, a blank (None) or another status (by its name)."""
    status = Status.BLANK if value is None else Status(value) if isinstance(value, str) else Status.REPORTED
    number = None if isinstance(value, str) else value
    table, row, column = cell.split("/")
    printed = raw if raw is not None else "" if number is None else str(number)
    return Observation(table, row, column, number, status, printed, unit, NOWHERE)


def facts(cells: dict[str, Any] | None = None, **more: Any) -> ReportFacts:
    """A report with these cells; everything else as given."""
    observations = tuple(observation(cell, value) for cell, value in (cells or {}).items())
    return ReportFacts(observations=observations, **{"edition_years": YEARS, **more})


def sections(**texts: str) -> tuple[Section, ...]:
    """Sections by their numerals: ``sections(一="…")``."""
    return tuple(Section(number, f"{number}、标题", text) for number, text in texts.items())
