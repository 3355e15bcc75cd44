"""What single passages of a document state: titles, periods, signatures, labels above the text.

Each function takes paragraphs in reading order and gives what it found, nothing where it found nothing.
None of them decides; `extract.identity` weighs what they state.  Titles are read from the text as
printed, all else from `plain` text, so that each passage is normalised once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from archive.chinese import BOOKMARK, simplify
from archive.dates import read_date
from archive.publishers import Publisher, issuing_body, publisher_in
from archive.titles import is_report_title
from archive.years import report_year, with_digits

TITLE_LABEL = re.compile(r"\s*(?:#{1,6}\s*|标题\s*[::：]\s*|名称\s*[::：]\s*)")
SENTENCE = re.compile(
    r"[。；;!?]|^(?:当前|您|你).{0,6}位置|[:：].{0,20}(?:20\d\d|局|府|办)|^(?:来源|时间|日期|索引号|文号|发布)"
)
LONGEST_LINE, MOST_LINES = 90, 3
MAY_BE_REPORT = re.compile(r"公\s*[开開].*[报報]|年\s*[报報]", re.DOTALL)  # asked first, for speed

PERIOD = re.compile(
    r"(?:统计|数据|报告期|期限|时限)[^。;\d]{0,24}(20\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?(?:[(（]?含?[)）]?)"
    r"(?:(?:起|开始)?(?:至|到|—+|-+|~)(?:(20\d\d)[年.\-/])?(\d{1,2})[月.\-/](\d{1,2}))?"
)
OVERVIEW = re.compile(
    r"^[(（]?[一1]?[)）]?[、.．]?\s*(?:总体|基本|概述|工作概述|工作情况概述|概况)(?:情况|概况|工作)?$"
)
OPENING_YEAR = re.compile(r"^(20[0-3]\d)年度?(?:[,，]|我|全[市县区镇乡]|本)(?!.{0,4}以来)")
LEAD = re.compile(
    r"(?:编制|公布|发布|制作|撰写|形成|起草)了?《?([^,，。;；:：《》]{2,50}信息公开[^,，。;；:：《》]{0,8}(?:报告|年报))"
)
AUTHOR = re.compile(r"由([^,，。;；:：、由]{3,30}?)(?:负责|组织)?(?:编制|编写|发布|公布)")
QUOTED = re.compile(r"《([^《》]{3,50})》")
SIGNED = re.compile(
    r"[二2][\d○〇零OoО一二三四五六七八九]{3}年?[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
)
MONTH = re.compile(r"(20[0-3]\d)年(\d{1,2})月")
LONGEST_SIGNATURE = 45
TRAIL = re.compile(r"(?:当前|所在|您(?:现在)?的|你的).{0,2}位置\s*[:：]?|^首页(?=\s*[>›»→/])")
TRAIL_SEPARATOR = re.compile(r"[>›»→/\s]+")
ISSUER = re.compile(
    r"(?:发布机构|发布单位|发文机关|公开单位|公开主体|信息来源|责任部门|来源)\s*[:：]\s*([^\s:：,，|]{2,30})"
)
PUBLISHED = re.compile(
    r"(?:发布(?:时间|日期)|公开(?:时间|日期)|发文(?:时间|日期)|上传(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期))\s*[:：]\s*"
    r"([^\s]{4,20}(?:\s+\d\S{0,10}){0,3})"
)
DATED_LINE = re.compile(r"^(20[0-3]\d-\d{1,2}-\d{1,2})(?:\s|$)")
LONGEST_DATED_LINE = 60
SHORTEST_YEAR, LONGEST_YEAR = timedelta(days=200), timedelta(days=400)


class Title(NamedTuple):
    """A report's title as printed and what it states."""

    text: str
    year: int | None
    publisher: Publisher | None

    @property
    def completeness(self) -> int:
        """How many of year and publisher are stated."""
        return (self.year is not None) + (self.publisher is not None)


class Period(NamedTuple):
    """The statistical period: its year, and whether it runs over about one year as it should."""

    year: int
    is_one_year: bool
    text: str


class Signature(NamedTuple):
    """Who signs, and when; a signature may give the month only, and then has no day."""

    publisher: Publisher
    day: date | None
    month: date | None  # some day of the month


def plain(text: str) -> str:
    """A passage with simplified characters, half-width signs and years in digits."""
    return with_digits(simplify(text))


def read_title(text: str, within: str | None) -> Title | None:
    """The title that a line, a ``<title>`` or a link text is, None where it is none of a report."""
    if not MAY_BE_REPORT.search(text) and "[bookmark:" not in text:
        return None
    return _read_title(_line(text), within)


@lru_cache(maxsize=16)  # a document prints its title in several places
def _read_title(line: str, within: str | None) -> Title | None:
    if not is_report_title(line):
        return None
    return Title(line, report_year(line), publisher_in(line, within))


def title_lines(paragraphs: Sequence[str], within: str | None) -> list[Title]:
    """Titles that stand in one to three lines of their own, the most telling first."""
    lines = [
        line if len(line) <= LONGEST_LINE and not SENTENCE.search(line) else ""
        for line in map(_line, paragraphs)
    ]
    found = [
        (title.completeness, -count, -start, title)
        for start in range(len(lines))
        for count in range(1, min(MOST_LINES, len(lines) - start) + 1)
        if all(lines[start : start + count])
        and (title := read_title("".join(lines[start : start + count]), within))
    ]
    return [title for *_, title in sorted(found, key=lambda row: row[:3], reverse=True)]


def _unspaced(text: str) -> str:
    return text.replace(" ", "")


def _line(paragraph: str) -> str:
    text = BOOKMARK.sub("", paragraph)
    label = TITLE_LABEL.match(text)
    return text[label.end() if label else 0 :].strip()


def quoted_titles(paragraphs: Iterable[str], within: str | None) -> Iterator[Title]:
    """Titles within 《》, and those that the first paragraphs say they publish."""
    for paragraph in paragraphs:
        for quoted in (*QUOTED.findall(paragraph), *LEAD.findall(paragraph)):
            title = read_title(quoted, within)
            if title and title.publisher:
                yield title


def author(paragraphs: Iterable[str], within: str | None) -> Publisher | None:
    """The body that says it made the report: 本报告由溪下乡人民政府编制."""
    named = (name for paragraph in paragraphs for name in AUTHOR.findall(_unspaced(paragraph)))
    return next((body for name in named if (body := issuing_body(name, within))), None)


def period(paragraphs: Iterable[str]) -> Period | None:
    """The statistical period: 统计期限自2019年1月1日起至12月31日止."""
    stated = (found for text in paragraphs for found in PERIOD.finditer(_unspaced(text)))
    return next((read for found in stated if (read := _period(found))), None)


def _period(found: re.Match[str]) -> Period | None:
    year, month, day, end_year, end_month, end_day = found.groups()
    start = read_date(f"{year}-{month}-{day}")
    if start is None:
        return None
    if end_month is None:  # only where the period ends: 统计截止时间为2019年12月31日
        return Period(start.year, True, found[0]) if (start.month, start.day) == (12, 31) else None
    end = read_date(f"{end_year or year}-{end_month}-{end_day}")
    if end is None or end <= start:
        return Period(start.year, True, found[0])
    return Period((start + (end - start) / 2).year, SHORTEST_YEAR <= end - start <= LONGEST_YEAR, found[0])


def opening_year(paragraphs: Sequence[str]) -> int | None:
    """The year with which the section 总体情况 opens; any other year in the prose tells nothing."""
    for heading, first in pairwise(paragraphs):
        if OVERVIEW.match(_unspaced(heading)):
            opening = OPENING_YEAR.match(_unspaced(first))
            return int(opening[1]) if opening else None
    return None


def signature(paragraphs: Sequence[str], within: str | None) -> Signature | None:
    """The body that signs with a date, on one line or on two."""
    lines = [_unspaced(paragraph) for paragraph in paragraphs]
    for index in reversed(range(len(lines))):
        dated = next((line for line in lines[index : index + 2] if SIGNED.search(line)), None)
        if dated is None or max(len(lines[index]), len(dated)) > LONGEST_SIGNATURE:
            continue
        publisher = issuing_body(SIGNED.sub("", lines[index]), within)
        if publisher:
            day = read_date(dated)
            return Signature(publisher, day, day or _month(dated))
    return None


def _month(dated: str) -> date | None:
    found = MONTH.search(dated)
    return date(int(found[1]), int(found[2]), 1) if found and 1 <= int(found[2]) <= 12 else None


def named_above(paragraphs: Iterable[str], within: str | None) -> Publisher | None:
    """The body that the lines above the text name: 发布机构, 来源, the last one of the breadcrumb trail."""
    for text in paragraphs:
        names = [*ISSUER.findall(text)]
        if TRAIL.search(text[:40]):
            names += reversed(TRAIL_SEPARATOR.split(TRAIL.sub("", text)[:200]))
        body = next((found for name in names if (found := issuing_body(name, within))), None)
        if body:
            return body
    return None


def quoted_bodies(paragraphs: Iterable[str], within: str | None) -> Publisher | None:
    """The body whose own rules on disclosure the text keeps citing: 《王四营乡政务公开管理制度》."""
    cited = Counter(
        found
        for paragraph in paragraphs
        for quoted in QUOTED.findall(paragraph)
        if "公开" in quoted and (found := publisher_in(quoted, within))
    )
    return next((body for body, count in cited.most_common(1) if count > 1), None)


def visible_date(paragraphs: Iterable[str]) -> tuple[date | None, str | None]:
    """The date printed above the text, and the words that should be one where they cannot be read."""
    unread = None
    for text in paragraphs:
        dated = DATED_LINE.findall(text) if len(text) <= LONGEST_DATED_LINE else []
        for printed in (*PUBLISHED.findall(text), *dated):
            if day := read_date(printed):
                return day, None
            unread = unread or printed
    return None, unread
