"""Which division a site belongs to, and the clues that say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from archive import divisions
from archive.divisions import Division, Level
from archive.places import gazetteer
from crawler.probing.sights import Sight

_ID_CODE = re.compile(r"(\d{6})\d{4}")
LEVELS = {Level.PROVINCE: "province", Level.CITY: "city", Level.COUNTY: "county", Level.ZONE: "county"}


class Clue(StrEnum):
    """What a division was told from."""

    ID_CODE = "SiteIDCode"
    ABOVE_ID_CODE = "what lies above the SiteIDCode"
    NAME = "the site's name"
    TEXT = "the places that its pages name"
    NONE = "nothing"


@dataclass(frozen=True, slots=True)
class Place:
    """A division's code (empty where there is no clue), how it was told, and a name that contradicts it."""

    code: str
    level: str
    clue: Clue
    contradicted_by: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the code is one of the list."""
        return divisions.by_code(self.code) is not None


def site_name(sights: Iterable[Sight]) -> str:
    """What the site calls itself: its SiteName, else the heading of the page that lies highest."""
    ranked = sorted(sights, key=lambda s: (not s.site.has_name, urlsplit(s.url).path.count("/")))
    return next((_bare(s.site.name) for s in ranked if s.site.name and not _is_column(s)), "")


def _is_column(s: Sight) -> bool:
    """Whether a page without SiteName calls itself after its column, not after the site."""
    return not s.site.has_name and (s.is_section or urlsplit(s.url).path.count("/") > 1)


def locate(sights: list[Sight], name: str) -> Place:
    """The division by the identification code, else by the site's name, else by the places in its pages.

    A code that the list does not hold (a zone's, a department's) stands for the city or province above it
    where the name tells nothing better.
    """
    coded = next((found[1] for s in sights if (found := _ID_CODE.fullmatch(s.site.id_code))), "")
    mentioned = sum((s.places for s in sights), Counter[str]())
    named, of_code = _by_name(name, mentioned), divisions.by_code(coded)
    if of_code is not None:
        is_other = named is not None and named.code != coded
        return _place(of_code, Clue.ID_CODE, named.name if named and is_other else None)
    if named is not None:
        return _place(named, Clue.NAME)
    above = _above(coded)
    if above is not None:
        return _place(above, Clue.ABOVE_ID_CODE)
    if coded:
        return Place(coded, "county", Clue.ID_CODE)
    guessed = _by_mentions(mentioned)
    return _place(guessed, Clue.TEXT) if guessed else Place("", "county", Clue.NONE)


def _above(code: str) -> Division | None:
    """The city, else the province, in which a code lies."""
    return divisions.by_code(f"{code[:4]}00") or divisions.by_code(f"{code[:2]}0000")


def _place(division: Division, clue: Clue, contradicted_by: str | None = None) -> Place:
    return Place(division.code, LEVELS.get(division.level, "county"), clue, contradicted_by)


def _by_name(name: str, mentioned: Counter[str]) -> Division | None:
    """The place at the start of a name; one of several namesakes where the pages name what it lies in."""
    place = gazetteer().locate(name)
    if place is not None:
        return place.division
    inside = list(gazetteer().mentions(name))
    return gazetteer().among(inside, mentioned) if inside else None


def _by_mentions(mentioned: Counter[str]) -> Division | None:
    """The place that is named most often, where it is one place."""
    for name, _ in mentioned.most_common(3):
        division = gazetteer().among([name], mentioned) or getattr(gazetteer().locate(name), "division", None)
        if division is not None:
            return division
    return None


_JOINTS = re.compile(r"[-_|—–]+")
_FURNITURE = re.compile(r"(?:官方|政务|政府)?(?:门户)?网站?$|^(?:中国|欢迎访问|欢迎来到)[·\s]*|^首页$")


def _bare(name: str) -> str:
    """A site's name without what only says that it is a site: 亭湖区人民政府门户网站."""
    parts = [_FURNITURE.sub("", part.strip()).strip() for part in _JOINTS.split(name)]
    return next(filter(None, parts), name.strip())
