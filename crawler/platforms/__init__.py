"""The families of content management systems, one small class each.

To add one: write the class (its docstring says how to recognise it, two example portals, its options, its
traps), add it to `FAMILIES`, and save a page of two portals under ``tests/fixtures/portals``.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Portal
from crawler.platforms.base import COMMON_OPTIONS, Option, Platform
from crawler.platforms.browser import BrowserPlatform
from crawler.platforms.encodedpager import EncodedPager
from crawler.platforms.generic import Generic
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.jcms import Jcms
from crawler.platforms.jcmsxxgk import JcmsXxgk
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.loaddata import LoadData
from crawler.platforms.openness import Openness
from crawler.platforms.shanghai import Shanghai
from crawler.platforms.trs import Trs
from crawler.platforms.trsapi import TrsApi
from crawler.platforms.trsinline import TrsInline
from crawler.platforms.ucap import Ucap
from crawler.platforms.ucapsearch import UcapSearch
from crawler.platforms.vsb import Vsb

# The surest marks first: an API or a module before the system that it belongs to, since its rows lead to that
# system's articles; any page may link to an article of TRS, and everything is generic.
_BY_MARKS: tuple[type[Platform], ...] = (
    TrsApi, LoadData, UcapSearch, Gkmlpt, Jpaas, JcmsXxgk, Jcms, Ucap, Vsb, Openness, Shanghai, EncodedPager,
    TrsInline, Trs, BrowserPlatform, Generic,
)  # fmt: skip
FAMILIES: Mapping[str, type[Platform]] = {family.name: family for family in _BY_MARKS}


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
