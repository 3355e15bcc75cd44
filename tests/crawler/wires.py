"""A loopback server that sends the very bytes a test wrote, and keeps the very bytes it was sent."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from types import TracebackType
from typing import Self

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


class Wires:
    """Answers by path; the connection is closed ``hold_s`` after each, so that any framing may be tried."""

    def __init__(self, answers: dict[str, bytes], hold_s: float = 0.0) -> None:
        self.answers, self.received, self.hold_s = answers, dict[str, bytes](), hold_s
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
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
