"""Which of Scrapy's parts a crawl is made of."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scrapy.settings import Settings
from scrapy.settings.default_settings import DOWNLOADER_MIDDLEWARES_BASE, EXTENSIONS_BASE
from scrapy.utils.conf import build_component_list

from crawler import settings as ours
from crawler.floor import LIMITS

KINDS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS")
_LOADED = """
import sys
import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object
settings = Settings()
settings.setmodule("crawler.settings", priority="project")
for kind in sys.argv[1:]:
    for part in build_component_list(settings.get_component_priority_dict_with_base(kind)):
        load_object(part)
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_what_is_replaced_or_switched_off_is_no_part_of_a_crawl() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    parts = {
        part
        for kind in KINDS
        for part in build_component_list(settings.get_component_priority_dict_with_base(kind))
    }
    theirs = {*DOWNLOADER_MIDDLEWARES_BASE, *EXTENSIONS_BASE} & parts
    assert {part.rpartition(".")[2] for part in theirs} == {
        *("DownloadTimeoutMiddleware", "DefaultHeadersMiddleware", "UserAgentMiddleware"),
        *("HttpProxyMiddleware", "DownloaderStats", "CoreStats", "LogCount", "CloseSpider"),
    }
    assert {"crawler.robots.Robots", "crawler.retrying.Retry", "crawler.extensions.CrawlDelay"} <= parts


def test_a_crawl_loads_no_client_that_it_does_not_use() -> None:
    command = [sys.executable, "-c", _LOADED, *KINDS]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not {"aiohttp", "requests", "tldextract"} & set(loaded)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("DOWNLOADER_MIDDLEWARES", "scrapy.downloadermiddlewares.retry.RetryMiddleware"),
        ("EXTENSIONS", "scrapy.extensions.remote_control.RemoteControl"),
    ],
)
def test_what_was_left_out_may_not_come_back_off_loopback(kind: str, part: str) -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    assert LIMITS[kind].holds(settings, kind)
    settings.set(kind, {**getattr(ours, kind), part: 551}, priority="cmdline")
    assert not LIMITS[kind].holds(settings, kind)
