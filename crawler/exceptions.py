"""What may go wrong in the crawler, each with the place that raises it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scrapy.exceptions import IgnoreRequest

from archive.models import Capture


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


class Unusable(IgnoreRequest):
    """Raised by the recording and resume middlewares for a fetch that is recorded but is no page to read."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        super().__init__(f"{capture.disposition}: {capture.reason}")


class RobotsForbidden(IgnoreRequest):
    """Raised by `crawler.middlewares.Robots` where robots.txt forbids a URL."""


class ForeignHost(IgnoreRequest):
    """Raised by `crawler.middlewares.OwnHosts` for a URL, or a redirect, that leaves the portal's hosts."""
