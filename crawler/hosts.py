"""Which hosts are a portal's own, and which portals share a site and so must take turns."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from archive.models import Portal

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CACHED = 4096  # every request asks for its host about ten times


@lru_cache(maxsize=_CACHED)
def host(url: str) -> str:
    """The host of a URL as it is compared: lower case, without ``www.`` and without a default port.

    One that is no address (``[::1``, a port ``:80abc`` or ``:99999``) is nobody's, and told as a foreign one.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url.partition("://")[2].partition("/")[0].lower()
    name = (parts.hostname or "").removeprefix("www.")
    return name if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{port}"


def own_hosts(portal: Portal) -> frozenset[str]:
    """The allow-list of a portal: the host it starts at and those that its row names."""
    named = (host(f"http://{name}") for name in portal.hosts)
    return frozenset({host(portal.start_url), *named})


@lru_cache(maxsize=_CACHED)
def is_loopback(name: str) -> bool:
    """Whether a host (with or without port) is this machine."""
    try:
        bare = urlsplit(f"//{name}").hostname or ""
    except ValueError:
        return False
    return bare == "localhost" or (is_address(bare) and ipaddress.ip_address(bare).is_loopback)


def is_local(portal: Portal) -> bool:
    """Whether a row says that it is on this machine, and every host of it is."""
    return portal.is_loopback and all(map(is_loopback, own_hosts(portal)))


def is_address(name: str) -> bool:
    """Whether a host name is a bare IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def site(name: str) -> str:
    """The registrable domain of a host: ``scjgj.cq.gov.cn`` is part of ``cq.gov.cn``, one guest's one door.

    Under ``gov.cn`` that is three labels; an address or any other host stands for itself, port included.
    """
    labels = name.partition(":")[0].split(".")
    return ".".join(labels[-3:]) if labels[-2:] == ["gov", "cn"] else name


def lanes(portals: Iterable[Portal]) -> list[list[Portal]]:
    """Group portals that share a site; those in one lane are crawled one after another."""
    grouped: list[tuple[set[str], list[Portal]]] = []
    for portal in portals:
        sites = {site(name) for name in own_hosts(portal)}
        touched = [lane for lane in grouped if lane[0] & sites]
        grouped = [lane for lane in grouped if not lane[0] & sites]
        members = [member for _, lane in touched for member in lane]
        grouped.append((sites.union(*(known for known, _ in touched)), [*members, portal]))
    return [lane for _, lane in grouped]


def delay(portal: Portal, default: float) -> float:
    """Seconds between two requests to this portal's hosts."""
    return float(portal.options.get("delay", default))


def longest_delay(lane: Sequence[Portal], default: float) -> float:
    """The pause between two portals of one lane, so that the change from one to the next is no burst."""
    return max(delay(portal, default) for portal in lane)
