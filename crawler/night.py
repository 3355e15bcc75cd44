"""The night window of a back-fill: years of old reports are fetched while the portal's readers sleep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")  # one time zone, without summer time since 1991


@dataclass(frozen=True, slots=True)
class Night:
    """A span of China time, over midnight where it ends before it begins; the end is outside."""

    begins: time = time(22)
    ends: time = time(7)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment (with its time zone) lies in the window."""
        at = moment.astimezone(CHINA).time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def china_now() -> datetime:
    """The present moment in China."""
    return datetime.now(CHINA)
