"""A real HTTP server on loopback whose pages a test writes; it logs what was asked, when, and how."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from crawler.ask import posted
from tests.crawler.loopback import Loopback


@dataclass(frozen=True)
class Answer:
    """One answer; one with validators is answered by 304 where the request asks so."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    has_validators: bool = True
    wait_s: float = 0.0
    declared_length: int | None = None  # where it is not that of the body

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def html(text: str, **options: object) -> Answer:
    body = f"<html><head><meta charset='utf-8'></head><body>{text}</body></html>".encode()
    return Answer(body, headers={"Content-Type": "text/html; charset=utf-8"}, **options)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it; the path of a POST holds what was posted."""

    path: str
    began: float
    ended: float
    headers: Mapping[str, str]
    status: int

    @property
    def is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


class Site(Loopback):
    """A server with pages by path; a page may be a list of answers, of which the last is repeated."""

    def __init__(self, pages: dict[str, Answer | list[Answer]]) -> None:
        self.pages, self.log = pages, list[Seen]()
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), _handler(self)))

    def answer(self, path: str) -> Answer:
        page = self.pages.get(path, Answer(b"", 404, has_validators=False))
        if isinstance(page, Answer):
            return page
        return page.pop(0) if len(page) > 1 else page[0]

    def paths(self, since: int = 0) -> list[str]:
        return [seen.path for seen in self.log[since:]]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            self.reply(self.path)

        def do_POST(self) -> None:
            """Answer with the page of that name: the path with what was posted to it."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(posted(self.path, body))

        def reply(self, path: str) -> None:
            began, answer = time.monotonic(), site.answer(path)
            time.sleep(answer.wait_s)
            unchanged = answer.has_validators and self.headers.get("If-None-Match") == answer.etag
            status, body = (304, b"") if unchanged else (answer.status, answer.body)
            site.log.append(Seen(path, began, time.monotonic(), dict(self.headers), status))
            self.send_response(status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.has_validators:
                self.send_header("ETag", answer.etag)
            declared = len(body) if answer.declared_length is None else answer.declared_length
            self.send_header("Content-Length", str(declared))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = self.close_connection or declared != len(body)

    return Handler


Make = Callable[[dict[str, Answer | list[Answer]]], Site]
