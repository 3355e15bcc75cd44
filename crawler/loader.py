"""From registry rows to spiders: ``scrapy list`` names every portal and ``scrapy crawl ID`` runs one."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.settings import BaseSettings

from archive.models import Portal
from crawler import registry
from crawler.hosts import host, own_hosts
from crawler.spiders import PortalSpider

Names = list[str]  # within the class, ``list`` is Scrapy's method


def spider_class(portal: Portal, base: type[PortalSpider] = PortalSpider) -> type[PortalSpider]:
    """The spider of one row; its delay, where the row gives one, is the setting of that spider alone."""
    settings: dict[str, Any] = dict(base.custom_settings or {})
    if "delay" in portal.options:
        settings["DOWNLOAD_DELAY"] = float(portal.options["delay"])
    attributes = {"name": portal.id, "portal": portal, "custom_settings": settings}
    return type(base.__name__, (base,), attributes)


class RegistryLoader:
    """Scrapy's spider loader, with the registry in place of a folder of spiders."""

    def __init__(self, settings: BaseSettings) -> None:
        self._portals = {portal.id: portal for portal in registry.load(settings.get("NIANBAO_REGISTRY"))}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> RegistryLoader:
        """Scrapy's way of making one.

        Raises:
            SystemExit: where a row is wrong or the file cannot be read, before any spider exists.
        """
        try:
            return cls(settings)
        except (registry.RegistryError, OSError) as error:
            raise SystemExit(str(error)) from error  # Scrapy would print where it was raised

    def list(self) -> Names:
        """Every portal, retired ones included, in the order of the registry."""
        return [*self._portals]

    def load(self, spider_name: str) -> type[PortalSpider]:
        """The spider of a portal.

        Raises:
            KeyError: where no row has that id, or the row is retired.
        """
        if spider_name not in self._portals:
            raise KeyError(f"no portal {spider_name!r} in the registry; `scrapy list` names those there are")
        portal = self._portals[spider_name]
        if portal.status == "retired":
            raise KeyError(f"portal {spider_name!r} is retired and not crawled: {portal.note}")
        return spider_class(portal)

    def find_by_request(self, request: Request) -> Names:
        """The portals on whose hosts a URL lies."""
        name = host(request.url)
        return [portal.id for portal in self._portals.values() if name in own_hosts(portal)]
