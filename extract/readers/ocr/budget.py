"""How long the recogniser may take for one document, and what is said of pages that were left.

A page takes some two seconds, a hundred pages minutes: one document must not hold up all others.  The
clock is the processor time of this process, so that the same pages are read whatever else the machine does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from archive.models import Issue, Locator, Severity

SECONDS = 24.0  # for one document, so that none takes more than half a minute in all
CODE = "ocr-budget"

_MOST_NAMED = 40  # pages that the issue lists


class BudgetSpent(Exception):
    """Raised by `Budget.check` once the time is over."""


class Budget:
    """The time for one document; its clock runs from the first look at it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end: float | None = None

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        now = time.process_time()
        if self._end is None:
            self._end = now + self.seconds
        return now >= self._end

    def check(self) -> None:
        """Raise `BudgetSpent` where the time is over."""
        if self.is_spent:
            raise BudgetSpent


_seconds: ContextVar[float] = ContextVar("ocr_seconds", default=SECONDS)
_shared: ContextVar[Budget | None] = ContextVar("ocr_budget", default=None)


def allowed() -> float:
    """The seconds that a document may take now."""
    return _seconds.get()


@contextmanager
def allowing(seconds: float) -> Iterator[None]:
    """Allow every document read within another time, in seconds."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


@contextmanager
def sharing() -> Iterator[None]:
    """Let all documents read within share one budget: the members of a container."""
    token = _shared.set(_shared.get() or Budget(_seconds.get()))
    try:
        yield
    finally:
        _shared.reset(token)


def budget() -> Budget:
    """The budget for the next document."""
    return _shared.get() or Budget(_seconds.get())


def left_over(numbers: Sequence[int], seconds: float) -> Issue:
    """The issue for pages (0-based) that the time did not suffice for."""
    named = ", ".join(str(number + 1) for number in numbers[:_MOST_NAMED])
    more = " …" if len(numbers) > _MOST_NAMED else ""
    message = (
        f"识别时间（{seconds:g} 秒）不够，{len(numbers)} 页未读：第 {named}{more} 页；可用 --ocr-seconds 放宽"
        f" / {len(numbers)} pages were not read within {seconds:g} s: {named}{more};"
        " nianbao extract --ocr-seconds takes them up"
    )
    return Issue(CODE, Severity.WARNING, message, Locator(page=numbers[0]))
