"""The spider of a probe, and the rounds in which it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from archive.models import Portal
from archive.store import Archive
from crawler.hosts import host, is_loopback, own_hosts, site
from crawler.probing.sights import Notebook
from crawler.probing.walk import ProbeWalk
from crawler.run import OnProgress, PortalOutcome, crawl
from crawler.spiders import PortalSpider

SITE = "probe"  # the id under which the throw-away archive knows the site
LONGEST_S = (
    240  # thirty requests at the usual two seconds take one minute, at a Crawl-delay of five less than three
)
_REDIRECTS = """
select coalesce(final_url, url) from captures where run_id = ? and reason like 'redirect-to-foreign-host%'"""


class ProbeSpider(PortalSpider):
    """One probe's spider; `notebook` is set on a subclass, since Scrapy makes the instance."""

    notebook: ClassVar[Notebook]
    custom_settings = {"CLOSESPIDER_TIMEOUT": LONGEST_S}  # noqa: RUF012 (Scrapy's declaration)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.walk = ProbeWalk(self.portal, self.notebook)


def explore(
    url: str, archive: Archive, run_id: str, on_progress: OnProgress | None = None
) -> tuple[Portal, Notebook, PortalOutcome]:
    """Walk a site; where menus or reports lead to its other hosts, walk it again with those.

    The second walk takes what the first one fetched from the archive.
    """
    notebook = Notebook()
    portal = stranger(url)
    walked = partial(_round, data=archive.root, run_id=run_id, notebook=notebook, on_progress=on_progress)
    outcome = walked(portal)
    siblings = _siblings(portal, {*notebook.strangers, *_redirected(archive, run_id)})
    if siblings:
        portal = replace(portal, hosts=siblings)
        outcome = walked(portal)
    return portal, notebook, outcome


def stranger(url: str) -> Portal:
    """The row by which a site is walked of which nothing is known but a URL."""
    is_local = is_loopback(host(url))
    return Portal(
        id=SITE,
        name=host(url),
        division_code="000000",
        level="county",
        start_url=url,
        platform="generic",
        options={"delay": "0"} if is_local else {},
        hosts=(),
        first_year=None,
        status="unverified",
        note="loopback" if is_local else "",
    )


def _round(
    portal: Portal, *, data: Path, run_id: str, notebook: Notebook, on_progress: OnProgress | None
) -> PortalOutcome:
    spider = type("ProbeSpider", (ProbeSpider,), {"notebook": notebook})
    outcomes = crawl((portal,), data=data, run_id=run_id, spider=spider, on_progress=on_progress)
    return outcomes[portal.id]


def _siblings(portal: Portal, names: Iterable[str]) -> tuple[str, ...]:
    """Those of some hosts that belong to the same registrable domain."""
    own = own_hosts(portal)
    home = site(host(portal.start_url))
    return tuple(sorted(name for name in names if site(name) == home and name not in own))


def _redirected(archive: Archive, run_id: str) -> set[str]:
    return {host(url) for (url,) in archive.db.conn.execute(_REDIRECTS, (run_id,))}
