"""From an HTTP exchange, or its failure, to the capture that records it, and back to a response."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.captures import now
from archive.models import Capture, CaptureKind, Disposition
from crawler.ask import Ask
from crawler.blocking import USABLE, Verdict, judge
from crawler.errand import asked_url, errand_of, first_url
from crawler.evidence import columns
from crawler.exceptions import ForeignHost, Refused, RobotsForbidden
from crawler.memory import Memory
from crawler.sections import is_front_url
from crawler.tls import is_handshake
from crawler.urls import normal

RECALLED = "recalled"  # flag of a response that came from the archive
RENDERED = "rendered"  # flag of a response whose body is the page after its scripts ran, and the reason kept
_ATTEMPTS = "retry_times"

_FAILURES: Mapping[type[Exception], Verdict] = {
    RobotsForbidden: Verdict(Disposition.ROBOTS, "robots-disallow"),
    ForeignHost: Verdict(Disposition.FAILED, "redirect-to-foreign-host"),
    CannotResolveHostError: Verdict(Disposition.UNREACHABLE, "dns"),
    DownloadConnectionRefusedError: Verdict(Disposition.UNREACHABLE, "connection-refused"),
    DownloadTimeoutError: Verdict(Disposition.UNREACHABLE, "timeout"),
    ResponseDataLossError: Verdict(Disposition.FAILED, "truncated"),
    DownloadCancelledError: Verdict(Disposition.FAILED, "too-large"),
    DownloadFailedError: Verdict(Disposition.UNREACHABLE, "connection-failed"),
}


def failure_verdict(error: BaseException) -> Verdict:
    """What an exception of the download says; an unknown one keeps its name."""
    if isinstance(error, Refused):
        return error.verdict
    if is_handshake(error):
        return Verdict(Disposition.UNREACHABLE, "tls-handshake")
    for kind, verdict in _FAILURES.items():
        if isinstance(error, kind):
            return verdict
    return Verdict(Disposition.FAILED, f"{type(error).__name__}: {error}"[:200])


def failed_capture(memory: Memory, request: Request, error: BaseException) -> Capture:
    """The capture of a fetch that brought no response."""
    return _capture(memory, request, failure_verdict(error))


def fresh_capture(memory: Memory, request: Request, response: Response) -> Capture:
    """The capture of a response with a body, judged."""
    verdict = judge(response.status, response.body, errand_of(request).kind)
    if verdict == USABLE and _leads_back(request, response):
        verdict = Verdict(Disposition.MISSING, "redirect-back")
    if RENDERED in response.flags and verdict == USABLE:
        verdict = Verdict(verdict.disposition, RENDERED)
    return _capture(memory, request, verdict, response)


def unchanged_capture(memory: Memory, request: Request, response: Response, standing: Capture) -> Capture:
    """The capture of a 304: the earlier bytes stand, and so does what was said of them."""
    is_ok = standing.disposition is Disposition.OK
    verdict = Verdict(Disposition.NOT_MODIFIED if is_ok else standing.disposition, standing.reason)
    return _capture(memory, request, verdict, response, standing)


def stored_response(capture: Capture, body: bytes) -> Response:
    """A response made of stored bytes, as the spider would have got it from the network."""
    url = capture.final_url or Ask.named(capture.url).url
    headers = Headers({"Content-Type": capture.media_type} if capture.media_type else {})
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url, headers=headers, body=body, flags=[RECALLED])


def _capture(
    memory: Memory,
    request: Request,
    verdict: Verdict,
    response: Response | None = None,
    standing: Capture | None = None,
) -> Capture:
    errand, asked = errand_of(request), asked_url(request)
    final = response.url if response else request.url
    return Capture(
        run_id=memory.run_id,
        portal_id=memory.portal.id,
        url=asked,
        fetched_at=now(),
        kind=errand.kind,
        disposition=verdict.disposition,
        reason=_with_attempts(verdict.reason, request),
        http_status=response.status if response else None,
        media_type=_header(response, "Content-Type") or (standing.media_type if standing else None),
        sha256=standing.sha256 if standing else None,
        size=standing.size if standing else None,
        etag=_header(response, "ETag") or (standing.etag if standing else None),
        last_modified=_header(response, "Last-Modified") or (standing.last_modified if standing else None),
        final_url=final if final != first_url(request) else None,
        parent_url=errand.parent_url,
        link_title=errand.title,
        listed_on=errand.listed_on,
        vantage=memory.vantage,
        **columns(request, first_url(request), final),
    )


def _leads_back(request: Request, response: Response) -> bool:
    """Whether a document's URL was redirected to the home page or to the list that links it."""
    errand, first = errand_of(request), first_url(request)
    if first == request.url or errand.kind not in (CaptureKind.ARTICLE, CaptureKind.ATTACHMENT):
        return False
    is_home = is_front_url(response.url) and not is_front_url(first)
    return is_home or normal(response.url) == errand.parent_url


def _with_attempts(reason: str | None, request: Request) -> str | None:
    retries = request.meta.get(_ATTEMPTS, 0)
    return f"{reason} after {retries + 1} attempts" if reason and retries else reason


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response else None
    return value.decode("latin-1").strip() or None if value else None
