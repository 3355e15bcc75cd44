"""Dates as portals and signatures print them, and those that an address carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from archive.chinese import simplify
from archive.years import DIGITS, ZEROS

PRINTED = re.compile(
    r"(?<!\d)(20[0-3]\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])\s*(?:月|[-./])\s*([12]\d|3[01]|0?[1-9])(?!\d)"
)
NUMERAL = re.compile(
    rf"([二2][{ZEROS}][\d一二三四五六七八九{ZEROS}]{{2}})\s*年\s*([一二三四五六七八九十]{{1,2}})\s*月"
    r"\s*([一二三四五六七八九十]{1,3})\s*日"
)
# /art/2023/1/11/ · /2022-01/24/ · /20210129/ · t20210129_ · /20220124145934053.html · /202301/30/
IN_ADDRESS = (
    re.compile(r"/(20[0-3]\d)/(1[0-2]|0?[1-9])/([12]\d|3[01]|0?[1-9])/"),
    re.compile(r"/(20[0-3]\d)[-/]?(1[0-2]|0[1-9])[-/]([12]\d|3[01]|0[1-9])/"),
    re.compile(r"[/t_](20[0-3]\d)(1[0-2]|0[1-9])([0-2]\d|3[01])(?=[/_.]|\d{4,11}(?:[/_.]|$))"),
)
UNITS: Mapping[str, int] = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


def read_date(text: str) -> date | None:
    """The first real date in a text: 2020-01-20, 2020年1月20日, 二○一○年四月十日."""
    plain = simplify(text)
    printed = (_real(*found.groups()) for found in PRINTED.finditer(plain))
    numeral = (_real(_year(y), _number(m), _number(d)) for y, m, d in NUMERAL.findall(plain))
    return next((found for dates in (printed, numeral) for found in dates if found), None)


def url_date(url: str) -> date | None:
    """The day of publication (or of a migration) that an address carries, None where it has no day."""
    found = (match for pattern in IN_ADDRESS for match in pattern.finditer(url))
    return next((day for match in found if (day := _real(*match.groups()))), None)


def _year(numerals: str) -> str:
    return "".join(DIGITS.get(char, char) for char in numerals)


def _number(numeral: str) -> int:
    """十 is 10, 十一 is 11, 二十 is 20, 三十一 is 31."""
    tens, ten, units = numeral.rpartition("十")
    return (UNITS.get(tens, 1) * 10 if ten else 0) + UNITS.get(units, 0)


def _real(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
