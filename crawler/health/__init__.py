"""Health of crawls: rules as data, the Spidermon suite that runs them, and what they find.

A portal that is redesigned answers every request and yields nothing.  So each crawl is held against the
last one that was normal, against the registry row, and against the share of requests that failed.
"""

from crawler.health.monitors import judge
from crawler.health.rules import Finding, Measures, by_gravity, ended_early, worst

__all__ = ["Finding", "Measures", "by_gravity", "ended_early", "judge", "worst"]
