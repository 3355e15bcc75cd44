"""When the demo's pages were published: dates that a list page, a meta tag and a URL agree on."""

from __future__ import annotations

import datetime as dt
from random import Random

from nianbao.demo.figures import SEED
from nianbao.demo.plan import ReportPlan

REVISED_ON = dt.date(2026, 5, 12)
"""The day on which the one revised report was changed, between the first and the second visit."""

LATE_ON = dt.date(2026, 6, 3)
"""The day on which the one late report appeared."""


def published_on(plan: ReportPlan) -> dt.date:
    """Return the day of publication: in January for most, by the end of March for a government's own."""
    if plan.oddity.from_visit > 1:
        return LATE_ON
    rng = Random(f"{SEED}/day/{plan.key}")
    latest = 80 if plan.publisher.kind == "government" else 30
    return dt.date(plan.year + 1, 1, 4) + dt.timedelta(days=rng.randint(0, latest - 4))
