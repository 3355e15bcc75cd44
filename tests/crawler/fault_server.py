"""A server on loopback that misbehaves as it is told: each answer is a script of bytes, pauses and resets.

It has one raw connection a request, so that it can break HTTP where a library would not let it, and logs what
it was asked, when, and with which headers.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.crawler.loopback import Loopback


@dataclass(frozen=True)
class Pause:
    """Send nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Reset:
    """End the connection with a reset, as a firewall does."""


Step = bytes | Pause | Reset
Script = tuple[Step, ...]
RESET = Reset()


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    path: str
    began: float
    ended: float
    headers: Mapping[str, str]


Answerer = Callable[[Asked], Script]
Answers = Script | list[Script] | Answerer  # always; in turn, the last for good; by what was asked


def head(status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None) -> bytes:
    """The head of an answer; the connection is closed after each."""
    lines = {"Content-Type": "text/html; charset=utf-8", "Connection": "close", **(headers or {})}
    if length is not None:
        lines["Content-Length"] = str(length)
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Said\r\n{said}\r\n".encode()


def answer(
    body: bytes | str, status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None
) -> Script:
    """A whole answer, with the length of its body unless another is given."""
    sent = body.encode() if isinstance(body, str) else body
    return (head(status, headers, len(sent) if length is None else length), sent)


class FaultServer(Loopback):
    """Answers by path; one without an answer is 404."""

    def __init__(self, pages: Mapping[str, Answers], context: ssl.SSLContext | None = None) -> None:
        self.pages, self.log, self.failures = dict(pages), list[Asked](), list[str]()
        self._paths: list[str] = []
        self._turns: dict[str, int] = {}
        server = _Server(("127.0.0.1", 0), _handler(self, context))
        super().__init__(server, "https" if context else "http")

    def script(self, asked: Asked) -> Script:
        page = self.pages.get(asked.path, answer("<p>404</p>", 404))
        if isinstance(page, list):
            turn = self._turns.get(asked.path, 0)
            self._turns[asked.path] = turn + 1
            return page[min(turn, len(page) - 1)]
        return page(asked) if callable(page) else page

    def note(self, path: str) -> None:
        if path:
            self._paths.append(path)

    def paths(self) -> list[str]:
        """What was asked for, whether it is answered yet or not."""
        return [*self._paths]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone is what most of these faults are about."""


def _handler(site: FaultServer, context: ssl.SSLContext | None) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            connection.settimeout(10)
            if context:
                try:
                    connection = context.wrap_socket(connection, server_side=True)
                except (ssl.SSLError, OSError) as error:
                    site.failures.append(str(error))
                    return
            began, (path, headers) = time.monotonic(), _request(connection)
            site.note(path)
            script = site.script(Asked(path, began, began, headers)) if path else ()
            try:
                _play(connection, script)
            finally:
                if path:
                    site.log.append(Asked(path, began, time.monotonic(), headers))
                connection.close()

    return Handler


def _request(connection: socket.socket) -> tuple[str, dict[str, str]]:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65_536)
        if not piece:
            return "", {}
        received += piece
    first, *lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first.split(" ")[1], {name: value.strip() for name, _, value in pairs}


def _play(connection: socket.socket, script: Script) -> None:
    for step in script:
        if isinstance(step, Pause):
            time.sleep(step.seconds)
        elif isinstance(step, Reset):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            connection.sendall(step)
