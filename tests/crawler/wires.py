"""A loopback server that sends the very bytes a test wrote, and keeps the very bytes it was sent."""

from __future__ import annotations

import re
import socketserver
import time

from tests.crawler.loopback import Loopback

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


class Wires(Loopback):
    """Answers by path; the connection is closed ``hold_s`` after each, so that any framing may be tried."""

    def __init__(self, answers: dict[str, bytes], hold_s: float = 0.0) -> None:
        self.answers, self.received, self.hold_s = answers, dict[str, bytes](), hold_s
        super().__init__(_Server(("127.0.0.1", 0), _handler(self)))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def _handler(wires: Wires) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            lines = list(iter(self.rfile.readline, b"\r\n"))
            head = b"".join(lines) + b"\r\n"
            length = _LENGTH.search(head)
            request = head + (self.rfile.read(int(length[1])) if length else b"")
            path = lines[0].split()[1].decode()
            wires.received[path] = request
            self.wfile.write(
                wires.answers.get(
                    path, b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                )
            )
            time.sleep(wires.hold_s)

    return Handler
