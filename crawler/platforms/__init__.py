"""The families of content management systems, one small class each.

To add one: write the class (its docstring says how to recognise it, two example portals, its options, its
traps), add it to `FAMILIES`, and save a page of two portals under ``tests/fixtures/portals``.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Portal
from crawler.platforms.base import COMMON_OPTIONS, Option, Platform
from crawler.platforms.generic import Generic
from crawler.platforms.jcms import Jcms
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.vsb import Vsb

# The surest marks first: any page may link to an article of TRS, and everything is generic.
FAMILIES: Mapping[str, type[Platform]] = {family.name: family for family in (Jcms, Ucap, Vsb, Trs, Generic)}


def detect(html: str) -> str:
    """The family whose marks a page bears; ``generic`` where it bears none."""
    return next((name for name, family in FAMILIES.items() if family.fingerprint(html)), Generic.name)


def platform_of(portal: Portal) -> Platform:
    """The platform of a registry row, with the row's options."""
    return FAMILIES[portal.platform](portal.options)


def options_of(platform: str) -> Mapping[str, Option]:
    """Every option that a row of this platform may give."""
    return {**COMMON_OPTIONS, **FAMILIES[platform].options}


__all__ = ["FAMILIES", "Option", "Platform", "detect", "options_of", "platform_of"]
