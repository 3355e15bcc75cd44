"""Scrapy settings.  Each that differs from Scrapy's default says the default and why.

The only place of the crawler that reads the environment.
"""

from __future__ import annotations

import os

# --- ours -------------------------------------------------------------------------------------------
NIANBAO_REGISTRY = os.environ.get("NIANBAO_REGISTRY")  # None: the registry in the package
NIANBAO_DATA = os.environ.get(
    "NIANBAO_DATA", "var"
)  # data root; plain `scrapy crawl` has no other way to name it
NIANBAO_VANTAGE = os.environ.get(
    "NIANBAO_VANTAGE"
)  # where the crawl runs: some portals answer only within China
NIANBAO_PORTALS_AT_ONCE = 8  # different sites, so no host sees more than one; a page is parsed in about 2 ms
NIANBAO_CONTACT = os.environ.get(
    "NIANBAO_CONTACT", ""
)  # the operator's page or mailbox; required off loopback
NIANBAO_WARC = os.environ.get("NIANBAO_WARC", "1") != "0"  # every exchange as evidence under warc/
NIANBAO_WARC_LIMIT = 1_000_000_000  # bytes at which a WARC file is full, the field's custom

NIANBAO_MAX_REQUESTS = 5000  # a portal and run, a row's max_requests goes before; 5,000 take three hours
NIANBAO_NIGHT = False  # True: ask only from 22:00 to 07:00 China time (`nianbao crawl --night`)

BOT_NAME = "nianbao"  # default: scrapybot
SPIDER_LOADER_CLASS = "crawler.loader.RegistryLoader"  # default: a folder of modules; ours is a CSV
COMMANDS_MODULE = "crawler.commands"  # default: none; `scrapy crawl` ends with status 1 for a failed portal

# --- a guest's conduct ------------------------------------------------------------------------------
# default: Scrapy's name and site; a webmaster must be able to reach a person
USER_AGENT = f"nianbao/0.1 (+{NIANBAO_CONTACT})" if NIANBAO_CONTACT else "nianbao/0.1"
ROBOTSTXT_OBEY = True  # default: False
ROBOTSTXT_PARSER = "crawler.robots.Rules"  # default: Protego on a file of any size; ours reads 500 KiB
ROBOTSTXT_USER_AGENT = "nianbao"  # default: the whole User-Agent, which no robots.txt names
CONCURRENT_REQUESTS = 1  # default: 16; a crawler is one portal, and a portal gets one request at a time
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default: 8; robots.txt is fetched beside the request that needs it
DOWNLOAD_DELAY = 2.0  # default: 0; a row may ask for more, a loopback row for less
DOWNLOAD_DELAY_JITTER = 0  # default: 0.5, which would make two seconds one; two seconds are a floor
AUTOTHROTTLE_ENABLED = False  # the default: it would lower the delay of a fast server below the floor
RETRY_TIMES = 2  # the default: three requests for one page are the most
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # default: ERROR; a page that does not come is recorded and counted
COOKIES_ENABLED = False  # default: True; no page of public record needs one, and challenges are not answered

# --- limits -----------------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 30 * 1024 * 1024  # default: 1 GiB; the largest report seen has 12 MB
DOWNLOAD_WARNSIZE = 0  # default: 32 MiB, above our limit
DOWNLOAD_TIMEOUT = 60  # default: 180; at one request at a time a dead host would hold its lane for long
NIANBAO_FILE_TIMEOUT = 300  # for an attachment: 30 MB at the 100 kB/s of a county's line
DNS_TIMEOUT = 20  # default: 60, for the same reason
REDIRECT_MAX_TIMES = 5  # default: 20; http → https → www → directory is the longest honest chain
METAREFRESH_ENABLED = False  # default: True; a refresh stub is how TRS says that a document was removed

# --- components -------------------------------------------------------------------------------------
REMOTE_CONTROL_ENABLED = False  # default: True, a port that runs code sent to it
TELNETCONSOLE_ENABLED = False  # default: True, a port with a Python prompt
HTTPCACHE_ENABLED = False  # the default: the archive is the cache, and it keeps every version
CONCURRENT_ITEMS = 1  # default: 100, as many tasks for every page; the spider yields requests and no items
# default: True, which reads the source of the callback again for every page; mypy checks ours once
WARN_ON_GENERATOR_RETURN_VALUE = False
MEMUSAGE_ENABLED = False  # default: True; it would only log
STATS_DUMP = False  # default: True; the run's summary says it in the portal's terms
LOG_LEVEL = "INFO"  # default: DEBUG, two lines a request

# default: Scrapy's own; ours wait at a gate that all crawls of the process share, by site and by address
DOWNLOAD_HANDLERS = {"http": "crawler.handlers.GuestHandler", "https": "crawler.handlers.GuestHandler"}

# Scrapy's own parts, those that a crawl uses.  Of the rest, robots.txt, retries, decompression and redirects
# have subclasses below, offsite has `OwnHosts`, and the others are switched off above or have nothing to do.
# To name one as None would not do: Scrapy loads it even so, and with them aiohttp, requests and tldextract, a
# tenth of a second at every start.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
# Every page passes each of them as a generator of its own.  Depth is left out: the walk has its own bounds.
SPIDER_MIDDLEWARES_BASE = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": 800,
}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.OwnHosts": 50,
    "crawler.middlewares.OneSlot": 60,
    "crawler.middlewares.Resume": 90,  # before robots.txt: what is answered from the store asks for no leave
    "crawler.withholding.Withhold": 95,  # what may not be asked now waits for no turn
    "crawler.robots.Robots": 100,
    "crawler.middlewares.Conditional": 300,
    "crawler.middlewares.Record": 540,  # above Retry (550), redirects (600), decompression (590): the outcome
    "crawler.rendering.Rendering": 542,  # only where the row says browser; above it the page as it came
    "crawler.fallback.HttpFallback": 545,  # after the last retry, before the record
    "crawler.retrying.Retry": 550,
    "crawler.decompression.Decompression": 590,
    "crawler.redirects.Redirects": 600,
    "crawler.warc.Warc": 950,  # next to the network: bytes as they came, every hop and every attempt
}
EXTENSIONS = {
    "crawler.extensions.Contact": 5,
    "crawler.health.ledger.Ledger": 7,  # before OwnRun, which closes the archive when the spider closes
    "crawler.extensions.OwnRun": 10,
    "crawler.extensions.CrawlDelay": 20,
    "crawler.certificates.Certificates": 25,
    "crawler.extensions.SpiderErrors": 30,
}
