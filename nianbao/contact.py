"""Who a webmaster can reach: asked for before a command begins, so that no portal is called broken for it.

The crawl itself refuses too (``crawler.floor``), whichever way it was started.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.models import Portal
from crawler import settings
from crawler.hosts import is_local, is_loopback
from nianbao.options import refuse

_MISSING = (
    "访问真实门户之前，请把环境变量 NIANBAO_CONTACT 设为联系网址或邮箱，让对方网站能找到你；未发出任何请求"
    " · expected NIANBAO_CONTACT, the page or mailbox where a webmaster reaches you, found nothing;"
    " nobody was asked"
)


def need_contact(portals: Iterable[Portal]) -> None:
    """End with status 2 where a portal off this machine is to be asked by nobody."""
    if not settings.NIANBAO_CONTACT and not all(map(is_local, portals)):
        refuse(_MISSING)


def need_contact_for(url: str) -> None:
    """The same for one URL, which no row describes yet."""
    if not settings.NIANBAO_CONTACT and not is_loopback(urlsplit(url).netloc):
        refuse(_MISSING)
