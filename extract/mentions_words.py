"""The words of the prose that matter for what a figure counts (mentions.toml), and the figures themselves.

One pass over a line finds both, and the stops between them.  Every wording is bounded, so that the time is
linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import NamedTuple

from extract.numbers import han_number

COUNTERS = "件次|条次|人次|件|条|次|起|宗|份|篇|例|项"
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_NUMERALS = "零〇一二两三四五六七八九十百千"
# A number that something before it makes a rank, a part of a range or of a decimal is no count.  A comma
# behind a digit is a stop unless three digits follow; then the figure holds it.
_FREE = rf"(?:(?<![0-9０-９.．,，\-~～—–第同统唯逐每任某{_NUMERALS}])|(?<=[^0-9０-９][,，]))"
_NUMBER = (
    r"(?P<digits>[0-9０-９]{1,3}(?:,[0-9]{3}){1,4}|[0-9０-９]{1,9})(?P<decimals>\.[0-9]{1,6})?"
    rf"|(?<![余几数])(?P<han>[{_NUMERALS}]{{1,9}})"
)
_UNIT = (
    rf"(?P<vague>[余多几来])?(?P<unit>亿元|万元|元|(?P<scale>[万亿])?(?:{COUNTERS}))"
    r"(?P<about>以上|左右|以内)?"
)
_NIL = r"(?<=为)(?P<nil>[0０零])(?=\s{0,3}(?:[，。；、,;）)]|$))"
_FIGURE = re.compile(rf"{_FREE}(?:{_NUMBER})\s{{0,3}}{_UNIT}|{_NIL}")
_YEAR = re.compile(r"(?P<compared>[较比与同])?(?P<year>(?:19|20)[0-9]{2})\s?年")
_STOPS = {**dict.fromkeys("。！？!?", "sentence"), **dict.fromkeys("，,；;", "clause"), "、": "list"}
# Of a wording: what only surrounds its words, and a beginning by which most places can be ruled out.
_NOT_PRINTED = re.compile(r"\(\?[!=](?:[^()]|\([^()]*\))*\)|[?:|()\\]")
_PLAIN_PAIR = re.compile(r"\w\w(?![?*{])")
_BEGIN_NUMBERS = frozenset(f"0123456789０１２３４５６７８９较比与同{_NUMERALS}")
_APPROXIMATE = frozenset("近约超逾过")


_new = tuple.__new__  # half the time of Word(...), and a report has hundreds


class Word(NamedTuple):
    """A wording found: its kind and code in mentions.toml, and where it stands."""

    kind: str
    code: str
    start: int
    end: int


class Figure(NamedTuple):
    """A number with its unit; ``value`` is None where it is approximate, rounded or no number."""

    value: int | float | None
    is_money: bool
    start: int
    end: int


Event = Word | Figure


@cache
def _vocabulary() -> Sequence[tuple[str, str, str]]:
    """Wording, kind and code; the longest wording first, so that it wins where several begin alike."""
    text = resources.files("extract").joinpath("mentions.toml").read_text("utf-8")
    kinds: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    found = [(w, kind, code) for kind, codes in kinds.items() for code, ws in codes.items() for w in ws]
    return sorted(found, key=lambda item: -len(_NOT_PRINTED.sub("", item[0])))


class Wordings(NamedTuple):
    """The wordings that begin alike; ``meanings`` has kind and code of each of the groups."""

    pattern: re.Pattern[str]
    meanings: Sequence[tuple[str, str]]


@cache
def _by_beginning() -> Mapping[str, Wordings]:
    """The wordings that a text may print where it has these two characters, or begins with this one."""
    groups: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    pairs = {w[:2] for w, _, _ in _vocabulary() if _PLAIN_PAIR.match(w)}
    for item in _vocabulary():
        wording = item[0]
        if _PLAIN_PAIR.match(wording):
            groups[wording[:2]].append(item)
            continue
        for beginning in (wording[0], *(pair for pair in pairs if pair[0] == wording[0])):
            groups[beginning].append(item)
    return {
        beginning: Wordings(
            re.compile("|".join(f"({wording})" for wording, _, _ in items)),
            [(kind, code) for _, kind, code in items],
        )
        for beginning, items in groups.items()
    }


@cache
def _beginnings() -> re.Pattern[str]:
    """Where an event may begin: the pairs of characters rule out most places of a text."""
    wordings = [wording for wording, _, _ in _vocabulary()]
    pairs = [w[:2] for w in wordings if _PLAIN_PAIR.match(w)]
    single = {w[0] for w in wordings if not _PLAIN_PAIR.match(w)}
    firsts, seconds = ("".join(sorted({pair[n] for pair in pairs})) for n in (0, 1))
    others = "".join(sorted({*single, *_STOPS, *_BEGIN_NUMBERS}))
    return re.compile(f"[{firsts}](?=[{seconds}])|[{others}]")


def events(line: str) -> Iterator[Event]:
    """Words, figures and stops of one line in order; a stop is a word of kind ``stop``."""
    end, wordings = 0, _by_beginning()
    for beginning in _beginnings().finditer(line):
        start = beginning.start()
        if start < end:
            continue
        initial = line[start]
        if initial in _STOPS:
            event: Event | None = _new(Word, ("stop", _STOPS[initial], start, start + 1))
        else:
            known = wordings.get(line[start : start + 2]) or wordings.get(initial)
            event = (_word(known, line, start) if known else None) or _number(initial, line, start)
        if event is not None:
            end = event.end
            yield event


def _word(wordings: Wordings, line: str, start: int) -> Word | None:
    match = wordings.pattern.match(line, start)
    if match is None or match.lastindex is None:
        return None
    kind, code = wordings.meanings[match.lastindex - 1]
    return _new(Word, (kind, code, start, match.end()))


def _number(initial: str, line: str, start: int) -> Event | None:
    if initial not in _BEGIN_NUMBERS or (initial.isdecimal() and line[start - 1 : start].isdecimal()):
        return None
    if match := _YEAR.match(line, start):
        return Word("compared_year" if match["compared"] else "year", match["year"], start, match.end())
    match = _FIGURE.match(line, start)
    return _figure(match, line) if match else None


def _figure(match: re.Match[str], line: str) -> Figure:
    vague, about, scale, unit = match.group("vague", "about", "scale", "unit")
    start, end = match.span()
    is_rounded = vague or about or scale or (start > 0 and line[start - 1] in _APPROXIMATE)
    yuan = _YUAN.get(unit)
    value = None if is_rounded else _count(match) if yuan is None else _money(match, yuan)
    return _new(Figure, (value, yuan is not None, start, end))


def _count(match: re.Match[str]) -> int | None:
    nil, han, digits, decimals = match.group("nil", "han", "digits", "decimals")
    if nil or decimals:
        return 0 if nil else None
    if digits:
        return int(digits.replace(",", ""))
    number = han_number(han.replace("两", "二"))
    return None if number is None else int(number)


def _money(match: re.Match[str], yuan: Decimal) -> int | float | None:
    han, digits, decimals = match.group("han", "digits", "decimals")
    plain = digits.replace(",", "") + (decimals or "") if digits else ""
    number = Decimal(plain) if plain else han_number(han.replace("两", "二"))
    if number is None:
        return None
    number *= yuan
    return int(number) if number == number.to_integral_value() else float(number)
