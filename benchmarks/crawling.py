"""Crawling a portal into an archive against Scrapy spiders that fetch the same URLs from the same server.

Two peers.  The bare spider is handed every URL and drops every body: what Scrapy itself costs.  The plain
one is what a user writes in ten lines: it takes the reports from the lists by their links and saves each body
as a file.  Ours besides finds the section and the pager, judges links and pages, and records each exchange,
with its blob, in SQLite, and in WARC where that is on.  All obey robots.txt and ask for one page at a time.

The clock runs from before Scrapy is loaded to after the last row; so the start, a third of a second, is in
each figure, and ours leaves out the parts of Scrapy that it does not use.  What opens an archive
(sqlite-utils, and pandas where it is installed) is loaded before: a line of its own tells the whole process.
"""

from __future__ import annotations

import atexit
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import rmtree
from typing import Any

from benchmarks.measure import Line, against, best_time, peak_memory_of, print_peak_memory

FEW, MANY, PER_LIST, ROUNDS = 300, 3000, 50, 3
_OURS = ("off", "on")  # without WARC and with it
LATENCY_S = 0.02  # of a server in the same city
_ARTICLE = re.compile(r"/nb/\d+/t\d+_(\d+)\.html")


def lines() -> Iterator[Line]:
    """Wall time without delay and at a server's latency, and memory at 300 and 3,000 pages with WARC on."""
    quick = _best("bare", "plain", "off", "on")
    what = f"crawl {FEW} pages, no delay"
    yield against(f"{what}, WARC off", quick["off"], quick["bare"], "bare Scrapy", "≤ 1.15")
    yield against(f"{what}, WARC on", quick["on"], quick["bare"], "bare Scrapy", "≤ 1.3")
    yield against(f"{what}, WARC on", quick["on"], quick["plain"], "links, files", "")
    slow = _best("bare", "off", "on", latency_s=LATENCY_S)
    what = f"crawl {FEW} pages, {LATENCY_S * 1000:.0f} ms a page"
    yield against(f"{what}, WARC off", slow["off"], slow["bare"], "bare Scrapy", "≤ 1.15")
    yield against(f"{what}, WARC on", slow["on"], slow["bare"], "bare Scrapy", "≤ 1.3")
    yield against("crawl 1 page, WARC on, whole process", _whole("on"), _whole("bare"), "bare Scrapy", "")
    few, many = _in_a_process("on", FEW)[1], _in_a_process("on", MANY)[1]
    yield Line(
        f"crawl memory at {FEW} and {MANY} pages, WARC on",
        f"{many:.0f} MB",
        f"at {FEW}: {few:.0f} MB",
        f"{many / few:.2f}",
        "flat",
    )


def _best(*who: str, latency_s: float = 0.0) -> dict[str, float]:
    """The best time of each; they take turns, so that a slow moment hits them alike."""
    rounds = [{name: _in_a_process(name, FEW, latency_s)[0] for name in who} for _ in range(ROUNDS)]
    return {name: min(times[name] for times in rounds) for name in who}


def _in_a_process(who: str, count: int, latency_s: float = 0.0) -> tuple[float, float]:
    with _site(count, latency_s) as port:
        memory, seconds = peak_memory_of("benchmarks.crawling", who, str(count), str(port), _room())
    return float(seconds.splitlines()[-1]), memory


@cache
def _room() -> str:
    """Where all crawls of this run write; ext4 makes files several times slower where many just went."""
    room = tempfile.mkdtemp(prefix="bench-")
    atexit.register(rmtree, room)
    return room


def _whole(who: str) -> float:
    """Seconds from the start of a process to its end, for one page; the first compiles and does not count."""
    with _site(1) as port:
        command = partial(peak_memory_of, "benchmarks.crawling", who, "1", str(port), _room())
        command()
        return best_time(command, ROUNDS)


class _site:  # noqa: N801 - used as a function
    """A TRS portal with so many reports on loopback; gives its port."""

    def __init__(self, count: int, latency_s: float = 0.0) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(count, latency_s))
        self._server.daemon_threads = True

    def __enter__(self) -> int:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self._server.server_port

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(count: int, latency_s: float) -> type[BaseHTTPRequestHandler]:
    pages = {f"/nb/{_list_name(n)}": _list_page(n, count) for n in range(_list_count(count))}
    pages["/nb/"] = pages["/nb/index.html"]
    pages["/robots.txt"] = b"User-agent: *\nDisallow:\n"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else a body waits for the acknowledgement of its head, 40 ms a page

        def do_GET(self) -> None:
            time.sleep(latency_s)
            article = _ARTICLE.fullmatch(self.path)
            body = _article_body(int(article[1])) if article else pages.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    return Handler


@cache
def _plain_pages() -> list[bytes]:
    from benchmarks.pages import article_pages  # the server's, so that no crawler loads what makes them

    return [page for page in article_pages() if b".docx" not in page]


def _article_body(number: int) -> bytes:
    """One of the demo's pages without the files it links to, made a document of its own."""
    pages = _plain_pages()
    return pages[number % len(pages)] + b"<!-- %d -->" % number


def _list_count(count: int) -> int:
    return -(-count // PER_LIST)


def _list_name(number: int) -> str:
    return f"index_{number}.html" if number else "index.html"


def _list_page(number: int, count: int) -> bytes:
    reports = range(number * PER_LIST, min((number + 1) * PER_LIST, count))
    items = "".join(
        f'<li><a href="./{_article(n)}" title="第{n}镇人民政府2023年政府信息公开工作年度报告">第{n}镇…</a>'
        "<span>2024-01-12</span></li>"
        for n in reports
    )
    pager = f'<script>createPageHTML({_list_count(count)}, {number}, "index", "html");</script>'
    head = "<html><head><title>政府信息公开年报</title></head>"
    return f"{head}<body><ul>{items}</ul>{pager}</body></html>".encode()


def _article(number: int) -> str:
    return f"202401/t20240112_{number}.html"


def _ours(count: int, port: int, folder: Path, warc: str) -> None:
    os.environ["NIANBAO_WARC"] = warc
    from archive import runs
    from archive.models import Portal
    from archive.store import Archive
    from crawler.run import crawl

    start, options = f"http://127.0.0.1:{port}/nb/", {"delay": "0"}
    portal = Portal(
        "bench", "bench", "990000", "county", start, "trs", options, (), None, "active", "loopback"
    )
    archive = Archive.open(folder)
    run = runs.begin(archive, "crawl")
    outcome = crawl((portal,), data=archive.root, run_id=run.id)["bench"]
    archive.close()
    if outcome.articles != count:
        raise SystemExit(f"expected {count} articles, found {outcome}")


def _bare(count: int, port: int, _: Path) -> None:
    from scrapy import Spider

    class Bare(Spider):
        name = "bare"
        start_urls = _lists(count, port) + [f"http://127.0.0.1:{port}/nb/{_article(n)}" for n in range(count)]

        def parse(self, response: object) -> None:
            pass

    _run(Bare)


def _plain(count: int, port: int, folder: Path) -> None:
    from scrapy import Spider
    from scrapy.linkextractors import LinkExtractor

    class Plain(Spider):
        name = "plain"
        start_urls = _lists(count, port)
        reports = LinkExtractor(allow=_ARTICLE)

        def parse(self, response: Any) -> Iterator[Any]:
            (folder / response.url.rpartition("/")[2]).write_bytes(response.body)
            for link in self.reports.extract_links(response):
                yield response.follow(link)

    _run(Plain)
    if len(list(folder.iterdir())) != count + _list_count(count):
        raise SystemExit("expected a file for each page")


def _lists(count: int, port: int) -> list[str]:
    return [f"http://127.0.0.1:{port}/nb/{_list_name(n)}" for n in range(_list_count(count))]


def _run(spider: type) -> None:
    from scrapy.crawler import CrawlerProcess

    process = CrawlerProcess(
        {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR",
         "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    )  # fmt: skip
    process.crawl(spider)
    process.start()


_CRAWLS: Mapping[str, Callable[[int, int, Path], None]] = {
    "bare": _bare,
    "plain": _plain,
    "off": partial(_ours, warc="0"),
    "on": partial(_ours, warc="1"),
}


def main() -> None:
    """Crawl once; print seconds and peak memory."""
    who, count, port, room = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if who in _OURS:
        import archive.runs  # noqa: F401
    folder = Path(tempfile.mkdtemp(dir=room))
    began = time.perf_counter()
    _CRAWLS[who](count, port, folder)
    print(time.perf_counter() - began)
    print_peak_memory()


if __name__ == "__main__":
    main()
