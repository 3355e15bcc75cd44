"""What a person must look at before anything else: a portal that is in other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.models import Capture, Severity

if TYPE_CHECKING:
    from crawler.walk import Walk

HIJACKED = "hijacked"


def alarm(walk: Walk, capture: Capture) -> None:
    """Note a capture that shows somebody else's page at a portal's address."""
    if (capture.reason or "").startswith(HIJACKED):
        message = f"expected a page of {walk.portal.name}, found another's ({capture.reason}); look at it"
        walk.issues.note(HIJACKED, Severity.ERROR, message, capture.url, about=HIJACKED)
