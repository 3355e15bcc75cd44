"""The pages that are measured: every HTML article of the demo portals, in all its markup styles."""

from __future__ import annotations

from functools import cache

from archive.models import CaptureKind
from nianbao.demo import manifest
from nianbao.demo.plan import portals
from nianbao.demo.sites import site


@cache
def article_pages() -> tuple[bytes, ...]:
    """The bytes of each distinct article that holds tables."""
    sites = {portal.id: site(portal, 1) for portal in portals()}
    bodies = {
        sites[report.portal_id].find(rendition.path).body
        for report in manifest().reports_on(1)
        for rendition in report.renditions
        if rendition.kind is CaptureKind.ARTICLE
    }
    return tuple(sorted(body for body in bodies if b"<table" in body))
