"""One page, one URL: the spellings that the portals use of an address, reduced to one.

The archive knows a page by its URL, so a session id or a ``/./`` in a link would make every visit find new
pages.  Only what cannot change the answer is altered (RFC 3986, section 6.2): never the case of a path, the
order of a query, or a parameter whose meaning is not known.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SUSPECT = re.compile(r"/\.|[#;]|s_?id=|sess(?:ion)?_?id", re.IGNORECASE)
# A URL like this, with nothing suspect in it, is normal already; nearly all are.
_PLAIN = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::(?!(?:80|443)/)[1-9][0-9]{1,4})?/")
_DOTTED = re.compile(r"/\.{1,2}(?:/|$)")
_SESSION_SEGMENT = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[\w.!-]*", re.IGNORECASE)
_SESSION_KEY = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id)$", re.IGNORECASE
)
# ``sid`` is also a site's number (gkmlpt) or a sheet's; only what looks drawn by lot is a session.
_DRAWN = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}$|[0-9]{20,}$")
_AMBIGUOUS_KEYS = ("sid", "s_id")


def normal(url: str) -> str:
    """The URL without fragment, session, default port and dot segments, its scheme and host in lower case."""
    if _PLAIN.match(url) and not _SUSPECT.search(url):
        return url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname or parts.scheme not in _DEFAULT_PORTS:
        return url
    path = _without_dots(_SESSION_SEGMENT.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme, _netloc(parts, port), path, _query(parts.query), ""))


def _netloc(parts: SplitResult, port: int | None) -> str:
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    return name if port is None or str(port) == _DEFAULT_PORTS[parts.scheme] else f"{name}:{port}"


def _query(query: str) -> str:
    if not _SUSPECT.search(query):
        return query
    return "&".join(field for field in query.split("&") if not _is_session(field))


def _is_session(field: str) -> bool:
    key, _, value = field.partition("=")
    if _SESSION_KEY.match(key):
        return True
    return key.lower() in _AMBIGUOUS_KEYS and _DRAWN.match(value) is not None


def _without_dots(path: str) -> str:
    """A path without ``/./`` and ``/../`` (RFC 3986, section 5.2.4); none climbs above the root."""
    if not _DOTTED.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
