"""``scrapy crawl ID``, which ends with status 1 where the portal failed, as ``nianbao crawl`` does."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Container, Mapping

from scrapy import Spider
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from archive import years
from crawler.calendar import Revisit
from crawler.outcomes import PortalOutcome


class Command(crawl.Command):
    """Scrapy's command; a scheduler learns from its status what came of the portal."""

    _crawler: Crawler

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._crawler = super()._create_crawler(spidercls)
        return self._crawler

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl, then judge.

        Raises:
            UsageError: where the portal or an argument is none, before anything is asked.
        """
        self._need_portal(args)
        _need_arguments(opts.spargs)
        super().run(args, opts)
        outcome: PortalOutcome | None = getattr(self._crawler.spider, "outcome", None)  # none: it never began
        if outcome is None or outcome.status == "failed":
            self.exitcode = 1

    def _need_portal(self, args: list[str]) -> None:
        assert self.crawler_process is not None, "Scrapy makes one for every command that crawls"
        try:
            self.crawler_process.spider_loader.load(*args[:1] or [""])
        except KeyError as error:
            raise UsageError(error.args[0], print_help=False) from error


def _need_arguments(given: Mapping[str, str]) -> None:
    """Refuse an argument of another name, which Scrapy would leave unused, or of another value."""
    for name, value in given.items():
        if name not in _ARGUMENTS:
            raise UsageError(f"-a {name}: expected one of {', '.join(_ARGUMENTS)}", print_help=False)
        expected, values = _ARGUMENTS[name]
        if value not in values:
            raise UsageError(f"-a {name}: expected {expected}, found {value!r}", print_help=False)


_ARGUMENTS: Mapping[str, tuple[str, Container[str]]] = {
    "since": (
        f"a year from {years.FIRST} to {years.LAST}",
        [str(year) for year in range(years.FIRST, years.LAST + 1)],
    ),
    "revisit": (" or ".join(Revisit), [str(revisit) for revisit in Revisit]),
}
