"""One module a CMS family: the URLs, list pages, pagers and article pages that it produces."""

from __future__ import annotations

from collections.abc import Mapping

from nianbao.demo.cms.base import Cms
from nianbao.demo.cms.generic import Generic
from nianbao.demo.cms.jcms import Jcms
from nianbao.demo.cms.trs import BEIJING, CHONGQING, PLAIN, Trs
from nianbao.demo.cms.ucap import Ucap
from nianbao.demo.cms.vsb import Vsb
from nianbao.demo.plan import PortalPlan


def cms_of(portal: PortalPlan) -> Cms:
    """Return the system that runs a portal."""
    families: Mapping[str, Cms] = {
        "trs-plain": Trs(portal, PLAIN),
        "trs-beijing": Trs(portal, BEIJING),
        "trs-chongqing": Trs(portal, CHONGQING),
        "jcms": Jcms(portal),
        "ucap": Ucap(portal),
        "vsb": Vsb(portal),
        "generic": Generic(portal),
    }
    return families[portal.cms]


__all__ = ["Cms", "cms_of"]
