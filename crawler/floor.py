"""The floor under the manners: what no command line, environment or row can lower off loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.misc import load_object

from archive.models import Portal
from crawler import settings as ours
from crawler.exceptions import BelowTheFloor
from crawler.hosts import is_local
from crawler.turns import LEAST_DELAY_S


@dataclass(frozen=True, slots=True)
class Limit:
    """What a setting may be, in words and as a test."""

    expected: str
    holds: Callable[[BaseSettings, str], bool]


def _is_off(settings: BaseSettings, name: str) -> bool:
    return not settings.getbool(name)


def _is_one(settings: BaseSettings, name: str) -> bool:
    return settings.getint(name) == 1


def _at_most(most: int) -> Callable[[BaseSettings, str], bool]:
    return lambda settings, name: 0 <= settings.getint(name) <= most


_KINDS = ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS")
_PARTS = {name: dict(getattr(ours, name)) for name in _KINDS}
_LEFT_OUT = {
    name: getattr(default_settings, f"{name}_BASE").keys() - getattr(ours, f"{name}_BASE") for name in _KINDS
}


def _has_ours(settings: BaseSettings, name: str) -> bool:
    """Whether our parts are in their places, and none of Scrapy's that we left out is back."""
    given = settings.getwithbase(name)
    is_back = any(given.get(part) is not None for part in _LEFT_OUT[name])
    return not is_back and all(given.get(part) == place for part, place in _PARTS[name].items())


def _takes_turns(settings: BaseSettings, name: str) -> bool:
    """Whether every handler of the network waits at the gate, be it ours or that of a browser."""
    handlers = (load_object(settings.getwithbase(name)[scheme]) for scheme in ("http", "https"))
    return all(getattr(handler, "takes_turns", False) for handler in handlers)


LIMITS: Mapping[str, Limit] = {
    "NIANBAO_CONTACT": Limit("your page or mailbox（联系网址或邮箱）", lambda s, name: bool(s[name])),
    "DOWNLOAD_DELAY": Limit("at least 2 (seconds)", lambda s, name: s.getfloat(name) >= LEAST_DELAY_S),
    "DOWNLOAD_DELAY_JITTER": Limit("0", lambda s, name: s.getfloat(name) == 0),
    "CONCURRENT_REQUESTS": Limit("1", _is_one),
    "CONCURRENT_REQUESTS_PER_DOMAIN": Limit("1", _is_one),
    "AUTOTHROTTLE_ENABLED": Limit("False", _is_off),
    "ROBOTSTXT_OBEY": Limit("True", lambda s, name: s.getbool(name)),
    "ROBOTSTXT_USER_AGENT": Limit("nianbao", lambda s, name: s[name] == ours.BOT_NAME),
    "ROBOTSTXT_PARSER": Limit("ours", lambda s, name: s[name] == ours.ROBOTSTXT_PARSER),
    "USER_AGENT": Limit(
        "nianbao/… with the operator's contact",
        lambda s, name: s[name].startswith("nianbao/") and str(s["NIANBAO_CONTACT"]) in s[name],
    ),
    "COOKIES_ENABLED": Limit("False", _is_off),
    "RETRY_TIMES": Limit("at most 2", _at_most(2)),
    "REDIRECT_MAX_TIMES": Limit("at most 5", _at_most(5)),
    "NIANBAO_MAX_REQUESTS": Limit("a positive number", lambda s, name: s.getint(name) > 0),
    "DOWNLOADER_MIDDLEWARES": Limit("ours, each in its place", _has_ours),
    "DOWNLOAD_HANDLERS": Limit("those that wait at the gate", _takes_turns),
    "EXTENSIONS": Limit("ours, each in its place", _has_ours),
}


def hold(settings: BaseSettings, portal: Portal) -> None:
    """Let a crawl begin whose settings keep the manners; a portal on this machine may have any.

    Raises:
        BelowTheFloor: with every setting that does not, before anything is asked of anyone.
    """
    faults = () if is_local(portal) else tuple(_faults(settings))
    if faults:
        raise BelowTheFloor(portal.id, faults)


def _faults(settings: BaseSettings) -> Iterator[str]:
    for name, limit in LIMITS.items():
        try:
            holds = limit.holds(settings, name)
        except (TypeError, ValueError, AttributeError, KeyError, NameError, ImportError):
            holds = False
        if not holds:
            found = settings[name]
            shown = dict(found) if isinstance(found, BaseSettings) else found
            yield f"{name}: expected {limit.expected}, found {shown!r}"
