"""One article under two addresses: the copy for telephones beside the one for a desk.

A copy differs in its furniture only, so fetching both would burden the host for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

_MOBILE = re.compile(r"_wap(?=\.s?html?$)", re.IGNORECASE)
_MOBILE_FOLDER = re.compile(r"^/(?:wap|mobile)(?=/.)", re.IGNORECASE)
T = TypeVar("T")


def article_key(url: str) -> str:
    """What an article and its copies have in common: the address of the one for a desk.

    TRS writes ``t20240117_1_wap.html`` beside ``t20240117_1.html``.  Scheme and ``www.`` tell no two
    articles apart.  A second address whose page may differ (the dynamic one of 博达 VSB) is no copy: it is
    fetched, and told to be the same report by what it holds.
    """
    parts = urlsplit(url)
    path = _MOBILE.sub("", _MOBILE_FOLDER.sub("", parts.path))
    return urlunsplit(("http", parts.netloc.removeprefix("www."), path, parts.query, ""))


def is_mobile(url: str) -> bool:
    """Whether an address is that of a copy for telephones."""
    path = urlsplit(url).path
    return _MOBILE.search(path) is not None or _MOBILE_FOLDER.search(path) is not None


class Twins:
    """The articles of one walk, each under the address by which it was first asked for."""

    def __init__(self) -> None:
        self._asked: dict[str, str] = {}

    @property
    def count(self) -> int:
        """Articles seen so far, each with its twins once."""
        return len(self._asked)

    def drop(self, found: Iterable[tuple[str, T]]) -> Iterator[T]:
        """Of things with their URLs those that are no twin of another; copies for telephones come last."""
        for url, thing in sorted(found, key=lambda pair: is_mobile(pair[0])):
            if self._asked.setdefault(article_key(url), url) == url:
                yield thing
