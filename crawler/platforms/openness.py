"""安徽 openness: the disclosure platform on which an address, not a title, says that a page is a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import ClassVar

from archive.models import Candidate
from archive.publishers import publisher_in
from archive.titles import is_report_title
from archive.years import report_year, url_report_year
from crawler import rows
from crawler.page import Link, Page
from crawler.platforms.generic import Generic

_REPORT = re.compile(
    r"/(?:Openness|Xxgk)AnnualReport/show/\d|/openness/detail/annual_report/"
    r"|/public/column/\d+\?(?=[^#]{0,200}action=detail)(?=[^#]{0,200}title=20\d\d)",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"/public/column/\d")
_ROW_PIECES = 20  # texts of one row; a row of more is the layout of the page


class Openness(Generic):
    """安徽 openness (安徽 and the sites built by the same house).

    Recognise it by article URLs ``/OpennessAnnualReport/show/12.html``, ``/XxgkAnnualReport/show/12.html``,
    ``/xxgk/openness/detail/annual_report/<hash>.html`` and ``/public/content/4201881``, and by the columns
    ``/public/column/24601?action=detail&title=2020&type=3``, one for each unit.

    Example portals: 合肥市庐阳区 (hfly.gov.cn) and 六安市金安区 (ja.gov.cn).

    Options: ``next_text``, as of ``generic``.

    Traps: a row may show a year and nothing else, so that the title is made of what its address and page
    state: the unit that the row or the unit's own column names and the year in ``title=``, which is that
    of the report and not of its publication; the column of one unit leads to its newest report, and the
    other years are links on that report; columns have numbers and no folders.
    """

    name = "openness"
    marks: ClassVar[re.Pattern[str]] = re.compile(
        rf"{_REPORT.pattern}|[\"']/?public/(?:column|content)/\d", re.IGNORECASE
    )

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """The links of a page; one whose address says report has a title that says so too."""
        for link, candidate in zip(page.links, rows.candidates(page), strict=True):
            says_nothing = _REPORT.search(candidate.url) and not is_report_title(candidate.title)
            yield _entitled(candidate, _unit(link, page)) if says_nothing else candidate


def _unit(link: Link, page: Page) -> str:
    """Whose report a link leads to: told by its row, and in the column of one unit by the page."""
    row = next(link.element.iterancestors("tr", "li"), link.element)
    texts = [*islice(row.itertext(), _ROW_PIECES), page.heading if _COLUMN.search(page.url) else ""]
    units = filter(None, map(publisher_in, map(str.strip, texts)))
    return next((unit.name for unit in units), "")


def _entitled(candidate: Candidate, unit: str) -> Candidate:
    year = url_report_year(candidate.url) or report_year(candidate.title)
    return replace(candidate, title=f"{unit}{year}年政府信息公开工作年度报告") if year else candidate
