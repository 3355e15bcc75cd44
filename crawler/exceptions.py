"""What may go wrong in the crawler, each with the place that raises it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scrapy.exceptions import IgnoreRequest

from archive.models import Capture, Disposition
from crawler.blocking import Verdict


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with one cell of the registry; rows count as in a spreadsheet, the header is row 1."""

    row: int
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: expected {self.expected}, found {self.found!r}"


class RegistryError(ValueError):
    """Raised by `crawler.registry.load`, before the first request, with everything that is wrong at once."""

    def __init__(self, path: Path, errors: tuple[RowError, ...]) -> None:
        self.path, self.errors = path, errors
        super().__init__("\n".join([f"{path}: {len(errors)} error(s)", *map(str, errors)]))


class ContactMissing(RuntimeError):
    """Raised by `crawler.extensions.Contact` before anything is asked of a portal that is not on loopback."""


class BelowTheFloor(RuntimeError):
    """Raised by `crawler.floor.hold` before anything is asked, where settings would make a bad guest."""

    def __init__(self, portal_id: str, faults: tuple[str, ...]) -> None:
        self.faults = faults
        said = f"{portal_id}: these settings would make a bad guest; nothing was asked"
        super().__init__("\n".join([f"{said}；以下设置低于抓取礼仪的下限，未发出任何请求", *faults]))


class Refused(IgnoreRequest):
    """A request that brings no page to read, with what is recorded of it."""

    verdict: Verdict

    def __init__(self, url: str, verdict: Verdict | None = None) -> None:
        self.verdict = verdict or self.verdict
        super().__init__(f"{url}: {self.verdict.disposition}, {self.verdict.reason}")


class Withheld(Refused):
    """Raised by `crawler.admission` for a request that is left to the next run."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, Verdict(Disposition.DEFERRED, reason))


class RobotsUnread(Refused):
    """Raised by `crawler.robots` where a host's robots.txt could not be had, so that nothing may be asked."""


class RedirectLoop(Refused):
    """Raised by `crawler.redirects` for a redirect that leads round in a circle."""

    verdict = Verdict(Disposition.FAILED, "redirect-loop")


class RedirectNowhere(Refused):
    """Raised by `crawler.redirects` for a redirect whose target is no address."""

    verdict = Verdict(Disposition.FAILED, "redirect-nowhere")


class Bomb(Refused):
    """Raised by `crawler.decompression` for a body that grows beyond the limit when it is unpacked."""

    verdict = Verdict(Disposition.FAILED, "too-large")


class BadEncoding(Refused):
    """Raised by `crawler.decompression` for a body that cannot be unpacked."""

    verdict = Verdict(Disposition.FAILED, "bad-encoding")


class Unusable(IgnoreRequest):
    """Raised by the recording and resume middlewares for a fetch that is recorded but is no page to read."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        super().__init__(f"{capture.disposition}: {capture.reason}")


class RobotsForbidden(IgnoreRequest):
    """Raised by `crawler.robots.Robots` where robots.txt forbids a URL."""


class ForeignHost(IgnoreRequest):
    """Raised by `crawler.middlewares.OwnHosts` for a URL, or a redirect, that leaves the portal's hosts."""
