"""Whether this machine can draw pages: the extra ``js`` and a Chromium."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """The path of the machine's Chromium, None where it has none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def lacking() -> str | None:
    """What this machine lacks for a browser: expected, found; None where nothing is."""
    if find_spec("scrapy_playwright") is None:
        return "expected the extra js (make js), found no scrapy-playwright; 请安装附加组件：make js"
    if program() is None:
        found = f"found none of {', '.join(PROGRAMS)}"
        return f"expected a Chromium (apt-get install chromium), {found}; 请安装 Chromium"
    return None
