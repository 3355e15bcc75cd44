"""The demo portals as HTTP servers on loopback, one port each.

Every answer but a redirect carries ETag and Last-Modified and honours If-None-Match and
If-Modified-Since (RFC 9110, 13.1); challenges and stubs do so too, so that a second crawl costs
nothing.  A redirect is never conditional, as the RFC requires.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from nianbao.demo.cms import cms_of
from nianbao.demo.plan import PortalPlan, portals
from nianbao.demo.resources import Resource
from nianbao.demo.sites import Site, site

HOST = "127.0.0.1"
_MAX_FORM_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as a portal saw it; `time` is `time.monotonic()` when it was answered."""

    portal_id: str
    method: str
    path: str
    is_conditional: bool
    status: int
    time: float


class _Server(ThreadingHTTPServer):
    """One portal's server; shares the request log with the others."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, portal: PortalPlan, content: Site, log: list[LoggedRequest]) -> None:
        self.portal, self.content, self.log = portal, content, log
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that went away (a crawl may be killed at any moment); report all else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers from the site's table of resources."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    timeout = 30
    disable_nagle_algorithm = True
    server: _Server

    def version_string(self) -> str:
        """The Server header, as nginx in front of a CMS sends it."""
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep standard error quiet; requests go to the log."""

    def do_GET(self) -> None:
        """Answer GET."""
        self._answer(self.server.content.find(self.path))

    def do_HEAD(self) -> None:
        """Answer HEAD: the headers of GET."""
        self._answer(self.server.content.find(self.path))

    def do_POST(self) -> None:
        """Answer POST where the CMS does (dataproxy.jsp), 405 elsewhere."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MAX_FORM_BYTES:
            self.close_connection = True
            self._plain(HTTPStatus.BAD_REQUEST)
            return
        form = self.rfile.read(int(length)).decode("ascii", "replace")
        if self.server.content.takes_form(self.path):
            self._answer(self.server.content.find(self.path, form))
        else:
            self._plain(HTTPStatus.METHOD_NOT_ALLOWED)

    def _plain(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self._log(status)

    def _answer(self, resource: Resource) -> None:
        status = HTTPStatus.NOT_MODIFIED if self._is_unchanged(resource) else resource.status
        body = b"" if status == HTTPStatus.NOT_MODIFIED else resource.body
        self._log(status)
        self.send_response(status)
        self._send_fields(resource)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_fields(self, resource: Resource) -> None:
        if resource.location:
            self.send_header("Location", resource.location)
            return
        self.send_header("ETag", resource.etag)
        self.send_header("Last-Modified", resource.last_modified)
        if resource.file_name:
            self.send_header("Content-Disposition", f"attachment;filename={quote(resource.file_name)}")

    def _is_unchanged(self, resource: Resource) -> bool:
        if self.command == "POST" or resource.location:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            names = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in names or resource.etag in names
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified_at <= since

    def _log(self, status: int) -> None:
        conditions = ("If-None-Match", "If-Modified-Since")
        is_conditional = any(name in self.headers for name in conditions)
        entry = LoggedRequest(
            self.server.portal.id, self.command, self.path, is_conditional, int(status), time.monotonic()
        )
        self.server.log.append(entry)


def _http_date(text: str | None) -> datetime | None:
    """Parse an HTTP date; an invalid one counts as absent (RFC 9110, 13.1.3)."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


class DemoPortals:
    """Seven portals on 127.0.0.1; a context manager.

    ``visit=1`` serves them as first published, ``visit=2`` with one report changed and one more.
    `ports` gives one port a portal, None picks free ones.  `start` raises `ValueError` where the number
    of ports is wrong and `OSError` naming the port where one is taken.
    """

    def __init__(self, visit: int = 1, ports: Sequence[int] | None = None) -> None:
        if visit < 1:
            raise ValueError(f"visit: expected 1 or more, found {visit}")
        wanted = list(ports) if ports is not None else [0] * len(portals())
        if len(wanted) != len(portals()):
            raise ValueError(f"ports: expected {len(portals())}, one a portal, found {len(wanted)}")
        self._visit = visit
        self._wanted = wanted
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []
        self.requests: list[LoggedRequest] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports in use, in the order of the portals; empty before `start`."""
        return tuple(server.server_port for server in self._servers)

    def start(self) -> None:
        """Open every port and serve in the background; all or none."""
        try:
            for portal, port in zip(portals(), self._wanted, strict=True):
                self._servers.append(self._open(portal, port))
        except OSError:
            self.stop()
            raise
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _open(self, portal: PortalPlan, port: int) -> _Server:
        try:
            return _Server(port, portal, site(portal, min(self._visit, 2)), self.requests)
        except OSError as error:
            message = f"port {port} on {HOST}, wanted for {portal.id}, cannot be opened: {error.strerror}"
            raise OSError(error.errno, message) from error

    def stop(self) -> None:
        """Close every port; does nothing where none is open."""
        for server in self._servers[: len(self._threads)]:
            server.shutdown()
        for thread in self._threads:
            thread.join()
        for server in self._servers:
            server.server_close()
        self._servers, self._threads = [], []

    def registry_rows(self) -> list[dict[str, str]]:
        """Return the rows by which a crawl finds the portals; the servers must be running.

        Raises `RuntimeError` where they are not: a row needs its port.
        """
        if not self._servers:
            raise RuntimeError("registry_rows: the demo portals are not running; call start() first")
        return [_row(portal, port) for portal, port in zip(portals(), self.ports, strict=True)]


def _row(portal: PortalPlan, port: int) -> dict[str, str]:
    cms = cms_of(portal)
    path = cms.home if portal.start == "home" else cms.section
    return {
        "id": portal.id,
        "name": portal.name,
        "division_code": portal.division,
        "level": "county",
        "start_url": f"http://{HOST}:{port}{path}",
        "platform": portal.platform,
        "options": "delay=0.01;revisit=always",  # the second visit must see the revision at once
        "hosts": "",
        "first_year": str(portal.first_year),
        "status": "active",
        "note": "bundled demo portal on loopback",
    }
