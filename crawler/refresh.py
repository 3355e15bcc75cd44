"""Pages that only send the reader on: ``<meta http-equiv="refresh" content="0;url=…">``.

Home pages and moved sections are often no more than that.  Scrapy's own following is off, because TRS leaves
the same tag to say that a document was removed; here a refresh is a step of the walk, counted and bounded.
"""

from __future__ import annotations

import re

from crawler.page import Page

MAX_REFRESHES = 4  # http → https → www → a folder is the longest honest chain
_REFRESH = re.compile(
    r"<meta\b[^>]{0,200}http-equiv\s*=\s*[\"']?refresh\b[^>]{0,200}?url\s*=\s*[\"']?([^\"'>\s]{1,300})",
    re.IGNORECASE,
)
_NOSCRIPT = re.compile(
    r"<noscript\b[^<]{0,100}(?:<(?!/?noscript)[^<]{0,200}){0,20}</noscript>", re.IGNORECASE
)
_HEAD = 4096
_MOST_LINKS = 2  # "click here if nothing happens"


def refresh_target(page: Page) -> str | None:
    """Where a page sends its reader, None where it has something to show itself."""
    found = _REFRESH.search(_NOSCRIPT.sub("", page.text[:_HEAD]))
    if found is None or len(page.links) > _MOST_LINKS:
        return None
    return page.resolve(found[1])
