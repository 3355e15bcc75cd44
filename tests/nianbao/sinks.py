"""A mail server and a web server that take what they are sent and remember it."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mailserver:
    """What an SMTP sink got; ``refused`` recipients are told 550."""

    port: int = 0
    refused: tuple[str, ...] = ()
    commands: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink ESMTP\r\n")
        while line := (await reader.readline()).decode().rstrip():
            self.commands.append(line)
            verb = line.partition(" ")[0].upper()
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                self._take(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(self._answer(verb, line))
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()

    def _take(self, data: bytes) -> None:
        message = data[:-3].replace(b"\r\n..", b"\r\n.")
        self.messages.append(BytesParser(EmailMessage, policy=policy.default).parsebytes(message))

    def _answer(self, verb: str, line: str) -> bytes:
        if verb == "RCPT" and any(recipient in line for recipient in self.refused):
            return b"550 no such mailbox\r\n"
        return {"QUIT": b"221 bye\r\n", "EHLO": b"250-sink\r\n250 AUTH PLAIN\r\n", "AUTH": b"235 in\r\n"}.get(
            verb, b"250 ok\r\n"
        )


@contextmanager
def mailserver(*refused: str, tls: ssl.SSLContext | None = None) -> Iterator[Mailserver]:
    """Run an SMTP sink on loopback."""
    sink, loop, started = Mailserver(refused=refused), asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, ssl=tls)
        sink.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    started.wait(5)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@dataclass
class Hook:
    """What a webhook got, and what it answers."""

    status: int = 200
    answer: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None
    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)


@contextmanager
def webhook(**options: Any) -> Iterator[Hook]:
    """Run an HTTP sink on loopback."""
    hook = Hook(**options)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            hook.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            hook.types.append(self.headers["Content-Type"])
            if hook.wait:
                hook.wait.wait(10)
            self._reply()

        def _reply(self) -> None:
            self.send_response(hook.status)
            for name, value in hook.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(hook.answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    hook.url = f"http://127.0.0.1:{server.server_port}/hook?key=secret"
    try:
        yield hook
    finally:
        if hook.wait:
            hook.wait.set()
        server.shutdown()
        thread.join()
        server.server_close()
