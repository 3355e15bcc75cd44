"""The year that a title, a period or an address states, which is never the year of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from archive.chinese import squeeze

FIRST, LAST = 2003, 2039  # the oldest local rules on disclosure date from 2002
ZEROS = "○〇零OoΟОο◯●O0"
DIGITS = {**dict.fromkeys(ZEROS, "0"), **dict(zip("一二三四五六七八九", "123456789", strict=True))}
NUMERAL_YEAR = re.compile(rf"(?:二|2(?!\d{{3}}))[{ZEROS}][\d一二三四五六七八九{ZEROS}]{{2}}(?=年|度)")
DOCUMENT_NUMBER = re.compile(r"[〔\[(]20\d\d[〕\])]第?\d+号")
A_DATE = re.compile(
    r"20\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)|(?:0[1-9]|1[0-2])[0-3]\d(?!\d))"
)
STATED = re.compile(r"(?<!\d)(20[0-3]\d)(?=年|度)")
BARE = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
SHORT = re.compile(r"(?<!\d)([012]\d)年度?(?=[^\d]*公开)")
SUBJECT = re.compile(r"(?:信息|政务|工作)公开")
AFTER_SUBJECT = re.compile(r"(?:信息|政务)公开(?:工作)?(?:年度报告|年报|报告)?\(?(20[0-3]\d)(?!\d)")

# Parameters that name the year of the report on the platforms that use them.
YEAR_PARAMETERS = ("fbtime", "nbyear", "title", "year", "nd", "niandu", "nf")
ENCODED_YEAR = re.compile(r"nfpv(20[0-3]\d)(?!\d)")
YEAR_FOLDER = re.compile(r"/[a-z]{0,12}(20[0-3]\d)(n|nian|nb|nd|niandu|nbg|ndbg)?(?=/)", re.IGNORECASE)
REPORT_COLUMN = re.compile(r"(?:nb|ndbg|ndzbg|gzbg|nianbao|annual_?report)", re.IGNORECASE)
PUBLISHED = re.compile(r"[/t_-](20[0-3]\d)[-/]?(?:0?[1-9]|1[0-2])(?=[/\-_]|[0-3]\d)")


def with_digits(text: str) -> str:
    """The text with its years in Chinese numerals (二○一八年, 二O一八年) turned into digits."""
    return NUMERAL_YEAR.sub(lambda year: "".join(DIGITS.get(char, char) for char in year[0]), text)


def report_year(text: str) -> int | None:
    """The year that a title says its report is of: 2020度年, 二○一八年度, 公开工作2025年度报告.

    A date (2026年1月8日) and a document number (〔2021〕30号) state none.  Of several years the one
    that goes with 信息公开 counts, else the first.
    """
    plain = A_DATE.sub("#", DOCUMENT_NUMBER.sub("#", with_digits(squeeze(text))))
    readings = (_after_subject, _before_subject, _first_stated, _bare, _two_digits)
    return next((year for read in readings if (year := read(plain)) is not None), None)


def _after_subject(text: str) -> int | None:
    return _last(AFTER_SUBJECT.findall(text))


def _before_subject(text: str) -> int | None:
    subject = SUBJECT.search(text)
    return _last(STATED.findall(text, 0, subject.start())) if subject else None


def _first_stated(text: str) -> int | None:
    return _last(STATED.findall(text)[:1])


def _bare(text: str) -> int | None:
    return _last(BARE.findall(text)[:1])


def _two_digits(text: str) -> int | None:
    return _last(f"20{year}" for year in SHORT.findall(text))


def _last(years: Iterable[str]) -> int | None:
    found = [int(year) for year in years if FIRST <= int(year) <= LAST]
    return found[-1] if found else None


def url_report_year(url: str) -> int | None:
    """The report year that an address states, None where it only tells when it was published.

    A year folder of a report column counts where it says year (/2021n/) or lies one before the
    publication (/xxgknb/2023/202401/t20240129_1.html); any other may be the year of publication.
    """
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in YEAR_PARAMETERS and BARE.fullmatch(value) and FIRST <= int(value) <= LAST:
            return int(value)
    encoded = ENCODED_YEAR.search(parts.path)
    return int(encoded[1]) if encoded else _folder_year(f"{parts.path}?{parts.query}")


def _folder_year(path: str) -> int | None:
    published = PUBLISHED.search(path)
    for folder in YEAR_FOLDER.finditer(path):
        if not REPORT_COLUMN.search(path[: folder.end()]):
            continue
        year = int(folder[1])
        if published and int(published[1]) - year == 1:
            return year
        if folder[2] and not published:
            return year
    return None
