"""Which division a text names: 北京市朝阳区…, 北京朝阳…, 淮安洪泽…, and 鼓楼区 where the context tells.

A name that several divisions bear (朝阳区, 鼓楼区, 城区) is told by the province or city before it, or by
the place that is known from elsewhere; otherwise there is no answer.  Nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive.divisions import Division, Divisions, Level, divisions

PEOPLES = (
    "蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族"
    "|傈僳族|佤族|畲族|拉祜族|水族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族"
    "|仡佬族|锡伯族?|普米族|塔吉克族?|怒族|独龙族|裕固族|保安族|各族"
)
AUTONOMOUS = re.compile(rf"(?<=..)(?:{PEOPLES})+自治(?=[州县旗]$)")
SUFFIX = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|地区|[省市区县旗州盟])$")
# What follows tells that a unit is no name of a place: 吉林|市场, 北京|街道, 南京|路.
NOT_AFTER_FULL = re.compile(r"(?<=市)场|(?<=区)[域划块]|(?<=县)域")
NOT_AFTER_SHORT = re.compile(r"[路街镇乡村桥湖江河]|大道|道路|社区")
NAME_END = re.compile(r"[省市区县旗州盟]")
SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A division that a text names.

    ``start`` is where its own name begins, after those of the divisions above it; ``end`` where it ends.
    """

    division: Division
    start: int
    end: int

    @property
    def full_name(self) -> str:
        """The division's name with all above it."""
        return divisions().full_name(self.division.code)


class Gazetteer:
    """Names and short names of a code list, indexed for looking them up in running text."""

    def __init__(self, known: Divisions) -> None:
        self._known = known
        self._full = _index(known.names, lambda division: (division.name,))
        self._short = _index(known.names, _stems)
        self._longest = max(map(len, self._full))
        self._lengths = sorted(set(map(len, self._full)), reverse=True)
        self._endings = {name[-2:] for name in self._full}  # few of 全区, 社区, 我县 end a name
        self._by_full_name = {known.full_name(division.code): division for division in known}

    def named(self, full_name: str | None) -> Division | None:
        """The division of a full name as `Divisions.full_name` writes it."""
        return self._by_full_name.get(full_name or "")

    def full_name(self, division: Division) -> str:
        """The division's name with all above it."""
        return self._known.full_name(division.code)

    def locate(self, text: str, within: str | None = None) -> Place | None:
        """Read the place at the start of a text: province, city and county, each in full or short.

        ``within`` is the full name of a division known from elsewhere; it decides between namesakes.
        None where no place stands there or where it stays open which one is meant.
        """
        found: tuple[Division, ...] = ()
        start = end = 0
        while step := self._step(text, end, found):
            start, (found, end) = end, step
        division = self._decide(found, self.named(within))
        return Place(division, start, end) if division else None

    def mentions(self, text: str) -> Counter[str]:
        """How often each full name (never a short one) occurs anywhere in a text."""
        return Counter(self._mentions(text))

    def among(self, names: Iterable[str], context: Iterable[str]) -> Division | None:
        """The one division of these names that lies in a place of ``context`` (names), if there is one."""
        above = {division.code for name in context for division in self._full.get(name, ())}
        found = {
            division.code: division
            for name in names
            for division in self._full.get(name, ())
            if any(upper.code in above for upper in self._known.lineage(division.code)[:-1])
        }
        return self._decide(tuple(found.values()), None)

    def _mentions(self, text: str) -> Iterator[str]:
        for suffix in NAME_END.finditer(text):
            end = suffix.end()
            if text[end - 2 : end] not in self._endings:
                continue
            spans = (text[max(0, end - length) : end] for length in self._lengths)
            name = next((span for span in spans if span in self._full), None)
            if name:
                yield name

    def _step(
        self, text: str, start: int, above: tuple[Division, ...]
    ) -> tuple[tuple[Division, ...], int] | None:
        """The longest name at ``start`` that lies in the divisions read before it."""
        for index, forbidden in ((self._full, NOT_AFTER_FULL), (self._short, NOT_AFTER_SHORT)):
            for end in range(min(len(text), start + self._longest), start + 1, -1):
                found = index.get(text[start:end])
                if not found or forbidden.match(text, end):
                    continue
                found = self._below(found, above, is_short=index is self._short)
                if found:
                    return found, end
        return None

    def _below(
        self, found: tuple[Division, ...], above: tuple[Division, ...], *, is_short: bool
    ) -> tuple[Division, ...]:
        if above:
            return tuple(
                division
                for division in found
                if any(self._is_below(division.code, upper.code) for upper in above)
            )
        # A county's short name alone (长安, 和平) is as often a word or a street.
        return tuple(division for division in found if not is_short or division.level in PREFECTURES_UP)

    def _is_below(self, code: str, above: str) -> bool:
        return code != above and self._known.is_within(code, above)

    def _decide(self, found: tuple[Division, ...], within: Division | None) -> Division | None:
        if len(found) > 1 and within:
            near = tuple(division for division in found if self._touches(division, within))
            found = near or found
        if len(found) > 1:
            found = tuple(division for division in found if not self._gives_way(division, found))
        return found[0] if len(found) == 1 else None

    def _touches(self, division: Division, within: Division) -> bool:
        inside, around = division.code, within.code
        return self._known.is_within(inside, around) or self._known.is_within(around, inside)

    def _gives_way(self, division: Division, others: tuple[Division, ...]) -> bool:
        """Whether a division lies in one of the others, or went into it when it ceased.

        A province never wins: 吉林 may be either.
        """
        codes = filter(None, (division.code, division.successor))
        return any(
            self._known.is_within(code, other.code)
            for code in codes
            for other in others
            if other.code != division.code and other.valid_to is None and other.level is not Level.PROVINCE
        )


PREFECTURES_UP = (Level.PROVINCE, Level.CITY)


@cache
def gazetteer() -> Gazetteer:
    """The names of the package's code list."""
    return Gazetteer(divisions())


def locate(text: str, within: str | None = None) -> Place | None:
    """Read the place at the start of a text; see `Gazetteer.locate`."""
    return gazetteer().locate(text, within)


def _index(
    names: Iterable[Division], surfaces: Callable[[Division], Iterable[str]]
) -> dict[str, tuple[Division, ...]]:
    index: defaultdict[str, list[Division]] = defaultdict(list)
    for division in names:
        for surface in surfaces(division):
            index[surface].append(division)
    return {surface: tuple(found) for surface, found in index.items()}


def _stems(division: Division) -> Iterable[str]:
    if division.level in (Level.ALIAS, Level.ZONE):
        return ()
    name = division.name
    plain = AUTONOMOUS.sub("", name) if "自治" in name else name  # 湘西土家族苗族自治州: 湘西州
    surfaces = {plain, SUFFIX.sub("", plain)} - {name}
    return [surface for surface in surfaces if len(surface) >= SHORTEST_STEM]
